/* Tests of what is said of plans that changed since somebody looked. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "requests/change_plan.h"

enum { VERSIONS_MAX = 8, FIELDS_MAX = 8, FIRST_DAY = 20666 /* 2026-08-01 */ };

/* Versions of the one plan of a patient, the exercises or what is found out about a brace. */
struct story {
    struct plan_version versions[VERSIONS_MAX];
    struct value_pair items[VERSIONS_MAX][3];
    struct value item[VERSIONS_MAX][2];
    struct value_pair said[VERSIONS_MAX][FIELDS_MAX];
    struct value fields[VERSIONS_MAX];
    size_t count;
};

static struct value_pair text_pair(const char *name, const char *text)
{
    return (struct value_pair){bytes_of_text(name),
                               {.type = VALUE_TEXT, .as.text = bytes_of_text(text)}};
}

/* A version written at a moment, with the goal and the days a week of an exercise (0: without it).
 */
static struct plan_version *add(struct story *story, int64_t written_ms, const char *goal,
                                int64_t days)
{
    size_t at = story->count++;
    struct value_pair *said = story->said[at];
    size_t count = 0;
    story->items[at][0] = text_pair("item_id", "calf");
    story->items[at][1] = (struct value_pair){bytes_of_text("days_per_week"),
                                              {.type = VALUE_INTEGER, .as.integer = days}};
    story->item[at][0] = (struct value){.type = VALUE_MAP, .as.map = {story->items[at], 2}};
    if (goal != NULL) {
        said[count++] = text_pair("goal", goal);
    }
    if (days > 0) {
        said[count++] = (struct value_pair){bytes_of_text("item"),
                                            {.type = VALUE_LIST, .as.list = {story->item[at], 1}}};
    }
    story->fields[at] = (struct value){.type = VALUE_MAP, .as.map = {said, count}};
    story->versions[at] = (struct plan_version){.plan = {{7}},
                                                .number = (uint32_t)at + 1,
                                                .written_ms = written_ms,
                                                .kind = bytes_of_text("exercise_plan"),
                                                .from_day = FIRST_DAY + (int32_t)at,
                                                .status = PLAN_ACTIVE,
                                                .fields = &story->fields[at],
                                                .author = bytes_of_text("Cleo")};
    return &story->versions[at];
}

/* The lines, which the caller owns. */
static json_t *lines_since(const struct story *story, int64_t since_ms)
{
    json_t *lines = json_array();
    struct arena *arena = arena_create(0);
    const struct plan_book book = {story->versions, story->count};
    assert_true(change_plan_lines(lines, &book, since_ms, arena));
    arena_free(arena);
    return lines;
}

static void expect_line(const struct story *story, int64_t since_ms, const char *text)
{
    json_t *lines = lines_since(story, since_ms);
    assert_int_equal(json_array_size(lines), 1);
    assert_string_equal(json_string_value(json_object_get(json_array_get(lines, 0), "text")), text);
    json_decref(lines);
}

static void many_versions_are_one_line_against_the_one_that_was_known(void **state)
{
    (void)state;
    static struct story story;
    story = (struct story){.count = 0};
    (void)add(&story, 100, "Stairs", 5);
    (void)add(&story, 200, "Stairs", 4);
    (void)add(&story, 300, NULL, 3);
    expect_line(&story, 150,
                "Exercise plan, changed from 2026-08-03 on by Cleo: Goal gone; Exercise calf, Days "
                "a week 5 -> 3");
    expect_line(&story, 100, "Exercise plan, new from 2026-08-03 on by Cleo");
    json_t *lines = lines_since(&story, 250);
    assert_int_equal(
        json_integer_value(json_object_get(json_array_get(lines, 0), "version_before")), 2);
    json_decref(lines);
    lines = lines_since(&story, 301);
    assert_int_equal(json_array_size(lines), 0);
    json_decref(lines);
}

static void items_that_come_and_go_are_named(void **state)
{
    (void)state;
    static struct story story;
    story = (struct story){.count = 0};
    (void)add(&story, 100, "Stairs", 0);
    (void)add(&story, 200, "Walk", 5);
    expect_line(&story, 150,
                "Exercise plan, changed from 2026-08-02 on by Cleo: Goal Stairs -> Walk; Exercise "
                "calf new");
    (void)add(&story, 300, "Walk", 0);
    expect_line(&story, 250,
                "Exercise plan, changed from 2026-08-03 on by Cleo: Exercise calf gone");
}

static void a_long_text_is_known_by_its_start(void **state)
{
    (void)state;
    static struct story story;
    story = (struct story){.count = 0};
    (void)add(&story, 100, "Stairs", 0);
    (void)add(&story, 200,
              "Einmal am Tag die Treppe hinauf, ohne Pause und ohne Gel\303\244nder, "
              "und zweimal in der Woche hinab",
              0);
    expect_line(&story, 150,
                "Exercise plan, changed from 2026-08-02 on by Cleo: Goal Stairs -> Einmal am Tag "
                "die Treppe hinauf, ohne Pause und ohne Gel\303\244nd...");
    story.said[1][0] = text_pair("goal", "Einmal am Tag die Treppe hinauf, ohne Pause und vom "
                                         "Gel\303\244nd\303\244\303\244\303\244r");
    expect_line(&story, 150,
                "Exercise plan, changed from 2026-08-02 on by Cleo: Goal Stairs -> Einmal am Tag "
                "die Treppe hinauf, ohne Pause und vom Gel\303\244nd...");
}

static void a_plan_that_ended_says_so(void **state)
{
    (void)state;
    static struct story story;
    story = (struct story){.count = 0};
    (void)add(&story, 100, "Stairs", 5);
    struct plan_version *last = add(&story, 200, "Stairs", 5);
    last->status = PLAN_REVOKED;
    story.said[1][2] = text_pair("status", "revoked");
    story.fields[1].as.map.count = 3;
    expect_line(&story, 150, "Exercise plan, revoked from 2026-08-02 on by Cleo");
}

static void two_versions_at_once_are_told_as_not_settled(void **state)
{
    (void)state;
    static struct story story;
    story = (struct story){.count = 0};
    (void)add(&story, 100, "Stairs", 5);
    (void)add(&story, 200, "Stairs", 4);
    add(&story, 210, "Stairs", 3)->number = 2;
    expect_line(
        &story, 150,
        "Exercise plan, changed from 2026-08-03 on by Cleo: Exercise calf, Days a week 5 -> "
        "3; another version was written at the same time, not settled");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(many_versions_are_one_line_against_the_one_that_was_known),
        cmocka_unit_test(items_that_come_and_go_are_named),
        cmocka_unit_test(a_long_text_is_known_by_its_start),
        cmocka_unit_test(a_plan_that_ended_says_so),
        cmocka_unit_test(two_versions_at_once_are_told_as_not_settled),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
