/* How the readings of one day become one number, and what an entry says at all. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/arena.h"
#include "domain/absent.h"
#include "domain/value.h"
#include "trends/day.h"
#include "trends/day_builder.h"
#include "trends/journal_days.h"
#include "trends/reading.h"

enum { READINGS_MAX = 8 };

static const int64_t MINUTE = 60000; /* milliseconds */

static double reduce(enum reduction reduction, const struct reading *readings, size_t count)
{
    struct reading copy[READINGS_MAX];
    double value = -1.0;
    for (size_t turn = 0; turn < count; turn++) {
        double again = -1.0;
        for (size_t i = 0; i < count; i++) {
            copy[(i + turn) % count] = readings[i];
        }
        assert_true(reading_reduce(reduction, copy, count, &again));
        assert_true(turn == 0 || (again <= value && again >= value));
        value = again;
    }
    return value;
}

static void each_reduction_gives_its_number_in_any_order(void **state)
{
    (void)state;
    const struct reading readings[] = {{3.0, 50 * MINUTE}, {9.0, 0}, {4.0, 60 * MINUTE}, {1.0, 5}};
    assert_true(reduce(REDUCTION_HIGHEST, readings, 4) == 9.0);
    assert_true(reduce(REDUCTION_LOWEST, readings, 4) == 1.0);
    assert_true(reduce(REDUCTION_MEDIAN, readings, 4) == 3.5);
    assert_true(reduce(REDUCTION_MEDIAN, readings, 3) == 4.0);
    assert_true(reduce(REDUCTION_SUM, readings, 4) == 17.0);
    assert_true(reduce(REDUCTION_LAST, readings, 4) == 4.0);
}

static void of_two_at_the_same_moment_the_higher_is_the_last(void **state)
{
    (void)state;
    const struct reading readings[] = {{2.0, 7}, {5.0, 7}, {9.0, 3}};
    assert_true(reduce(REDUCTION_LAST, readings, 3) == 5.0);
}

static void a_low_level_counts_once_a_reading_ten_minutes_apart_confirms_it(void **state)
{
    (void)state;
    const struct reading readings[] = {
        {88.0, 0}, {89.0, 9 * MINUTE}, {93.0, 10 * MINUTE}, {97.0, 60 * MINUTE}};
    assert_true(reduce(REDUCTION_SECOND_LOWEST, readings, 4) == 93.0);
    struct reading close[] = {{88.0, 0}, {89.0, 10 * MINUTE - 1}};
    double value = -1.0;
    assert_false(reading_reduce(REDUCTION_SECOND_LOWEST, close, 2, &value));
    assert_false(reading_reduce(REDUCTION_SECOND_LOWEST, close, 1, &value));
    assert_true(value == -1.0);
}

#define LINE(kind, fields)                                                                         \
    "{\"kind\":\"" kind "\",\"at\":\"2026-06-01T09:00:00Z\",\"fields\":{" fields "}}"

/* One entry and what a measure says of its day; a state of -1 for not asked. */
static const struct {
    const char *line;
    enum measure measure;
    int day_state;
    double value;
} CASES[] = {
    {LINE("sleep_night", "\"quality\":6,\"morning_headache\":true"), MEASURE_SLEEP_MORNING_HEADACHE,
     DAY_ANSWERED, 1.0},
    {LINE("sleep_night", "\"quality\":6,\"morning_headache\":false"),
     MEASURE_SLEEP_MORNING_HEADACHE, DAY_ANSWERED, 0.0},
    {LINE("sleep_night", "\"quality\":6"), MEASURE_SLEEP_MORNING_HEADACHE, -1, 0.0},
    {LINE("sleep_night", "\"wake_reason\":[\"pain\",\"breath\"]"), MEASURE_SLEEP_WAKES_BREATH,
     DAY_ANSWERED, 1.0},
    {LINE("sleep_night", "\"wake_reason\":[\"pain\"]"), MEASURE_SLEEP_WAKES_BREATH, DAY_ANSWERED,
     0.0},
    {LINE("meal_intake", "\"duration_min\":45"), MEASURE_MEAL_LONG, DAY_ANSWERED, 0.0},
    {LINE("meal_intake", "\"duration_min\":46"), MEASURE_MEAL_LONG, DAY_ANSWERED, 1.0},
    {LINE("meal_intake", "\"portion_pct\":75"), MEASURE_MEAL_LOW, DAY_ANSWERED, 0.0},
    {LINE("fall_event", "\"kind\":\"fall\",\"injury\":\"none\",\"head_strike\":false,"
                        "\"could_get_up\":\"with_help\""),
     MEASURE_FALLS_INJURY, DAY_ANSWERED, 1.0},
    {LINE("fall_event", "\"kind\":\"fall\",\"injury\":\"none\",\"head_strike\":false,"
                        "\"could_get_up\":\"alone\""),
     MEASURE_FALLS_INJURY, DAY_ANSWERED, 0.0},
    {LINE("fall_event", "\"kind\":\"near\",\"head_strike\":true"), MEASURE_FALLS_INJURY, -1, 0.0},
    {LINE("fall_event", "\"kind\":\"fall\",\"place\":\"stairs\""), MEASURE_FALLS_PLACE_STAIRS,
     DAY_ANSWERED, 1.0},
    {LINE("fall_event", "\"kind\":\"fall\",\"place\":\"stairs\""), MEASURE_FALLS_PLACE_HALL, -1,
     0.0},
    {LINE("aid_use", "\"aid\":\"cane\",\"status\":\"stopped\""), MEASURE_AID_CANE_IN_USE,
     DAY_ANSWERED, 0.0},
    {LINE("aid_use", "\"aid\":\"cane\",\"status\":\"trial\""), MEASURE_AID_CANE_IN_USE,
     DAY_ANSWERED, 1.0},
    {LINE("cough_flow", "\"best\":240"), MEASURE_COUGH_FLOW_BEST, DAY_ANSWERED, 240.0},
    {LINE("cough_flow", "\"best\":240,\"assisted\":\"manual\""), MEASURE_COUGH_FLOW_BEST, -1, 0.0},
    {LINE("medication_dose", "\"drug\":\"x\",\"status\":\"taken\",\"prn_for\":\"pain\""),
     MEASURE_MEDICATION_TAKEN, -1, 0.0},
    {LINE("medication_dose", "\"drug\":\"x\",\"status\":\"taken\",\"prn_for\":\"pain\""),
     MEASURE_MEDICATION_PRN, DAY_ANSWERED, 1.0},
    {LINE("daily_checkin", "\"fatigue\":7"), MEASURE_FATIGUE_SEVERITY, DAY_ANSWERED, 7.0},
    {LINE("lung_function", "\"posture\":\"supine\",\"fvc_pct\":61.5"), MEASURE_LUNG_FVC_SUPINE,
     DAY_ANSWERED, 61.5},
    {LINE("lung_function", "\"posture\":\"supine\",\"fvc_pct\":61.5"), MEASURE_LUNG_FVC_UPRIGHT, -1,
     0.0},
    {LINE("spo2_spot", "\"spo2\":127,\"state\":\"rest\",\"supply\":\"room_air\""),
     MEASURE_SPO2_REST, -1, 0.0},
};

static void every_way_to_read_an_entry(void **state)
{
    (void)state;
    struct arena *arena = arena_create(0);
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        struct journal_lines lines = {0};
        size_t count = 0;
        journal_days_read_line(&lines, CASES[i].line, ROLE_PATIENT, arena);
        const struct day *day = journal_days_build(&lines, arena, &count);
        const struct day_value *value = day_find(day, CASES[i].measure);
        int found = value == NULL ? -1 : value->state;
        if (found != CASES[i].day_state ||
            (value != NULL && (value->value < CASES[i].value || value->value > CASES[i].value))) {
            fail_msg("case %zu: %s", i, CASES[i].line);
        }
    }
    arena_free(arena);
}

static void what_says_most_of_a_day_without_an_answer_is_kept(void **state)
{
    (void)state;
    static const struct {
        const char *const reasons[3];
        enum day_state state;
    } cases[] = {
        {{"skipped", "unable", "unknown"}, DAY_UNABLE},
        {{"device_failed", "skipped", "not_applicable"}, DAY_DEVICE_FAILED},
        {{"unknown", "not_applicable", "skipped"}, DAY_NOT_APPLICABLE},
        {{"unknown", "skipped", "unknown"}, DAY_SKIPPED},
    };
    struct arena *arena = arena_create(0);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct day_builder *builder = day_builder_create(20605, arena);
        for (size_t r = 0; r < 3; r++) {
            enum absent_reason reason = ABSENT_UNKNOWN;
            assert_true(absent_from_name(bytes_of_text(cases[i].reasons[r]), &reason));
            const struct value_pair worst = {bytes_of_text("worst"), absent_value(reason)};
            const struct value fields = {.type = VALUE_MAP, .as.map = {&worst, 1}};
            const struct trend_entry entry = {.kind = bytes_of_text("pain"), .fields = &fields};
            assert_int_equal(day_builder_add(builder, &entry), DAYBOOK_OK);
        }
        struct day day;
        assert_int_equal(day_builder_finish(builder, arena, &day), DAYBOOK_OK);
        assert_int_equal(day_find(&day, MEASURE_PAIN_WORST)->state, cases[i].state);
        assert_true(day_is_possible(&day));
    }
    arena_free(arena);
}

static void what_was_taken_back_is_said_only_where_nothing_else_was_answered(void **state)
{
    (void)state;
    struct arena *arena = arena_create(0);
    const struct value_pair worst = {bytes_of_text("worst"),
                                     {.type = VALUE_INTEGER, .as.integer = 4}};
    const struct value fields = {.type = VALUE_MAP, .as.map = {&worst, 1}};
    const struct trend_entry taken_back = {
        .kind = bytes_of_text("pain"), .fields = &fields, .retracted = true};
    struct trend_entry stands = taken_back;
    stands.retracted = false;
    struct day_builder *builder = day_builder_create(20605, arena);
    struct day day;
    assert_int_equal(day_builder_add(builder, &taken_back), DAYBOOK_OK);
    assert_int_equal(day_builder_finish(builder, arena, &day), DAYBOOK_OK);
    assert_int_equal(day_find(&day, MEASURE_PAIN_WORST)->state, DAY_RETRACTED);
    assert_int_equal(day.entries, 0);
    assert_true(day_is_possible(&day));
    assert_int_equal(day_builder_add(builder, &stands), DAYBOOK_OK);
    assert_int_equal(day_builder_finish(builder, arena, &day), DAYBOOK_OK);
    assert_int_equal(day_find(&day, MEASURE_PAIN_WORST)->state, DAY_ANSWERED);
    assert_int_equal(day_find(&day, MEASURE_PAIN_WORST)->entries, 1);
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_reduction_gives_its_number_in_any_order),
        cmocka_unit_test(of_two_at_the_same_moment_the_higher_is_the_last),
        cmocka_unit_test(a_low_level_counts_once_a_reading_ten_minutes_apart_confirms_it),
        cmocka_unit_test(every_way_to_read_an_entry),
        cmocka_unit_test(what_says_most_of_a_day_without_an_answer_is_kept),
        cmocka_unit_test(what_was_taken_back_is_said_only_where_nothing_else_was_answered),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
