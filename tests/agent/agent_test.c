/* The agent as another process sees it: it answers, locks, unlocks, and ends well. */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "agent/running_agent.h"

static void a_command_asks_the_agent_and_no_passphrase(void **state)
{
    (void)state;
    struct running_agent agent;
    running_agent_begin(&agent, "diary", OWN_HOME_PASSPHRASE);
    struct daybook *door = own_home_door(&agent.home);
    json_decref(
        own_home_ask(door, "log", "{\"kind\":\"pain\",\"words\":[\"worst=3\"]}", DAYBOOK_OK));
    json_t *answer = own_home_ask(door, "list", NULL, DAYBOOK_OK);
    assert_int_equal(json_array_size(json_object_get(answer, "entries")), 1);
    json_decref(answer);
    answer = own_home_ask(door, "agent.status", NULL, DAYBOOK_OK);
    assert_true(json_is_true(json_object_get(answer, "running")));
    assert_true(json_is_false(json_object_get(answer, "locked")));
    assert_int_equal(json_integer_value(json_object_get(answer, "pid")), agent.process);
    json_decref(answer);
    assert_int_equal(agent.home.asked, 0);
    daybook_close(door);
    running_agent_end(&agent);
}

static void errors_come_through_with_their_status_and_sentence(void **state)
{
    (void)state;
    struct running_agent agent;
    running_agent_begin(&agent, "diary", OWN_HOME_PASSPHRASE);
    struct daybook *door = own_home_door(&agent.home);
    json_decref(own_home_ask(door, "log", "{\"kind\":\"pane\"}", DAYBOOK_NOT_FOUND));
    json_decref(own_home_ask(door, "log", "{", DAYBOOK_INVALID));
    json_decref(own_home_ask(door, "sync", NULL, DAYBOOK_OFFLINE));
    json_decref(own_home_tell(door, "init", "another passphrase", DAYBOOK_CONFLICT));
    daybook_close(door);
    running_agent_end(&agent);
}

static void a_locked_agent_answers_nothing_until_it_is_unlocked(void **state)
{
    (void)state;
    struct running_agent agent;
    running_agent_begin(&agent, "diary", OWN_HOME_PASSPHRASE);
    struct daybook *door = own_home_door(&agent.home);
    json_decref(own_home_ask(door, "lock", NULL, DAYBOOK_OK));
    json_decref(own_home_ask(door, "list", NULL, DAYBOOK_LOCKED));
    json_t *answer = own_home_ask(door, "agent.status", NULL, DAYBOOK_OK);
    assert_true(json_is_true(json_object_get(answer, "locked")));
    json_decref(answer);
    json_decref(own_home_tell(door, "unlock", "a wrong passphrase", DAYBOOK_LOCKED));
    json_decref(own_home_tell(door, "unlock", OWN_HOME_PASSPHRASE, DAYBOOK_OK));
    json_decref(own_home_ask(door, "list", NULL, DAYBOOK_OK));
    daybook_close(door);
    running_agent_end(&agent);
}

static void an_agent_without_passphrase_starts_locked(void **state)
{
    (void)state;
    struct running_agent agent;
    running_agent_begin(&agent, "diary", NULL);
    struct daybook *door = own_home_door(&agent.home);
    json_decref(own_home_ask(door, "list", NULL, DAYBOOK_LOCKED));
    json_decref(own_home_tell(door, "unlock", OWN_HOME_PASSPHRASE, DAYBOOK_OK));
    json_decref(own_home_ask(door, "list", NULL, DAYBOOK_OK));
    daybook_close(door);
    running_agent_end(&agent);
}

static void the_passphrase_is_changed_while_the_agent_runs(void **state)
{
    (void)state;
    struct running_agent agent;
    running_agent_begin(&agent, "diary", OWN_HOME_PASSPHRASE);
    struct daybook *door = own_home_door(&agent.home);
    json_decref(own_home_tell(door, "passphrase", "a newer passphrase", DAYBOOK_OK));
    json_decref(own_home_ask(door, "lock", NULL, DAYBOOK_OK));
    json_decref(own_home_tell(door, "unlock", OWN_HOME_PASSPHRASE, DAYBOOK_LOCKED));
    json_decref(own_home_tell(door, "unlock", "a newer passphrase", DAYBOOK_OK));
    daybook_close(door);
    running_agent_end(&agent);
}

static void the_socket_is_its_owners_alone_and_goes_with_the_agent(void **state)
{
    (void)state;
    struct running_agent agent;
    running_agent_begin(&agent, "diary", OWN_HOME_PASSPHRASE);
    char path[OWN_HOME_PATH_SIZE + 20];
    struct stat socket;
    (void)snprintf(path, sizeof path, "%s/agent.sock", agent.home.path);
    assert_int_equal(stat(path, &socket), 0);
    assert_int_equal(socket.st_mode & 0777, 0600);
    running_agent_stop(&agent);
    assert_int_not_equal(stat(path, &socket), 0);
    own_home_remove(&agent.home);
}

static void a_socket_left_behind_is_replaced(void **state)
{
    (void)state;
    struct running_agent agent;
    running_agent_begin(&agent, "diary", OWN_HOME_PASSPHRASE);
    assert_int_equal(kill(agent.process, SIGKILL), 0);
    int ended = 0;
    assert_int_equal(waitpid(agent.process, &ended, 0), agent.process);
    char path[OWN_HOME_PATH_SIZE + 20];
    struct stat socket;
    (void)snprintf(path, sizeof path, "%s/agent.sock", agent.home.path);
    assert_int_equal(stat(path, &socket), 0);

    struct daybook *door = own_home_door(&agent.home);
    json_decref(own_home_ask(door, "list", NULL, DAYBOOK_OK));
    assert_int_equal(agent.home.asked, 1);
    daybook_close(door);
    running_agent_start(&agent);
    running_agent_end(&agent);
}

static void a_second_agent_is_told_that_there_is_one(void **state)
{
    (void)state;
    struct running_agent agent;
    running_agent_begin(&agent, "diary", OWN_HOME_PASSPHRASE);
    const struct daybook_options options = own_home_options(&agent.home);
    char *json = NULL;
    assert_int_equal(daybook_agent(&options, NULL, &json), DAYBOOK_BUSY);
    assert_non_null(strstr(json, "already"));
    daybook_answer_free(json);
    assert_int_equal(agent.home.asked, 0);
    running_agent_end(&agent);
}

static void a_home_without_a_journal_has_no_agent(void **state)
{
    (void)state;
    struct own_home home;
    own_home_begin(&home, "diary");
    const struct daybook_options options = own_home_options(&home);
    char *json = NULL;
    assert_int_equal(daybook_agent(&options, NULL, &json), DAYBOOK_NOT_FOUND);
    assert_non_null(strstr(json, "init"));
    daybook_answer_free(json);
    own_home_remove(&home);
}

static void a_home_with_a_long_path_works_too(void **state)
{
    (void)state;
    char below[210];
    memset(below, 'x', sizeof below - 1);
    below[100] = '/';
    below[sizeof below - 1] = '\0';
    struct running_agent agent;
    running_agent_begin(&agent, below, OWN_HOME_PASSPHRASE);
    struct daybook *door = own_home_door(&agent.home);
    json_decref(own_home_ask(door, "list", NULL, DAYBOOK_OK));
    assert_int_equal(agent.home.asked, 0);
    daybook_close(door);
    running_agent_end(&agent);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_command_asks_the_agent_and_no_passphrase),
        cmocka_unit_test(errors_come_through_with_their_status_and_sentence),
        cmocka_unit_test(a_locked_agent_answers_nothing_until_it_is_unlocked),
        cmocka_unit_test(an_agent_without_passphrase_starts_locked),
        cmocka_unit_test(the_passphrase_is_changed_while_the_agent_runs),
        cmocka_unit_test(the_socket_is_its_owners_alone_and_goes_with_the_agent),
        cmocka_unit_test(a_socket_left_behind_is_replaced),
        cmocka_unit_test(a_second_agent_is_told_that_there_is_one),
        cmocka_unit_test(a_home_without_a_journal_has_no_agent),
        cmocka_unit_test(a_home_with_a_long_path_works_too),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
