/* How the entries of a day become its numbers. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "trends/journal_days.h"

enum { LINES_MAX = 32, DAY = 20605, SHUFFLES = 200 };

/* Build the one day of these lines of JSON, every second one logged by a caregiver. */
static struct day day_of(const char *const *texts, size_t count, struct arena *arena)
{
    struct journal_lines lines = {0};
    for (size_t i = 0; i < count; i++) {
        enum role role = i % 2 == 0 ? ROLE_PATIENT : ROLE_CAREGIVER;
        journal_days_read_line(&lines, texts[i], role, arena);
    }
    size_t days = 0;
    struct day *built = journal_days_build(&lines, arena, &days);
    assert_int_equal(days, 1);
    return built[0];
}

#define LINE(kind, fields)                                                                         \
    "{\"kind\":\"" kind "\",\"at\":\"2026-06-01T09:00:00Z\",\"fields\":{" fields "}}"

static double value_of(const struct day *day, enum measure measure)
{
    const struct day_value *value = day_find(day, measure);
    assert_non_null(value);
    assert_int_equal(value->state, DAY_ANSWERED);
    return value->value;
}

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

static void pain_is_the_worst_of_the_day(void **state)
{
    const char *lines[] = {LINE("pain", "\"worst\":3"), LINE("pain", "\"worst\":6"),
                           LINE("pain", "\"worst\":2")};
    struct day day = day_of(lines, 3, *state);
    const struct day_value *pain = day_find(&day, MEASURE_PAIN_WORST);
    assert_true(pain != NULL && pain->state == DAY_ANSWERED && pain->value == 6.0);
    assert_int_equal(pain->entries, 3);
    assert_int_equal(pain->roles, 1u << ROLE_PATIENT | 1u << ROLE_CAREGIVER);
    assert_int_equal(day.entries_by_role[ROLE_PATIENT], 2);
    assert_int_equal(day.entries_by_role[ROLE_CAREGIVER], 1);
}

static void muscle_symptoms_count_by_symptom(void **state)
{
    const char *lines[] = {LINE("muscle_symptom", "\"symptom\":\"cramp\",\"severity\":2"),
                           LINE("muscle_symptom", "\"symptom\":\"stiffness\",\"severity\":5"),
                           LINE("muscle_symptom", "\"symptom\":\"twitching\",\"severity\":9")};
    struct day day = day_of(lines, 3, *state);
    assert_true(value_of(&day, MEASURE_CRAMP_SEVERITY) == 2.0);
    assert_true(value_of(&day, MEASURE_STIFFNESS_SEVERITY) == 5.0);
    assert_int_equal(day.entries, 3);
}

static void oxygen_saturation_counts_at_rest_on_room_air_only(void **state)
{
    const char *lines[] = {
        LINE("spo2_spot", "\"spo2\":96,\"state\":\"rest\",\"supply\":\"room_air\""),
        LINE("spo2_spot", "\"spo2\":93,\"state\":\"rest\",\"supply\":\"room_air\""),
        LINE("spo2_spot", "\"spo2\":88,\"state\":\"exertion\",\"supply\":\"room_air\""),
        LINE("spo2_spot", "\"spo2\":99,\"state\":\"rest\",\"supply\":\"oxygen\"")};
    struct day day = day_of(lines, 4, *state);
    assert_true(value_of(&day, MEASURE_SPO2_REST) == 94.5);
    assert_int_equal(day_find(&day, MEASURE_SPO2_REST)->entries, 2);
}

static void hours_of_support_add_up(void **state)
{
    const char *lines[] = {LINE("niv_use", "\"hours\":6.5"), LINE("niv_use", "\"hours\":2")};
    struct day day = day_of(lines, 2, *state);
    assert_true(value_of(&day, MEASURE_NIV_HOURS) == 8.5);
    assert_null(day_find(&day, MEASURE_OXYGEN_HOURS));
}

static void an_alsfrs_r_needs_all_twelve_items(void **state)
{
    const char *whole[] = {LINE("alsfrs_r",
                                "\"q1\":4,\"q2\":3,\"q3\":4,\"q4\":2,\"q5\":2,\"q6\":3,\"q7\":3,"
                                "\"q8\":2,\"q9\":1,\"q10\":4,\"q11\":4,\"q12\":4")};
    const char *partial[] = {LINE("alsfrs_r",
                                  "\"q1\":4,\"q2\":3,\"q3\":4,\"q4\":2,\"q5\":2,\"q6\":3,\"q7\":3,"
                                  "\"q8\":2,\"q9\":1,\"q10\":4,\"q11\":4")};
    struct day day = day_of(whole, 1, *state);
    assert_true(value_of(&day, MEASURE_ALSFRS_R_TOTAL) == 36.0);
    day = day_of(partial, 1, *state);
    assert_null(day_find(&day, MEASURE_ALSFRS_R_TOTAL));
    assert_int_equal(day.entries, 1);
}

static void what_is_no_answer_is_no_value(void **state)
{
    const char *lines[] = {LINE("pain", "\"worst\":null"), LINE("pain", ""),
                           LINE("pain", "\"worst\":11"), LINE("pain", "\"worst\":\"3\""),
                           LINE("spo2_spot", "\"spo2\":127,\"state\":\"rest\","
                                             "\"supply\":\"room_air\"")};
    struct day day = day_of(lines, 5, *state);
    assert_int_equal(day.entries, 5);
    assert_int_equal(day.value_count, 0);
}

static void an_absent_reason_is_a_state_and_no_value(void **state)
{
    const struct value_pair reason = {
        .key = bytes_of_text("absent"),
        .value = {.type = VALUE_TEXT, .as.text = bytes_of_text("skipped")}};
    const struct value_pair worst = {
        .key = bytes_of_text("worst"),
        .value = {.type = VALUE_MAP, .as.map = {.pairs = &reason, .count = 1}}};
    const struct value fields = {.type = VALUE_MAP, .as.map = {.pairs = &worst, .count = 1}};
    const struct trend_entry entry = {
        .kind = bytes_of_text("pain"), .fields = &fields, .role = ROLE_PATIENT};

    struct day_builder *builder = day_builder_create(DAY, *state);
    assert_int_equal(day_builder_add(builder, &entry), DAYBOOK_OK);
    struct day day;
    assert_int_equal(day_builder_finish(builder, *state, &day), DAYBOOK_OK);
    assert_int_equal(day.day, DAY);
    assert_int_equal(day.entries, 1);
    const struct day_value *pain = day_find(&day, MEASURE_PAIN_WORST);
    assert_non_null(pain);
    assert_int_equal(pain->state, DAY_SKIPPED);
    assert_true(pain->value == 0.0);
}

static void exercise_and_falls_are_counted(void **state)
{
    const char *lines[] = {LINE("exercise_session", "\"type\":\"stretch\",\"status\":\"done\""),
                           LINE("exercise_session", "\"type\":\"stretch\",\"status\":\"partial\""),
                           LINE("exercise_session", "\"type\":\"hydro\",\"status\":\"not_done\""),
                           LINE("exercise_session", "\"type\":\"juggling\",\"status\":\"done\""),
                           LINE("fall_event", "\"kind\":\"fall\""),
                           LINE("fall_event", "\"kind\":\"near\""),
                           LINE("fall_event", "\"kind\":\"near\"")};
    struct day day = day_of(lines, 7, *state);
    assert_true(value_of(&day, MEASURE_EXERCISE_STRETCH_LOGGED) == 2.0);
    assert_true(value_of(&day, MEASURE_EXERCISE_STRETCH_DONE) == 1.0);
    assert_true(value_of(&day, MEASURE_EXERCISE_HYDRO_LOGGED) == 1.0);
    assert_true(value_of(&day, MEASURE_EXERCISE_HYDRO_DONE) == 0.0);
    assert_true(value_of(&day, MEASURE_FALLS) == 1.0);
    assert_true(value_of(&day, MEASURE_NEAR_FALLS) == 2.0);
}

/* xorshift64, so that a failure can be repeated from its seed. */
static uint64_t next_random(uint64_t *seed)
{
    *seed ^= *seed << 13;
    *seed ^= *seed >> 7;
    *seed ^= *seed << 17;
    return *seed;
}

static void shuffle(struct journal_lines *lines, uint64_t *seed)
{
    for (size_t i = lines->count; i > 1; i--) {
        size_t other = (size_t)(next_random(seed) % i);
        struct journal_line line = lines->lines[i - 1];
        lines->lines[i - 1] = lines->lines[other];
        lines->lines[other] = line;
    }
}

static bool days_equal(const struct day *left, const struct day *right)
{
    for (size_t i = 0; left->value_count == right->value_count && i < left->value_count; i++) {
        const struct day_value *first = &left->values[i];
        const struct day_value *second = &right->values[i];
        if (first->measure != second->measure || first->state != second->state ||
            first->entries != second->entries || first->roles != second->roles ||
            first->value != second->value) {
            return false;
        }
    }
    return left->value_count == right->value_count && left->day == right->day &&
           left->entries == right->entries &&
           memcmp(left->entries_by_role, right->entries_by_role, sizeof left->entries_by_role) == 0;
}

static void the_order_of_entries_does_not_matter(void **state)
{
    struct arena *arena = *state;
    const char *texts[] = {LINE("niv_use", "\"hours\":0.1"),
                           LINE("niv_use", "\"hours\":0.2"),
                           LINE("niv_use", "\"hours\":0.3"),
                           LINE("niv_use", "\"hours\":0.7"),
                           LINE("oxygen_use", "\"hours\":4.1"),
                           LINE("oxygen_use", "\"hours\":1.7"),
                           LINE("oxygen_use", "\"hours\":0.4"),
                           LINE("body_weight", "\"weight\":70.4"),
                           LINE("body_weight", "\"weight\":71.9"),
                           LINE("pain", "\"worst\":7"),
                           LINE("pain", "\"worst\":2"),
                           LINE("fall_event", "\"kind\":\"fall\"")};
    struct journal_lines lines = {0};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        journal_days_read_line(&lines, texts[i], (enum role)(i % ROLE_COUNT), arena);
    }
    size_t count = 0;
    struct day expected = journal_days_build(&lines, arena, &count)[0];
    uint64_t seed = 20260829;
    for (int i = 0; i < SHUFFLES; i++) {
        uint64_t before = seed;
        shuffle(&lines, &seed);
        struct day day = journal_days_build(&lines, arena, &count)[0];
        if (!days_equal(&expected, &day)) {
            fail_msg("seed %llu", (unsigned long long)before);
        }
    }
}

static void a_day_of_too_many_entries_for_the_arena_is_refused(void **state)
{
    const char *texts[] = {LINE("pain", "\"worst\":7")};
    struct journal_lines lines = {0};
    journal_days_read_line(&lines, texts[0], ROLE_PATIENT, *state);
    struct arena *small = arena_create((size_t)MEASURE_COUNT * 128);
    struct day_builder *builder = day_builder_create(DAY, small);
    assert_non_null(builder);
    enum daybook_status status = DAYBOOK_OK;
    for (int i = 0; i < 1000 && status == DAYBOOK_OK; i++) {
        status = day_builder_add(builder, &lines.lines[0].entry);
    }
    assert_int_equal(status, DAYBOOK_NO_MEMORY);
    arena_free(small);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(pain_is_the_worst_of_the_day),
        TEST(muscle_symptoms_count_by_symptom),
        TEST(oxygen_saturation_counts_at_rest_on_room_air_only),
        TEST(hours_of_support_add_up),
        TEST(an_alsfrs_r_needs_all_twelve_items),
        TEST(what_is_no_answer_is_no_value),
        TEST(an_absent_reason_is_a_state_and_no_value),
        TEST(exercise_and_falls_are_counted),
        TEST(the_order_of_entries_does_not_matter),
        TEST(a_day_of_too_many_entries_for_the_arena_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
