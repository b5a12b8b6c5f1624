/* What two people recorded differently, without knowing of each other. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "requests/asked.h"
#include "requests/two_desks.h"
#include "transport/memory_broker.h"

static void correct(struct desk *desk, const char *id, const char *word)
{
    json_t *wanted = json_pack("{s:s, s:[s]}", "id", id, "words", word);
    char *text = json_dumps(wanted, JSON_COMPACT);
    json_decref(asked(desk, "amend", text, DAYBOOK_OK));
    free(text);
    json_decref(wanted);
}

static json_t *show(struct desk *desk, const char *id)
{
    json_t *wanted = json_pack("{s:s}", "id", id);
    char *text = json_dumps(wanted, JSON_COMPACT);
    json_t *answer = asked(desk, "show", text, DAYBOOK_OK);
    free(text);
    json_decref(wanted);
    return answer;
}

static void expect_beside(struct desk *desk, const char *id, size_t count)
{
    json_t *answer = show(desk, id);
    assert_int_equal(json_array_size(json_object_get(answer, "beside")), count);
    assert_int_equal(json_integer_value(json_object_get(answer, "also_recorded")), count);
    json_decref(answer);
    answer = asked(desk, "list", NULL, DAYBOOK_OK);
    const json_t *entry = json_array_get(json_object_get(answer, "entries"), 0);
    assert_int_equal(json_integer_value(json_object_get(entry, "also_recorded")), count);
    json_decref(answer);
}

static void two_corrections_made_apart_stand_side_by_side_until_one_settles_it(void **state)
{
    struct two_desks *room = *state;
    two_desks_join(room);
    char *id = asked_log(room->ana, "{\"kind\":\"pain\",\"words\":[\"worst=3\"]}");
    json_decref(two_desks_ask(room, room->ben, "sync", NULL, DAYBOOK_OK));
    memory_broker_set_reachable(room->broker, false);
    correct(room->ana, id, "worst=5");
    room->now_ms += 1000;
    correct(room->ben, id, "worst=7");
    expect_beside(room->ben, id, 0);
    memory_broker_set_reachable(room->broker, true);
    two_desks_rest(room, 70000);
    json_decref(two_desks_ask(room, room->ben, "sync", NULL, DAYBOOK_OK));
    expect_beside(room->ana, id, 1);
    expect_beside(room->ben, id, 1);

    json_t *answer = show(room->ana, id);
    const json_t *beside = json_array_get(json_object_get(answer, "beside"), 0);
    const json_t *differs = json_object_get(beside, "differs");
    assert_string_equal(asked_text(beside, "author"), "Ana"); /* Ben's is later: it is shown */
    assert_int_equal(json_array_size(differs), 1);
    assert_string_equal(json_string_value(json_array_get(differs, 0)), "worst");
    assert_int_equal(
        json_integer_value(json_object_get(json_object_get(beside, "fields"), "worst")), 5);
    json_decref(answer);

    correct(room->ana, id, "worst=6");
    two_desks_rest(room, 5000);
    json_decref(two_desks_ask(room, room->ben, "sync", NULL, DAYBOOK_OK));
    expect_beside(room->ana, id, 0);
    expect_beside(room->ben, id, 0);
    free(id);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(
            two_corrections_made_apart_stand_side_by_side_until_one_settles_it, two_desks_set_up,
            two_desks_tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
