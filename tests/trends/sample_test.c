/* The invented days of daybook-sample-days: the same each time, valid, and plausible. */
#include <jansson.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/timestamp.h"
#include "domain/complaint.h"
#include "domain/entry.h"
#include "sample/life.h"
#include "trends/journal_days.h"
#include "trends/summary.h"

enum { SEEDS = 12, LINE_SIZE_MAX = 1024, GOLDEN_SIZE_MAX = 65536 };

static int set_up(void **state)
{
    *state = arena_create(0);
    return *state == NULL ? -1 : 0;
}

static int tear_down(void **state)
{
    arena_free(*state);
    return 0;
}

static char *live(uint64_t seed, int32_t days, enum reporter reporters, struct arena *arena)
{
    const struct life_request request = {
        .seed = seed,
        .days = days,
        .end_day = day_of_date(2026, 8, 29),
        .reporters = reporters,
    };
    struct buffer out = {0};
    life_write(&request, &out);
    assert_false(out.failed);
    char *text = arena_copy_text(arena, buffer_bytes(&out));
    assert_non_null(text);
    buffer_free(&out);
    return text;
}

/* Copy the next line and step behind it; false at the end. */
static bool next_line(const char **text, char line[static LINE_SIZE_MAX])
{
    size_t size = strcspn(*text, "\n");
    if (size == 0) {
        return false;
    }
    assert_true(size < LINE_SIZE_MAX);
    memcpy(line, *text, size);
    line[size] = '\0';
    *text += size + 1;
    return true;
}

static void add_lines(struct journal_lines *lines, const char *text, enum role role,
                      struct arena *arena)
{
    char line[LINE_SIZE_MAX];
    while (next_line(&text, line)) {
        journal_days_read_line(lines, line, role, arena);
    }
}

/* The summary of a life of 90 days. */
static struct trend_summary *summarise(uint64_t seed, struct arena *arena, size_t *out_days)
{
    struct journal_lines lines = {0};
    add_lines(&lines, live(seed, 90, REPORTER_PATIENT, arena), ROLE_PATIENT, arena);
    add_lines(&lines, live(seed, 90, REPORTER_CAREGIVER, arena), ROLE_CAREGIVER, arena);
    journal_days_build(&lines, arena, out_days);
    return journal_days_summarise(&lines, day_of_date(2026, 8, 29), arena);
}

static void the_same_seed_gives_the_same_bytes_and_another_does_not(void **state)
{
    char *first = live(7, 90, REPORTER_BOTH, *state);
    assert_string_equal(first, live(7, 90, REPORTER_BOTH, *state));
    assert_string_not_equal(first, live(8, 90, REPORTER_BOTH, *state));
}

static void three_days_are_the_same_on_every_machine(void **state)
{
    const char *path = DAYBOOK_SOURCE_DIR "/tests/golden/trends/sample-seed-7.ndjson";
    char *text = live(7, 3, REPORTER_BOTH, *state);
    if (getenv("DAYBOOK_ACCEPT") != NULL) {
        FILE *accepted = fopen(path, "w");
        assert_non_null(accepted);
        assert_true(fputs(text, accepted) >= 0);
        assert_int_equal(fclose(accepted), 0);
    }
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    char *expected = arena_take(*state, GOLDEN_SIZE_MAX);
    assert_non_null(expected);
    expected[fread(expected, 1, GOLDEN_SIZE_MAX - 1, file)] = '\0';
    fclose(file);
    assert_string_equal(text, expected);
}

static void each_line_of_both_belongs_to_exactly_one_reporter(void **state)
{
    const char *both = live(7, 90, REPORTER_BOTH, *state);
    const char *patient = live(7, 90, REPORTER_PATIENT, *state);
    const char *caregiver = live(7, 90, REPORTER_CAREGIVER, *state);
    char line[LINE_SIZE_MAX];
    char of_one[LINE_SIZE_MAX];
    assert_int_equal(strlen(both), strlen(patient) + strlen(caregiver));
    while (next_line(&both, line)) {
        const char **one = strncmp(patient, line, strlen(line)) == 0 ? &patient : &caregiver;
        assert_true(next_line(one, of_one));
        assert_string_equal(line, of_one);
    }
    assert_string_equal(patient, "");
    assert_string_equal(caregiver, "");
}

static void the_first_line_of_each_says_that_nobody_stands_behind_it(void **state)
{
    const enum reporter reporters[] = {REPORTER_PATIENT, REPORTER_CAREGIVER, REPORTER_BOTH};
    for (size_t i = 0; i < 3; i++) {
        const char *text = live(3, 20, reporters[i], *state);
        char line[LINE_SIZE_MAX];
        assert_true(next_line(&text, line));
        assert_non_null(strstr(line, "Synthetic sample data; no person stands behind it."));
    }
}

/* The catalogue decides, as it does when a person logs. */
static void assert_valid(const struct journal_line *line, struct arena *arena)
{
    struct entry entry = {
        .kind = line->entry.kind,
        .at = line->at,
        .recorded_at_ms = line->at.utc_ms,
        .fields = *line->entry.fields,
        .note = line->note,
    };
    struct complaint complaint = {0};
    assert_int_equal(entry_normalise(&entry, arena), DAYBOOK_OK);
    if (entry_check(&entry, line->entry.role, &complaint) != DAYBOOK_OK) {
        fail_msg("%.*s: %s", (int)entry.kind.size, (const char *)entry.kind.data, complaint.text);
    }
}

static void every_line_is_valid_in_the_catalogue(void **state)
{
    struct journal_lines lines = {0};
    add_lines(&lines, live(11, 400, REPORTER_PATIENT, *state), ROLE_PATIENT, *state);
    add_lines(&lines, live(11, 400, REPORTER_CAREGIVER, *state), ROLE_CAREGIVER, *state);
    assert_true(lines.count > 3000);
    for (size_t i = 0; i < lines.count; i++) {
        assert_valid(&lines.lines[i], *state);
    }
}

static void lines_come_in_the_order_of_time_within_their_days(void **state)
{
    const char *text = live(5, 90, REPORTER_BOTH, *state);
    char line[LINE_SIZE_MAX];
    char before[TIMESTAMP_TEXT_SIZE] = "2026-06-01";
    while (next_line(&text, line)) {
        json_t *json = json_loads(line, JSON_REJECT_DUPLICATES, NULL);
        assert_non_null(json);
        const char *at = json_string_value(json_object_get(json, "at"));
        assert_true(strcmp(before, at) <= 0);
        snprintf(before, sizeof before, "%s", at);
        json_decref(json);
    }
    assert_true(strncmp(before, "2026-08-29", 10) <= 0);
}

static void some_days_are_missing_and_most_are_not(void **state)
{
    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        size_t days = 0;
        summarise(seed, *state, &days);
        if (days >= 90 || days < 70) {
            fail_msg("seed %llu: %zu of 90 days", (unsigned long long)seed, days);
        }
    }
}

static void the_person_declines(void **state)
{
    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        size_t days = 0;
        const struct trend_summary *summary = summarise(seed, *state, &days);
        const struct trend *alsfrs_r = &summary->measures[MEASURE_ALSFRS_R_TOTAL].all;
        const struct trend *weight = &summary->measures[MEASURE_WEIGHT].all;
        if (!(alsfrs_r->has && alsfrs_r->slope_per_month < -0.3 && weight->slope_per_month < 0.0)) {
            fail_msg("seed %llu: %f points, %f kg a month", (unsigned long long)seed,
                     alsfrs_r->slope_per_month, weight->slope_per_month);
        }
        assert_true(summary->falls.all.falls >= 1 && summary->falls.all.falls <= 2);
        assert_int_equal(summary->falls.all.near_falls, 1);
        assert_true(summary->measures[MEASURE_NIV_HOURS].d28.n > 10);
        assert_false(summary->measures[MEASURE_OXYGEN_HOURS].has_last);
    }
}

static void the_caregiver_takes_over(void **state)
{
    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        size_t days = 0;
        const struct reporter_summary *reporters = &summarise(seed, *state, &days)->reporters_d28;
        assert_true(reporters->entries_by_role[ROLE_CAREGIVER] >
                    2 * reporters->entries_by_role[ROLE_PATIENT]);
        assert_true(reporters->entries_by_role[ROLE_PATIENT] > 0);
    }
}

static void one_day_and_ten_years_are_lives_too(void **state)
{
    assert_true(strlen(live(1, 1, REPORTER_BOTH, *state)) > 0);
    assert_true(strlen(live(1, LIFE_DAYS_MAX, REPORTER_BOTH, *state)) > 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_same_seed_gives_the_same_bytes_and_another_does_not),
        TEST(three_days_are_the_same_on_every_machine),
        TEST(each_line_of_both_belongs_to_exactly_one_reporter),
        TEST(the_first_line_of_each_says_that_nobody_stands_behind_it),
        TEST(every_line_is_valid_in_the_catalogue),
        TEST(lines_come_in_the_order_of_time_within_their_days),
        TEST(some_days_are_missing_and_most_are_not),
        TEST(the_person_declines),
        TEST(the_caregiver_takes_over),
        TEST(one_day_and_ten_years_are_lives_too),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
