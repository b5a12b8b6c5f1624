/* A desk over a journal in memory and a clock that stands still, and asking it things. */
#include "requests/asked.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "journal/still_ports.h"
#include "requests/request.h"

static int32_t two_hours_east(void *context, int64_t utc_ms)
{
    (void)context;
    (void)utc_ms;
    return 120;
}

static struct journal_ports ports_in_summer(void)
{
    static int64_t now_ms = ASKED_NOW_MS;
    struct journal_ports ports = still_ports(&now_ms);
    ports.offset_minutes = two_hours_east;
    return ports;
}

struct desk *asked_closed_desk(void)
{
    const struct desk_setup setup = {.home = "/nowhere", .ports = ports_in_summer()};
    struct desk *desk = NULL;
    assert_int_equal(desk_create(&setup, &desk), DAYBOOK_OK);
    return desk;
}

struct desk *asked_desk(enum role role)
{
    const struct journal_ports ports = ports_in_summer();
    struct desk *desk = asked_closed_desk();
    struct journal *journal = NULL;
    assert_int_equal(secret_begin(), DAYBOOK_OK);
    assert_int_equal(journal_create_in_memory(bytes_of_text("Ana"), role, &ports, &journal),
                     DAYBOOK_OK);
    desk_adopt(desk, journal);
    return desk;
}

json_t *asked(struct desk *desk, const char *request, const char *json,
              enum daybook_status expected)
{
    const struct request_call call = {
        .name = bytes_of_text(request),
        .json = json == NULL ? (struct bytes){NULL, 0} : bytes_of_text(json),
    };
    struct request *asking = request_start(desk, &call);
    assert_non_null(asking);
    assert_true(request_is_done(asking));
    if (request_status(asking) != expected) {
        print_error("%s: %s\n", request, request_answer(asking));
    }
    assert_int_equal(request_status(asking), expected);
    json_error_t error;
    json_t *answer = json_loads(request_answer(asking), JSON_REJECT_DUPLICATES, &error);
    assert_non_null(answer);
    assert_true(json_is_string(json_object_get(answer, "schema")));
    assert_int_equal(json_object_get(answer, "error") == NULL, expected == DAYBOOK_OK);
    request_free(asking);
    return answer;
}

const char *asked_text(const json_t *answer, const char *name)
{
    const char *text = json_string_value(json_object_get(answer, name));
    return text == NULL ? "" : text;
}

void asked_refused(struct desk *desk, const char *request, const char *json,
                   enum daybook_status expected, const char *text)
{
    json_t *answer = asked(desk, request, json, expected);
    assert_string_equal(asked_text(answer, "schema"), "daybook.error/1");
    if (strstr(asked_text(answer, "error"), text) == NULL) {
        print_error("\"%s\" is not in: %s\n", text, asked_text(answer, "error"));
        fail();
    }
    json_decref(answer);
}

char *asked_log(struct desk *desk, const char *json)
{
    json_t *answer = asked(desk, "log", json, DAYBOOK_OK);
    assert_string_equal(asked_text(answer, "schema"), "daybook.log/1");
    char *id = strdup(asked_text(answer, "id"));
    assert_non_null(id);
    assert_int_equal(strlen(id), 32);
    json_decref(answer);
    return id;
}

void asked_expect_members(const json_t *answer, const char *const *names)
{
    size_t count = 0;
    while (names[count] != NULL) {
        if (json_object_get(answer, names[count]) == NULL) {
            print_error("the answer has no %s\n", names[count]);
            fail();
        }
        count++;
    }
    assert_int_equal(json_object_size(answer), count);
}
