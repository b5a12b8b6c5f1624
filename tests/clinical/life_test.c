/* The long lives of daybook-sample-days: every kind is in them, and they go as lives go. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/buffer.h"
#include "clinical/lived.h"
#include "domain/kind.h"

enum { YEAR = 365, SEEDS = 20 };

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

static size_t count_of(const struct lived *lived, const char *kind)
{
    size_t count = 0;
    for (size_t i = 0; i < lived->count; i++) {
        count += bytes_equal_text(lived->lines[i].entry.kind, kind);
    }
    return count;
}

static void check_line(const struct lived_line *line)
{
    struct complaint complaint = {0};
    if (entry_check(&line->entry, line->role, &complaint) != DAYBOOK_OK) {
        fail_msg("%.*s: %s", (int)line->entry.kind.size, (const char *)line->entry.kind.data,
                 complaint.text);
    }
}

static void every_line_of_a_long_life_is_valid_in_the_catalogue(void **state)
{
    for (enum decline decline = DECLINE_NONE; decline <= DECLINE_FAST; decline++) {
        const struct life_request request = lived_year(decline, 4);
        struct lived lived;
        lived_begin(&lived, &request, *state);
        for (size_t i = 0; i < lived.count; i++) {
            check_line(&lived.lines[i]);
        }
        lived_end(&lived);
    }
}

/* What is concluded, paused, asked or chosen by a person on the way is not part of a life. */
static void a_fast_life_holds_every_kind_there_is_to_log_and_to_plan(void **state)
{
    static const char *const KINDS[] = {
        "daily_checkin",
        "pain",
        "muscle_symptom",
        "breathlessness",
        "sleep_night",
        "mood_affect",
        "activity_day",
        "spo2_spot",
        "oximetry_night",
        "vital_signs",
        "oxygen_use",
        "niv_use",
        "airway_clearance",
        "cough_flow",
        "secretions",
        "lung_function",
        "swallow_event",
        "meal_intake",
        "tube_feed",
        "body_weight",
        "bowel",
        "fall_event",
        "balance_test",
        "exercise_session",
        "exercise_aftereffect",
        "aid_use",
        "alsfrs_r",
        "adl_status",
        "speech_status",
        "care_task",
        "caregiver_strain",
        "medication_dose",
        "side_effect",
        "therapy_session",
        "education_done",
        "exercise_plan",
        "respiratory_plan",
        "medication_plan",
        "aid_recommendation",
        "home_mod_task",
        "education_plan",
        "nutrition_plan",
        "therapy_plan",
        "monitoring_plan",
        "brace_evaluation",
        "home_evaluation",
    };
    struct life_request request = lived_year(DECLINE_FAST, 3);
    request.days = 2 * YEAR;
    struct lived lived;
    lived_begin(&lived, &request, *state);
    for (size_t i = 0; i < sizeof KINDS / sizeof KINDS[0]; i++) {
        if (count_of(&lived, KINDS[i]) == 0) {
            fail_msg("no %s", KINDS[i]);
        }
    }
    lived_end(&lived);
}

static double points_of(const struct entry *entry)
{
    double points = 0.0;
    for (int i = 1; i <= COURSE_ITEMS; i++) {
        char name[8];
        snprintf(name, sizeof name, "q%d", i);
        points += (double)value_find(&entry->fields, name)->as.integer;
    }
    return points;
}

/* Points of ALSFRS-R lost a month between the first and the last assessment. */
static double lost_a_month(const struct lived *lived)
{
    double first_points = 0.0;
    double last_points = 0.0;
    int32_t first_day = -1;
    int32_t last_day = -1;
    for (size_t i = 0; i < lived->count; i++) {
        const struct lived_line *line = &lived->lines[i];
        if (bytes_equal_text(line->entry.kind, "alsfrs_r")) {
            last_points = points_of(&line->entry);
            last_day = line->day;
            first_points = first_day < 0 ? last_points : first_points;
            first_day = first_day < 0 ? last_day : first_day;
        }
    }
    assert_true(first_day >= 0 && last_day > first_day);
    return (first_points - last_points) / (last_day - first_day) * 30.4375;
}

/* PRO-ACT's mean is 1.02 points a month (Atassi 2014). */
static void twenty_usual_lives_lose_what_people_with_als_lose_in_the_mean(void **state)
{
    double mean = 0.0;
    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        const struct life_request request = lived_year(DECLINE_USUAL, seed);
        struct lived lived;
        lived_begin(&lived, &request, *state);
        mean += lost_a_month(&lived) / SEEDS;
        lived_end(&lived);
    }
    assert_true(mean > 0.92 && mean < 1.12);
}

static void who_does_not_decline_loses_nothing_and_who_declines_fast_twice_as_much(void **state)
{
    const struct life_request still = lived_year(DECLINE_NONE, 6);
    const struct life_request fast = lived_year(DECLINE_FAST, 6);
    struct lived lived;
    lived_begin(&lived, &still, *state);
    assert_true(lost_a_month(&lived) > -0.001 && lost_a_month(&lived) < 0.001);
    lived_end(&lived);
    lived_begin(&lived, &fast, *state);
    assert_true(lost_a_month(&lived) > 1.7 && lost_a_month(&lived) < 2.5);
    lived_end(&lived);
}

/* How many entries of a kind a life gains on the days from 100 on by an event on day 100. */
static size_t planted(enum life_event_kind event, const char *kind, const char *field,
                      double at_most, struct arena *arena)
{
    struct life_request request = lived_year(DECLINE_USUAL, 8);
    const int32_t day = request.end_day - request.days + 1 + 100;
    request.events[request.event_count++] = (struct life_event){.kind = event, .day = 100};
    struct lived lived;
    lived_begin(&lived, &request, arena);
    size_t count = 0;
    for (size_t i = 0; i < lived.count; i++) {
        const struct lived_line *line = &lived.lines[i];
        if (line->day < day || line->day > day + 10 || !bytes_equal_text(line->entry.kind, kind)) {
            continue;
        }
        const struct value *value = value_find(&line->entry.fields, field);
        assert_non_null(value);
        double number =
            value->type == VALUE_INTEGER ? (double)value->as.integer : value->as.decimal;
        count +=
            (value->type == VALUE_INTEGER || value->type == VALUE_DECIMAL) && number <= at_most;
    }
    lived_end(&lived);
    return count;
}

static void what_is_planted_on_a_day_is_logged_from_that_day_on(void **state)
{
    assert_int_equal(planted(LIFE_SPO2_DROP, "spo2_spot", "spo2", 93.0, *state), 6);
    assert_true(planted(LIFE_NIV_REFUSAL, "niv_use", "hours", 3.0, *state) == 10);
    const struct life_request request = lived_year(DECLINE_USUAL, 8);
    struct course course;
    life_course(&request, &course);
    assert_int_equal(
        planted(LIFE_WEIGHT_LOSS, "body_weight", "weight", 0.955 * course.weight_start, *state), 4);
}

static void the_same_long_life_is_lived_twice_and_split_among_its_reporters(void **state)
{
    (void)state;
    static const enum reporter REPORTERS[] = {REPORTER_ALL, REPORTER_ALL, REPORTER_PATIENT,
                                              REPORTER_CAREGIVER, REPORTER_THERAPIST};
    struct buffer texts[5] = {{0}};
    for (size_t i = 0; i < 5; i++) {
        struct life_request request = lived_year(DECLINE_USUAL, 2);
        request.reporters = REPORTERS[i];
        life_write(&request, &texts[i]);
        assert_false(texts[i].failed);
    }
    assert_true(bytes_equal(buffer_bytes(&texts[0]), buffer_bytes(&texts[1])));
    assert_int_equal(texts[0].size, texts[2].size + texts[3].size + texts[4].size);
    for (size_t i = 0; i < 5; i++) {
        buffer_free(&texts[i]);
    }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(every_line_of_a_long_life_is_valid_in_the_catalogue),
        TEST(a_fast_life_holds_every_kind_there_is_to_log_and_to_plan),
        TEST(twenty_usual_lives_lose_what_people_with_als_lose_in_the_mean),
        TEST(who_does_not_decline_loses_nothing_and_who_declines_fast_twice_as_much),
        TEST(what_is_planted_on_a_day_is_logged_from_that_day_on),
        TEST(the_same_long_life_is_lived_twice_and_split_among_its_reporters),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
