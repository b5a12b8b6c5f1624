/* Which measures the short page shows one line of. */
#include "report/glance_rows.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "report/figure.h"
#include "report/glance.h"
#include "report/measure_row.h"
#include "report/page.h"
#include "report/sentence.h"
#include "trends/difference.h"
#include "trends/summary.h"

enum { ROWS_MAX = 12 };

/* A measure of which something changed. */
struct row {
    enum measure measure;
    const struct difference *difference; /* NULL: none that matters */
    enum trend_sense sense;              /* of the strongest thing that can be said */
    double size;                         /* how often the smallest change that matters fits */
};

struct rows {
    struct row list[MEASURE_COUNT];
    size_t count;
};

static bool has_direction(const struct measure_summary *measure)
{
    return measure->d84.word == TREND_RISING || measure->d84.word == TREND_FALLING;
}

static bool is_unusual(const struct measure_summary *measure)
{
    return measure->usual.verdict == USUAL_LOWER || measure->usual.verdict == USUAL_HIGHER;
}

/* Levels of daily activities are many, and one of their part's figures; a fall is told once, not
 * again by place and by what was done. What nobody told about is among what is insufficient. */
static bool is_told(const struct difference *difference)
{
    enum measure measure = difference->measure;
    bool activity = measure >= MEASURE_ADL_EATING && measure <= MEASURE_ADL_PHONE_COMPUTER;
    bool detail =
        measure >= MEASURE_FALLS_PLACE_BATHROOM && measure <= MEASURE_FALLS_ACTIVITY_OTHER;
    return !activity && !detail && difference->kind != DIFFERENCE_MISSING &&
           difference->kind != DIFFERENCE_STATE && difference->kind != DIFFERENCE_COVERAGE;
}

static const struct difference *difference_of(const struct glance *glance, enum measure measure)
{
    for (size_t i = 0; i < glance->difference_count; i++) {
        if (glance->differences[i].measure == measure && is_told(&glance->differences[i])) {
            return &glance->differences[i];
        }
    }
    return NULL;
}

/* What only looks better is not called so. */
static enum trend_sense difference_sense(const struct page *page,
                                         const struct difference *difference)
{
    bool cautioned = page->summary->measures[difference->measure].cautioned;
    return cautioned && difference->sense == TREND_BETTER ? TREND_NEUTRAL : difference->sense;
}

static void consider(const struct page *page, const struct glance *glance, enum measure measure,
                     struct rows *rows)
{
    const struct measure_rule *rule = measure_rule(measure);
    const struct measure_summary *summary = &page->summary->measures[measure];
    const struct difference *difference = difference_of(glance, measure);
    bool window = rule->show == SHOW_WINDOW;
    bool directed = window && has_direction(summary);
    bool unusual = window && is_unusual(summary);
    double change_min = rule->change_min > 0 ? rule->change_min : 1;
    double moved = difference == NULL ? 0 : difference->now - difference->before;
    double slope = directed ? summary->d84.slope_per_month * SUMMARY_TREND_DAYS / 30.4375 : 0;
    if (!directed && !unusual && difference == NULL) {
        return;
    }
    struct row row = {measure, difference, TREND_NEUTRAL, 0};
    row.size = fmax(fabs(moved), fabs(slope)) / change_min;
    if (directed) {
        row.sense = summary->d84.sense;
    } else if (unusual) {
        row.sense = summary->usual_sense;
    } else {
        row.sense = difference_sense(page, difference);
    }
    rows->list[rows->count++] = row;
}

static int rank(enum trend_sense sense)
{
    static const int RANKS[] = {[TREND_WORSE] = 0, [TREND_NEUTRAL] = 1, [TREND_BETTER] = 2};
    return RANKS[sense];
}

static int compare(const void *left, const void *right)
{
    const struct row *one = left;
    const struct row *other = right;
    if (one->sense != other->sense) {
        return rank(one->sense) - rank(other->sense);
    }
    if (one->size != other->size) {
        return one->size > other->size ? -1 : 1;
    }
    return (int)one->measure - (int)other->measure;
}

/* "up from 2", with what it means in brackets. */
static void put_moved(const struct page *page, struct line *line,
                      const struct difference *difference)
{
    char before[FIGURE_UNIT_TEXT_SIZE];
    char cell[MEASURE_ROW_CELL_SIZE];
    enum trend_sense sense = difference_sense(page, difference);
    const char *unit = measure_rule(difference->measure)->unit;
    /* The value before it has the unit already, unless that depends on how long a time is. */
    figure_with_unit(difference->before, strcmp(unit, "s") == 0 ? unit : "", before);
    snprintf(
        cell, sizeof cell, "%s from %s%s%s%s", difference->now > difference->before ? "up" : "down",
        before, sense == TREND_NEUTRAL ? "" : " (",
        sense == TREND_NEUTRAL ? "" : trend_sense_name(sense), sense == TREND_NEUTRAL ? "" : ")");
    measure_row_word(page, line, cell, sense);
}

static void put_unusual(const struct page *page, struct line *line,
                        const struct measure_summary *measure)
{
    char cell[MEASURE_ROW_CELL_SIZE];
    bool neutral = measure->usual_sense == TREND_NEUTRAL;
    snprintf(cell, sizeof cell, "unusually %s%s%s%s",
             measure->usual.verdict == USUAL_LOWER ? "low" : "high", neutral ? "" : " (",
             neutral ? "" : trend_sense_name(measure->usual_sense), neutral ? "" : ")");
    measure_row_word(page, line, cell, measure->usual_sense);
}

static void put_direction(const struct page *page, struct line *line,
                          const struct measure_summary *measure)
{
    char cell[MEASURE_ROW_CELL_SIZE];
    bool neutral = measure->d84.sense == TREND_NEUTRAL;
    snprintf(cell, sizeof cell, "%s%s%s%s%s", trend_word_name(measure->d84.word),
             neutral ? "" : " (", neutral ? "" : trend_sense_name(measure->d84.sense),
             neutral ? "" : ")", is_unusual(measure) ? ", unusual" : "");
    measure_row_word(page, line, cell, measure->d84.sense);
}

static void put_window(const struct page *page, const struct row *row)
{
    const struct measure_summary *measure = &page->summary->measures[row->measure];
    struct line line = {.out = page->out};
    measure_row_begin(page, row->measure, &line);
    if (has_direction(measure)) {
        put_direction(page, &line, measure);
    } else if (is_unusual(measure)) {
        put_unusual(page, &line, measure);
    } else {
        put_moved(page, &line, row->difference);
    }
    line_end(&line);
}

/* A value that is asked for rarely, or how often something happened. */
static void put_single(const struct page *page, const struct row *row)
{
    const struct difference *difference = row->difference;
    const struct measure_rule *rule = measure_rule(row->measure);
    struct sentence when = {.size = 0};
    char figure[FIGURE_UNIT_TEXT_SIZE];
    struct line line = {.out = page->out};
    measure_row_label(&line, rule->label, difference_mark(difference));
    if (difference->kind == DIFFERENCE_COUNT) {
        sentence_say(&when, "%u of %u", difference->now_n, difference->now_expected);
        figure_with_unit(difference->now, "in 28 d", figure);
        line_put_at(&line, MEASURE_ROW_MEDIAN, figure);
        line_put_at(&line, MEASURE_ROW_DAYS, when.text);
        put_moved(page, &line, difference);
    } else if (difference->kind == DIFFERENCE_LAST) {
        sentence_day(&when, "", difference->now_day);
        figure_with_unit(difference->now, rule->unit, figure);
        line_put_at(&line, MEASURE_ROW_WEEKS + 2, when.text);
        line_put_at(&line, MEASURE_ROW_MEDIAN, figure);
        put_moved(page, &line, difference);
    } else {
        sentence_day(&when, "", difference->now_day);
        line_put_at(&line, MEASURE_ROW_WEEKS, when.text);
        measure_row_word(page, &line, difference->kind == DIFFERENCE_STARTED ? "new" : "given up",
                         difference->sense);
    }
    line_end(&line);
}

/* What else may be behind a line that is shown. */
static void put_doubts(const struct page *page, const struct rows *rows)
{
    struct sentence shifts = {.size = 0};
    struct sentence cautions = {.size = 0};
    for (size_t i = 0; i < rows->count && i < ROWS_MAX; i++) {
        const struct measure_rule *rule = measure_rule(rows->list[i].measure);
        const struct measure_summary *measure = &page->summary->measures[rows->list[i].measure];
        if (measure->shift.shifted) {
            sentence_say(&shifts, "%s%s (%s, then %s)",
                         shifts.size == 0 ? "Part of a change may be who answers: " : "; ",
                         rule->label, role_name(measure->shift.from), role_name(measure->shift.to));
        }
        if (measure->cautioned) {
            sentence_say(&cautions, "%s%s",
                         cautions.size == 0 ? "No improvement, as walking ended or breathing is "
                                              "supported: "
                                            : "; ",
                         rule->label);
        }
    }
    sentence_say(&shifts, "%s", shifts.size == 0 ? "" : ".");
    sentence_say(&cautions, "%s", cautions.size == 0 ? "" : ".");
    sentence_end(&shifts, page->columns, page->out);
    sentence_end(&cautions, page->columns, page->out);
}

void glance_rows_put(const struct page *page, const struct glance *glance)
{
    struct rows rows = {.count = 0};
    struct sentence more = {.size = 0};
    for (size_t i = 0; i < MEASURE_COUNT; i++) {
        consider(page, glance, (enum measure)i, &rows);
    }
    if (rows.count == 0) {
        line_wrap(page->out, page->columns, "Nothing changed by as much as matters.");
        return;
    }
    qsort(rows.list, rows.count, sizeof rows.list[0], compare);
    measure_row_head(page, "What changed", "How");
    for (size_t i = 0; i < rows.count && i < ROWS_MAX; i++) {
        if (measure_rule(rows.list[i].measure)->show == SHOW_WINDOW) {
            put_window(page, &rows.list[i]);
        } else {
            put_single(page, &rows.list[i]);
        }
    }
    if (rows.count > ROWS_MAX) {
        sentence_say(&more, "And %zu more: \"daybook trends --all\".", rows.count - ROWS_MAX);
    }
    sentence_end(&more, page->columns, page->out);
    put_doubts(page, &rows);
}
