/* What is different since a day. */
#include "trends/difference.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "trends/window.h"

/* A measure has one difference and one of its states; the days have one. */
enum { LIST_CAPACITY = 2 * MEASURE_COUNT + 1 };

/* Two stretches of days of one history, and room for what differs between them. */
struct comparing {
    const struct history *history;
    int32_t before_first;
    int32_t before_last;
    int32_t now_first;
    int32_t now_last;
    uint32_t before_logged; /* days with any entry */
    uint32_t now_logged;
    double *scratch;
    struct difference *list;
    size_t count;
};

static uint32_t days_from(int32_t first, int32_t last)
{
    return last < first ? 0 : (uint32_t)(last - first) + 1;
}

static uint32_t count_logged(const struct history *history, int32_t first, int32_t last)
{
    size_t count = 0;
    uint32_t logged = 0;
    const struct day *days = history_between(history, first, last, &count);
    for (size_t i = 0; i < count; i++) {
        logged += days[i].entries > 0 ? 1 : 0;
    }
    return logged;
}

static enum trend_sense sense_of(const struct measure_rule *rule, double change)
{
    if (rule->better == BETTER_NONE || change == 0) {
        return TREND_NEUTRAL;
    }
    return (change > 0) == (rule->better == BETTER_UP) ? TREND_BETTER : TREND_WORSE;
}

static bool matters(const struct measure_rule *rule, double change)
{
    return change != 0 && fabs(change) >= rule->change_min;
}

/* A difference with the days both windows have. */
static struct difference begin(const struct comparing *comparing, enum difference_kind kind,
                               enum measure measure)
{
    return (struct difference){
        .kind = kind,
        .measure = measure,
        .before_expected = days_from(comparing->before_first, comparing->before_last),
        .now_expected = days_from(comparing->now_first, comparing->now_last),
    };
}

static void add(struct comparing *comparing, const struct difference *difference)
{
    comparing->list[comparing->count++] = *difference;
}

static struct trend_window window_between(const struct comparing *comparing, enum measure measure,
                                          int32_t first, int32_t last)
{
    const struct history *history = comparing->history;
    struct series answered = series_between(history->answered[measure], first, last);
    struct series unanswered = series_between(history->unanswered[measure], first, last);
    return window_of_series(answered, unanswered, comparing->scratch);
}

/* Medians are compared where both windows have enough days for one. */
static void compare_medians(struct comparing *comparing, enum measure measure)
{
    const struct measure_rule *rule = measure_rule(measure);
    struct difference found = begin(comparing, DIFFERENCE_MEDIAN, measure);
    struct trend_window before =
        window_between(comparing, measure, comparing->before_first, comparing->before_last);
    struct trend_window now =
        window_between(comparing, measure, comparing->now_first, comparing->now_last);
    bool whole = found.now_expected == DIFFERENCE_DAYS;
    bool had = before.n >= rule->d28_days_min && before.n > 0;
    bool has = now.n >= (whole ? rule->d28_days_min : rule->d7_days_min) && now.n > 0;
    found.before = before.median;
    found.now = now.median;
    found.before_n = before.n;
    found.now_n = now.n;
    if (found.now_expected < DIFFERENCE_DAYS_MIN || !had) {
        return;
    }
    if (!has) {
        found.kind = DIFFERENCE_MISSING;
        add(comparing, &found);
    } else if (matters(rule, now.median - before.median)) {
        found.sense = sense_of(rule, now.median - before.median);
        add(comparing, &found);
    }
}

/* The latest point of some days; NULL: there is none. */
static const struct series_point *latest(const struct comparing *comparing, enum measure measure,
                                         int32_t first, int32_t last)
{
    struct series series = series_between(comparing->history->answered[measure], first, last);
    return series.count == 0 ? NULL : &series.points[series.count - 1];
}

static const struct series_point *latest_before(const struct comparing *comparing,
                                                enum measure measure)
{
    return latest(comparing, measure, comparing->before_last - DIFFERENCE_LAST_DAYS + 1,
                  comparing->before_last);
}

static void compare_last(struct comparing *comparing, enum measure measure)
{
    const struct measure_rule *rule = measure_rule(measure);
    struct difference found = begin(comparing, DIFFERENCE_LAST, measure);
    const struct series_point *before = latest_before(comparing, measure);
    const struct series_point *now =
        latest(comparing, measure, comparing->before_last + 1, comparing->now_last);
    if (before == NULL || now == NULL || !matters(rule, now->value - before->value)) {
        return;
    }
    found.before = before->value;
    found.now = now->value;
    found.before_n = 1;
    found.now_n = 1;
    found.before_day = before->day;
    found.now_day = now->day;
    found.sense = sense_of(rule, now->value - before->value);
    add(comparing, &found);
}

/* How many there would be in 28 days with entries. */
static double rate_of(double count, uint32_t days)
{
    return count * DIFFERENCE_DAYS / days;
}

/* A first fall is news; the month after it without one is none. And 40 sessions instead of 36 are
 * as many. */
static bool events_matter(const struct measure_rule *rule, double before, double now)
{
    double more = fmax(before, now);
    double fewer = fmin(before, now);
    bool enough_fewer = now > before || before - now >= DIFFERENCE_EVENTS_FEWER;
    return enough_fewer && matters(rule, now - before) &&
           more * 100.0 >= fewer * DIFFERENCE_EVENTS_PERCENT;
}

/* Fewer events are good news only when no fewer days were told about. */
static void compare_counts(struct comparing *comparing, enum measure measure)
{
    const struct measure_rule *rule = measure_rule(measure);
    const struct series *answered = &comparing->history->answered[measure];
    struct difference found = begin(comparing, DIFFERENCE_COUNT, measure);
    found.before =
        series_sum(series_between(*answered, comparing->before_first, comparing->before_last));
    found.now = series_sum(series_between(*answered, comparing->now_first, comparing->now_last));
    found.before_n = comparing->before_logged;
    found.now_n = comparing->now_logged;
    if (found.before_n < DIFFERENCE_DAYS_MIN || found.now_n < DIFFERENCE_DAYS_MIN) {
        return;
    }
    double before = rate_of(found.before, found.before_n);
    double now = rate_of(found.now, found.now_n);
    if (!events_matter(rule, before, now)) {
        return;
    }
    bool told_less = (uint64_t)found.now_n * found.before_expected <
                     (uint64_t)found.before_n * found.now_expected;
    found.sense = sense_of(rule, now - before);
    if (found.sense == TREND_BETTER && told_less) {
        found.sense = TREND_NEUTRAL;
    }
    add(comparing, &found);
}

/* Whether so many days of a window are another share of it than before. */
static bool share_matters(const struct difference *found)
{
    double before = found->before * 100.0 / found->before_expected;
    double now = found->now * 100.0 / found->now_expected;
    return found->now_expected >= DIFFERENCE_DAYS_MIN &&
           fabs(now - before) >= DIFFERENCE_SHARE_PERCENT;
}

/* The state whose share of the days changed most: a question that is skipped now was perhaps
 * answered before. */
static void compare_states(struct comparing *comparing, enum measure measure)
{
    struct trend_window before =
        window_between(comparing, measure, comparing->before_first, comparing->before_last);
    struct trend_window now =
        window_between(comparing, measure, comparing->now_first, comparing->now_last);
    struct difference most = begin(comparing, DIFFERENCE_STATE, measure);
    for (size_t state = 0; state < DAY_STATE_COUNT; state++) {
        struct difference found = begin(comparing, DIFFERENCE_STATE, measure);
        found.state = (enum day_state)state;
        found.before = before.days_by_state[state];
        found.now = now.days_by_state[state];
        bool asked = state != DAY_ANSWERED && state != DAY_WEEKLY;
        if (asked && share_matters(&found) &&
            fabs(found.now - found.before) > fabs(most.now - most.before)) {
            most = found;
        }
    }
    if (most.now != most.before) {
        add(comparing, &most);
    }
}

/* Days on which nobody was asked anything, or nobody answered. */
static void compare_coverage(struct comparing *comparing)
{
    struct difference found = begin(comparing, DIFFERENCE_COVERAGE, (enum measure)0);
    found.before = comparing->before_logged;
    found.now = comparing->now_logged;
    found.before_n = comparing->before_logged;
    found.now_n = comparing->now_logged;
    if (found.before_n > 0 && share_matters(&found)) {
        add(comparing, &found);
    }
}

/* "aid.cane.in_use" and its like: 1 from the first use, 0 from when it was given up. */
static bool is_use_of_aid(const struct measure_rule *rule)
{
    static const char start[] = "aid.";
    static const char end[] = ".in_use";
    size_t size = strlen(rule->name);
    return size > sizeof start + sizeof end && strncmp(rule->name, start, sizeof start - 1) == 0 &&
           strcmp(rule->name + size - (sizeof end - 1), end) == 0;
}

/* An aid's word holds until the next one, however long ago it was said. */
static void compare_use(struct comparing *comparing, enum measure measure)
{
    const struct series_point *before =
        latest(comparing, measure, INT32_MIN, comparing->before_last);
    const struct series_point *now =
        latest(comparing, measure, comparing->before_last + 1, comparing->now_last);
    bool was = before != NULL && before->value > 0;
    if (now == NULL || was == (now->value > 0)) {
        return;
    }
    struct difference found =
        begin(comparing, was ? DIFFERENCE_STOPPED : DIFFERENCE_STARTED, measure);
    found.before_day = before == NULL ? 0 : before->day;
    found.before = was;
    found.now = now->value;
    found.now_day = now->day;
    add(comparing, &found);
}

/* What one value in four weeks is enough of is asked once a month: no window has to have one. */
static bool is_rare(const struct measure_rule *rule)
{
    return rule->d28_days_min <= 1;
}

static void compare_measure(struct comparing *comparing, enum measure measure)
{
    const struct measure_rule *rule = measure_rule(measure);
    switch (rule->show) {
    case SHOW_WINDOW:
        compare_states(comparing, measure);
        if (is_rare(rule)) {
            compare_last(comparing, measure);
        } else {
            compare_medians(comparing, measure);
        }
        return;
    case SHOW_LAST:
        compare_last(comparing, measure);
        return;
    case SHOW_EVENTS:
        compare_counts(comparing, measure);
        return;
    case SHOW_HIDDEN:
        if (is_use_of_aid(rule)) {
            compare_use(comparing, measure);
        }
        return;
    }
}

/* What a therapist reads first: lower numbers first. */
static int rank(const struct difference *difference)
{
    if (difference->kind == DIFFERENCE_COVERAGE) {
        return 3;
    }
    if (difference->kind == DIFFERENCE_MISSING || difference->kind == DIFFERENCE_STATE) {
        return 4;
    }
    switch (difference->sense) {
    case TREND_WORSE:
        return 0;
    case TREND_NEUTRAL:
        return 1;
    case TREND_BETTER:
        break;
    }
    return 2;
}

static double size_of(const struct difference *difference)
{
    const struct measure_rule *rule = measure_rule(difference->measure);
    double change_min = rule->change_min > 0 ? rule->change_min : 1;
    return fabs(difference->now - difference->before) / change_min;
}

static int compare(const void *left, const void *right)
{
    const struct difference *one = left;
    const struct difference *other = right;
    int order = rank(one) - rank(other);
    if (order != 0) {
        return order;
    }
    double size = size_of(one);
    double other_size = size_of(other);
    if (size != other_size) {
        return size > other_size ? -1 : 1;
    }
    return (int)one->measure - (int)other->measure;
}

enum daybook_status difference_list(const struct history *history,
                                    const struct difference_span *span, struct arena *arena,
                                    struct difference **out_differences, size_t *out_count)
{
    assert(history != NULL && span->since <= span->until);
    int32_t last_weeks = span->until - DIFFERENCE_DAYS + 1;
    struct comparing comparing = {
        .history = history,
        .before_first = span->since - DIFFERENCE_DAYS,
        .before_last = span->since - 1,
        .now_first = span->since > last_weeks ? span->since : last_weeks,
        .now_last = span->until,
        .scratch = arena_take_array(arena, DIFFERENCE_DAYS, sizeof *comparing.scratch),
        .list = arena_take_array(arena, LIST_CAPACITY, sizeof *comparing.list),
    };
    if (comparing.scratch == NULL || comparing.list == NULL) {
        return DAYBOOK_NO_MEMORY;
    }
    comparing.before_logged = count_logged(history, comparing.before_first, comparing.before_last);
    comparing.now_logged = count_logged(history, comparing.now_first, comparing.now_last);
    for (unsigned measure = 0; measure < MEASURE_COUNT; measure++) {
        compare_measure(&comparing, (enum measure)measure);
    }
    compare_coverage(&comparing);
    if (comparing.count > 0) {
        qsort(comparing.list, comparing.count, sizeof *comparing.list, compare);
    }
    *out_differences = comparing.list;
    *out_count = comparing.count;
    return DAYBOOK_OK;
}

enum evidence_mark difference_mark(const struct difference *difference)
{
    enum evidence_mark mark = measure_rule(difference->measure)->evidence.mark;
    bool states = difference->kind == DIFFERENCE_STATE || difference->kind == DIFFERENCE_COVERAGE;
    bool events = difference->kind == DIFFERENCE_COUNT && mark == EVIDENCE_CONFIRMED;
    return states || events ? EVIDENCE_PROPOSAL : mark;
}

const char *difference_kind_name(enum difference_kind kind)
{
    static const char *const names[] = {
        [DIFFERENCE_MEDIAN] = "median",   [DIFFERENCE_LAST] = "last",
        [DIFFERENCE_COUNT] = "count",     [DIFFERENCE_STARTED] = "started",
        [DIFFERENCE_STOPPED] = "stopped", [DIFFERENCE_MISSING] = "missing",
        [DIFFERENCE_STATE] = "state",     [DIFFERENCE_COVERAGE] = "coverage",
    };
    assert((size_t)kind < sizeof names / sizeof names[0]);
    return names[kind];
}
