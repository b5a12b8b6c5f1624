/* No statistic and no flag depends on who wrote an entry down where, and in which order it came. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "flags/flags.h"
#include "journal/courier.h"
#include "journal/household.h"
#include "journal/plans.h"
#include "journal/summaries.h"
#include "trends/figures_all.h"
#include "trends/journal_days.h"
#include "trends/summary.h"

enum { PHONE, CAREGIVER, THERAPIST, TABLET, PLACES };
enum { VARIATIONS = 4, LINES_MAX = 1000, SEED = 20260829, CARRIES_ONE_IN = 40, FLAGS_MIN = 3 };

static int32_t last_day(void)
{
    return day_of_date(2026, 8, 29);
}

static uint64_t next_chance(uint64_t *chance)
{
    *chance = *chance * 6364136223846793005U + 1442695040888963407U;
    return *chance >> 33;
}

static void carry(const struct household *household, size_t from, size_t to)
{
    courier_carry_all(journal_circle(household->journals[from], 0),
                      journal_circle(household->journals[to], 0));
}

/* The patient's tablet is invited from the phone; then everybody goes offline. */
static void begin(struct household *household)
{
    struct complaint complaint = {.text = ""};
    struct buffer code = {0};
    household_begin(household);
    (void)household_add(household, "Ana", ROLE_PATIENT);
    (void)household_add(household, "Ben", ROLE_CAREGIVER);
    (void)household_add(household, "Cleo", ROLE_THERAPIST);
    household_pair(household);
    assert_int_equal(household_add(household, "Ana", ROLE_PATIENT), TABLET);
    struct journal_invite terms = {
        .device = true, .auto_approve = true, .seat = household_seat(household, TABLET)};
    assert_int_equal(journal_invite(household->journals[PHONE], 0, &terms, &code, &complaint),
                     DAYBOOK_OK);
    assert_int_equal(journal_join(household->journals[TABLET], buffer_bytes(&code), &complaint),
                     DAYBOOK_OK);
    buffer_free(&code);
    journal_go_online(household->journals[TABLET]);
    household_run(household, 30000);
    for (size_t place = 0; place < PLACES; place++) {
        journal_go_offline(household->journals[place]);
    }
}

/* The line without the lists, which no trend reads and the reader of lines leaves empty. */
static void log_line(const struct household *household, size_t place,
                     const struct journal_line *line)
{
    struct value_pair pairs[64];
    const struct value *fields = line->entry.fields;
    size_t count = 0;
    for (size_t i = 0; i < fields->as.map.count; i++) {
        if (fields->as.map.pairs[i].value.type != VALUE_NULL) {
            assert_true(count < sizeof pairs / sizeof pairs[0]);
            pairs[count++] = fields->as.map.pairs[i];
        }
    }
    struct complaint complaint = {.text = ""};
    struct entry entry = {
        .kind = line->entry.kind,
        .at = line->at,
        .visibility = VISIBILITY_TEAM,
        .note = line->note,
        .fields = {.type = VALUE_MAP, .as.map = {pairs, count}},
    };
    struct id128 id;
    struct journal_batch batch = {.entries = &entry, .count = 1, .ids = &id};
    if (journal_log(household->journals[place], 0, &batch, &complaint) != DAYBOOK_OK) {
        fail_msg("%s", complaint.text);
    }
}

/* Who logs a line is given, on which of the patient's devices is chance. */
static void log_shuffled(const struct household *household, const struct journal_lines *lines,
                         uint64_t chance)
{
    static size_t order[LINES_MAX];
    assert_true(lines->count <= LINES_MAX);
    for (size_t i = 0; i < lines->count; i++) {
        size_t place = next_chance(&chance) % (i + 1);
        order[i] = order[place];
        order[place] = i;
    }
    for (size_t i = 0; i < lines->count; i++) {
        const struct journal_line *line = &lines->lines[order[i]];
        size_t own = next_chance(&chance) % 2 == 0 ? PHONE : TABLET;
        log_line(household, line->entry.role == ROLE_PATIENT ? own : CAREGIVER, line);
        if (next_chance(&chance) % CARRIES_ONE_IN == 0) {
            carry(household, next_chance(&chance) % PLACES, next_chance(&chance) % PLACES);
            assert_int_equal(summaries_publish(journal_circle(household->journals[own], 0), true),
                             DAYBOOK_OK);
        }
    }
}

static void log_in_order(const struct household *household, const struct journal_lines *lines)
{
    for (size_t i = 0; i < lines->count; i++) {
        const struct journal_line *line = &lines->lines[i];
        log_line(household, line->entry.role == ROLE_PATIENT ? PHONE : CAREGIVER, line);
    }
}

static void bring_together(const struct household *household, uint64_t chance)
{
    for (size_t i = 0; i < 12; i++) {
        carry(household, next_chance(&chance) % PLACES, next_chance(&chance) % PLACES);
    }
    for (size_t round = 0; round < 2; round++) {
        for (size_t pair = 0; pair < (size_t)PLACES * PLACES; pair++) {
            carry(household, pair / PLACES, pair % PLACES);
        }
        assert_int_equal(summaries_publish(journal_circle(household->journals[PHONE], 0), true),
                         DAYBOOK_OK);
    }
    carry(household, PHONE, THERAPIST);
}

/* Numbers are written exactly, in hexadecimal. */
static void write(struct buffer *out, const char *name, double number)
{
    char text[128];
    (void)snprintf(text, sizeof text, "%s=%a\n", name, number);
    buffer_append_text(out, text);
}

static void write_window(struct buffer *out, const struct trend_window *window)
{
    write(out, "n", window->n);
    write(out, "median", window->median);
    write(out, "min", window->min);
    write(out, "max", window->max);
    write(out, "q1", window->q1);
    write(out, "q3", window->q3);
    for (size_t role = 0; role < ROLE_COUNT; role++) {
        write(out, "days of role", window->days_by_role[role]);
    }
}

static void write_trend(struct buffer *out, const struct trend *trend)
{
    write(out, "weeks", trend->weeks);
    write(out, "slope", trend->slope_per_month);
    write(out, "s", (double)trend->mk_s);
    write(out, "z", trend->mk_z);
    write(out, "p", trend->mk_p);
    write(out, trend_word_name(trend->word), trend->sense);
}

static void write_measure(struct buffer *out, const struct measure_summary *measure)
{
    write_window(out, &measure->d7);
    write_window(out, &measure->d28);
    write_trend(out, &measure->d84);
    write_trend(out, &measure->all);
    for (size_t i = 0; i < measure->week_count; i++) {
        write(out, "week", measure->weeks[i].median);
    }
    write(out, "last", measure->last_value);
    write(out, "last day", measure->last_day);
    write(out, usual_verdict_name(measure->usual.verdict), measure->usual.low);
    write(out, "high", measure->usual.high);
}

static void write_summary(struct buffer *out, const struct trend_summary *summary)
{
    for (size_t i = 0; i < MEASURE_COUNT; i++) {
        buffer_append_text(out, measure_rule((enum measure)i)->name);
        write_measure(out, &summary->measures[i]);
    }
    for (size_t i = 0; i < EXERCISE_TYPE_COUNT; i++) {
        write(out, "logged", summary->exercise_d28[i].logged);
        write(out, "done", summary->exercise_d28[i].done);
    }
    write(out, "falls", summary->falls.all.falls);
    write(out, "days for falls", summary->falls.d90.days);
    write(out, "entries", summary->reporters_d28.entries);
}

static void write_alsfrs(struct buffer *out, const struct figures_alsfrs *alsfrs)
{
    assert_true(alsfrs->has && alsfrs->course.enough);
    write(out, "least squares", alsfrs->course.least_squares_per_month);
    write(out, "theil sen", alsfrs->course.theil_sen_per_month);
    write(out, "spread", alsfrs->course.residual_spread);
    write(out, "total", alsfrs->total);
    write(out, staging_kings_name(alsfrs->kings), alsfrs->mitos);
}

static void write_flags(struct buffer *out, const struct history *history,
                        const struct plan_book *plans, struct arena *arena)
{
    struct flag *flags = NULL;
    size_t count = 0;
    const struct flag_question question = {.history = history, .plans = plans, .until = last_day()};
    assert_int_equal(flags_evaluate(&question, arena, &flags, &count), DAYBOOK_OK);
    size_t raised = 0;
    for (size_t i = 0; i < count; i++) {
        char reference[FLAG_REFERENCE_SIZE];
        flags_reference(&flags[i], reference);
        write(out, reference, flags[i].state);
        write(out, "observed", flags[i].observed_day);
        write(out, "cleared", flags[i].cleared_day);
        write(out, "digest", flags[i].digest_day);
        write(out, "tier", flags[i].tier);
        buffer_append(out, flags[i].text);
        raised += flags[i].state != FLAG_UNDETERMINED;
    }
    assert_true(raised >= FLAGS_MIN); /* or the comparison would say little */
}

/* Everything a device says of the patient. */
static void look(struct journal *journal, struct buffer *out)
{
    struct history *history = NULL;
    struct plan_book plans;
    struct trend_summary *summary = NULL;
    struct figures_all *figures = NULL;
    struct arena *arena = arena_create(0);
    assert_non_null(arena);
    assert_int_equal(journal_trend_history(journal, 0, arena, &history), DAYBOOK_OK);
    assert_int_equal(journal_plans(journal, 0, arena, &plans), DAYBOOK_OK);
    assert_int_equal(trends_summarise(history, last_day(), arena, &summary), DAYBOOK_OK);
    assert_true(summary->measures[MEASURE_PAIN_WORST].all.weeks >= 12);
    const struct figures_question question = {history, &plans, last_day()};
    assert_int_equal(figures_all(&question, arena, &figures), DAYBOOK_OK);
    write_summary(out, summary);
    write_alsfrs(out, &figures->function.alsfrs);
    write_flags(out, history, &plans, arena);
    assert_false(out->failed);
    arena_free(arena);
}

/* Log the lines in the order of this variation, and hear what every device says then. */
static void live(const struct journal_lines *lines, uint64_t variation, struct buffer *first)
{
    static struct household household;
    begin(&household);
    if (variation == 0) {
        log_in_order(&household, lines);
    } else {
        log_shuffled(&household, lines, SEED + variation);
    }
    bring_together(&household, SEED - variation);
    for (size_t place = 0; place < PLACES; place++) {
        struct buffer said = {0};
        look(household.journals[place], first->size == 0 ? first : &said);
        if (said.size > 0 && !bytes_equal(buffer_bytes(&said), buffer_bytes(first))) {
            fail_msg("seed %d, variation %d: place %zu says something else", SEED, (int)variation,
                     place);
        }
        buffer_free(&said);
    }
    household_end(&household);
}

static void every_device_says_the_same_in_whatever_order_entries_came(void **state)
{
    (void)state;
    struct arena *arena = arena_create(0);
    struct journal_lines lines = {0};
    struct buffer first = {0};
    journal_days_read(&lines, "patient-90d.ndjson", ROLE_PATIENT, arena);
    journal_days_read(&lines, "caregiver-90d.ndjson", ROLE_CAREGIVER, arena);
    for (uint64_t variation = 0; variation < VARIATIONS; variation++) {
        live(&lines, variation, &first);
    }
    buffer_free(&first);
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_device_says_the_same_in_whatever_order_entries_came),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
