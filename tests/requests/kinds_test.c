/* The catalogue through the door, without a journal. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "requests/asked.h"

static const json_t *find(const json_t *list, const char *name, const char *value)
{
    for (size_t i = 0; i < json_array_size(list); i++) {
        const json_t *item = json_array_get(list, i);
        if (strcmp(asked_text(item, name), value) == 0) {
            return item;
        }
    }
    return NULL;
}

static void the_whole_catalogue_is_told_without_a_journal_or_home(void **state)
{
    (void)state;
    json_t *answer = asked(NULL, "kinds", NULL, DAYBOOK_OK);
    assert_string_equal(asked_text(answer, "schema"), "daybook.kinds/1");
    assert_true(json_array_size(json_object_get(answer, "kinds")) > 20);
    const json_t *checkin = json_object_get(answer, "checkin");
    assert_int_equal(json_array_size(checkin), 8);
    assert_string_equal(asked_text(json_array_get(checkin, 0), "kind"), "daily_checkin");
    assert_string_equal(asked_text(json_array_get(checkin, 0), "field"), "overall");
    json_decref(answer);
}

static void a_kind_says_what_may_be_logged_and_by_whom(void **state)
{
    (void)state;
    json_t *answer = asked(NULL, "kinds", "{\"kind\":\"pain\"}", DAYBOOK_OK);
    assert_null(json_object_get(answer, "checkin"));
    const json_t *kinds = json_object_get(answer, "kinds");
    assert_int_equal(json_array_size(kinds), 1);
    const json_t *pain = json_array_get(kinds, 0);
    assert_string_equal(asked_text(pain, "family"), "entry");
    json_t *who = json_pack("[s, s]", "patient", "caregiver");
    assert_true(json_equal(json_object_get(pain, "who"), who));
    json_decref(who);
    const json_t *worst = find(json_object_get(pain, "fields"), "name", "worst");
    json_t *range = json_pack("[i, i]", 0, 10);
    assert_true(json_equal(json_object_get(worst, "range"), range));
    json_decref(range);
    assert_true(json_is_true(json_object_get(worst, "required")));
    assert_string_equal(asked_text(worst, "better"), "down");
    const json_t *site = find(json_object_get(pain, "fields"), "name", "site");
    assert_string_equal(asked_text(find(json_object_get(site, "choices"), "name", "leg"), "label"),
                        "Leg");
    json_decref(answer);
}

static void a_group_tells_the_fields_inside_it(void **state)
{
    (void)state;
    json_t *answer = asked(NULL, "kinds", NULL, DAYBOOK_OK);
    const json_t *kinds = json_object_get(answer, "kinds");
    size_t groups = 0;
    for (size_t i = 0; i < json_array_size(kinds); i++) {
        const json_t *group =
            find(json_object_get(json_array_get(kinds, i), "fields"), "type", "group");
        groups += group == NULL ? 0 : 1;
        assert_true(group == NULL || json_array_size(json_object_get(group, "items")) > 0);
    }
    assert_true(groups > 0);
    json_decref(answer);
}

static void a_mistyped_kind_is_not_found_and_helped(void **state)
{
    (void)state;
    asked_refused(NULL, "kinds", "{\"kind\":\"pian\"}", DAYBOOK_NOT_FOUND, "pain");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_whole_catalogue_is_told_without_a_journal_or_home),
        cmocka_unit_test(a_kind_says_what_may_be_logged_and_by_whom),
        cmocka_unit_test(a_group_tells_the_fields_inside_it),
        cmocka_unit_test(a_mistyped_kind_is_not_found_and_helped),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
