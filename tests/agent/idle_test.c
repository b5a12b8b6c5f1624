/* When a journal locks by itself: a clock that moves only when the test says so. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "journal/still_ports.h"
#include "requests/request.h"

enum { MINUTE_MS = 60000 };

struct idle {
    int64_t now_ms;
    struct desk *desk;
};

static int given_open_desk(void **state)
{
    static struct idle idle;
    idle = (struct idle){.now_ms = INT64_C(1780000000000)};
    const struct desk_setup setup = {
        .home = "/nowhere",
        .ports = still_ports(&idle.now_ms),
        .is_agent = true,
    };
    struct journal *journal = NULL;
    assert_int_equal(secret_begin(), DAYBOOK_OK);
    assert_int_equal(desk_create(&setup, &idle.desk), DAYBOOK_OK);
    assert_int_equal(
        journal_create_in_memory(bytes_of_text("Ana"), ROLE_PATIENT, &setup.ports, &journal),
        DAYBOOK_OK);
    desk_adopt(idle.desk, journal);
    *state = &idle;
    return 0;
}

static int ended_desk(void **state)
{
    desk_free(((struct idle *)*state)->desk);
    return 0;
}

static void ask(const struct idle *idle, const char *name)
{
    const struct request_call call = {.name = bytes_of_text(name)};
    struct request *request = request_start(idle->desk, &call);
    assert_non_null(request);
    assert_true(request_is_done(request));
    request_free(request);
}

static void unless_told_to_it_never_locks(void **state)
{
    const struct idle *idle = *state;
    assert_int_equal(desk_lock_after(idle->desk), 0);
    assert_true(desk_lock_ms(idle->desk) == INT64_MAX);
}

static void what_a_person_asks_puts_it_off(void **state)
{
    struct idle *idle = *state;
    desk_set_lock_after(idle->desk, 10);
    assert_true(desk_lock_ms(idle->desk) == idle->now_ms + (int64_t)10 * MINUTE_MS);
    idle->now_ms += (int64_t)9 * MINUTE_MS;
    ask(idle, "list");
    assert_true(desk_lock_ms(idle->desk) == idle->now_ms + (int64_t)10 * MINUTE_MS);
}

static void what_programs_ask_again_and_again_does_not(void **state)
{
    struct idle *idle = *state;
    desk_set_lock_after(idle->desk, 10);
    int64_t due_ms = desk_lock_ms(idle->desk);
    static const char *const names[] = {"status", "sync", "agent.status", "kinds"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        idle->now_ms += MINUTE_MS;
        ask(idle, names[i]);
        assert_true(desk_lock_ms(idle->desk) == due_ms);
    }
}

static void a_locked_one_has_nothing_to_lock(void **state)
{
    struct idle *idle = *state;
    desk_set_lock_after(idle->desk, 10);
    desk_close(idle->desk);
    assert_true(desk_lock_ms(idle->desk) == INT64_MAX);
    ask(idle, "list");
    assert_true(desk_lock_ms(idle->desk) == INT64_MAX);
}

#define DESK_TEST(name) cmocka_unit_test_setup_teardown(name, given_open_desk, ended_desk)

int main(void)
{
    const struct CMUnitTest tests[] = {
        DESK_TEST(unless_told_to_it_never_locks),
        DESK_TEST(what_a_person_asks_puts_it_off),
        DESK_TEST(what_programs_ask_again_and_again_does_not),
        DESK_TEST(a_locked_one_has_nothing_to_lock),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
