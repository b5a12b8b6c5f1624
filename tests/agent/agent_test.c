/* The agent as another process sees it: it answers, locks, unlocks, and ends well. */
#include <poll.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "agent/running_agent.h"
#include "requests/caller.h"
#include "requests/frame.h"

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

/* Own the journal until an agent has claimed the home and found it taken, and a little longer. */
static void hold_journal(struct own_home *home, int ready)
{
    char path[OWN_HOME_PATH_SIZE + 20];
    struct daybook *door = own_home_door(home);
    json_decref(own_home_ask(door, "list", NULL, DAYBOOK_OK));
    (void)snprintf(path, sizeof path, "%s/agent.lock", home->path);
    if (write(ready, "r", 1) != 1) {
        _exit(9);
    }
    struct stat claimed;
    while (stat(path, &claimed) != 0) {
        (void)poll(NULL, 0, 5);
    }
    (void)poll(NULL, 0, 300);
    daybook_close(door);
    _exit(0);
}

static void an_agent_waits_for_a_command_that_owns_the_journal(void **state)
{
    (void)state;
    struct running_agent agent = {.process = 0};
    int ends[2];
    int ended = 0;
    char byte = 0;
    own_home_begin(&agent.home, "diary");
    own_home_init(&agent.home);
    assert_int_equal(pipe(ends), 0);
    pid_t holder = fork();
    assert_true(holder >= 0);
    if (holder == 0) {
        hold_journal(&agent.home, ends[1]);
    }
    assert_int_equal(read(ends[0], &byte, 1), 1);
    assert_int_equal(close(ends[0]), 0);
    assert_int_equal(close(ends[1]), 0);
    running_agent_start(&agent);
    assert_int_equal(waitpid(holder, &ended, 0), holder);
    assert_true(WIFEXITED(ended) && WEXITSTATUS(ended) == 0);
    running_agent_end(&agent);
}

/* What is being answered when the journal is locked ends with a sentence, at once. */
static void a_request_in_progress_ends_when_the_journal_is_locked(void **state)
{
    (void)state;
    static const char request[] = "circle.pending\n{\"wait\":600}";
    struct running_agent agent;
    running_agent_begin(&agent, "diary", OWN_HOME_PASSPHRASE);
    struct daybook *door = own_home_door(&agent.home);
    json_decref(
        own_home_ask(door, "broker",
                     "{\"seat\":{\"broker\":\"mqtt://127.0.0.1:1\",\"circle\":\"abcdefghijklmnop\","
                     "\"client_id\":\"abcdefghijklmnop\"}}",
                     DAYBOOK_OK));
    int socket = running_agent_connect(&agent);
    uint8_t head[FRAME_HEAD_SIZE];
    char answer[400] = "";
    frame_head(FRAME_REQUEST, sizeof request - 1, head);
    assert_int_equal(send(socket, head, sizeof head, 0), sizeof head);
    assert_int_equal(send(socket, request, sizeof request - 1, 0), sizeof request - 1);
    struct pollfd answered = {.fd = socket, .events = POLLIN};
    assert_int_equal(poll(&answered, 1, 300), 0);
    json_decref(own_home_ask(door, "lock", NULL, DAYBOOK_OK));
    assert_int_equal(poll(&answered, 1, 5000), 1);
    assert_true(recv(socket, answer, sizeof answer - 1, 0) > FRAME_HEAD_SIZE);
    assert_int_equal(answer[FRAME_HEAD_SIZE - 1], FRAME_ANSWER);
    assert_ptr_equal(strstr(answer + FRAME_HEAD_SIZE, "locked"), answer + FRAME_HEAD_SIZE);
    assert_non_null(strstr(answer + FRAME_HEAD_SIZE, "was locked meanwhile"));
    assert_int_equal(close(socket), 0);
    daybook_close(door);
    running_agent_end(&agent);
}

/* Only the kernel's word on who asks counts, even where the file's mode would let them in. */
static void another_user_is_turned_away_without_a_word(void **state)
{
    (void)state;
    if (geteuid() != 0) {
        print_message("skipped: only root may become another user\n");
        skip();
    }
    struct running_agent agent;
    running_agent_begin(&agent, "diary", OWN_HOME_PASSPHRASE);
    char path[OWN_HOME_PATH_SIZE + 20];
    (void)snprintf(path, sizeof path, "%s/agent.sock", agent.home.path);
    assert_int_equal(chmod(agent.home.base, 0755), 0);
    assert_int_equal(chmod(agent.home.path, 0755), 0);
    assert_int_equal(chmod(path, 0666), 0);
    pid_t stranger = fork();
    assert_true(stranger >= 0);
    if (stranger == 0) {
        static const char request[] = "\0\0\0\15Jagent.status\n";
        char byte = 0;
        int socket = -1;
        bool met = setuid(65534) == 0 && caller_connect(agent.home.path, &socket) == DAYBOOK_OK;
        if (met) {
            (void)send(socket, request, sizeof request - 1, MSG_NOSIGNAL);
        }
        _exit(!met ? 3 : recv(socket, &byte, 1, 0) > 0 ? 1 : 0);
    }
    int ended = 0;
    assert_int_equal(waitpid(stranger, &ended, 0), stranger);
    assert_true(WIFEXITED(ended));
    assert_int_equal(WEXITSTATUS(ended), 0);
    struct daybook *door = own_home_door(&agent.home);
    json_decref(own_home_ask(door, "agent.status", NULL, DAYBOOK_OK));
    daybook_close(door);
    running_agent_end(&agent);
}

static void an_agent_leaves_no_core_and_is_not_to_be_traced(void **state)
{
    (void)state;
    struct running_agent agent;
    running_agent_begin(&agent, "diary", OWN_HOME_PASSPHRASE);
    char path[64];
    char text[4096] = "";
    struct stat about;
    (void)snprintf(path, sizeof path, "/proc/%d/limits", (int)agent.process);
    FILE *limits = fopen(path, "r");
    assert_non_null(limits);
    assert_true(fread(text, 1, sizeof text - 1, limits) > 0);
    assert_int_equal(fclose(limits), 0);
    const char *core = strstr(text, "Max core file size");
    assert_non_null(core);
    char *hard = NULL;
    assert_int_equal(strtoull(core + strlen("Max core file size"), &hard, 10), 0);
    assert_int_equal(strtoull(hard, NULL, 10), 0);
    /* What may not be dumped belongs to root, whoever runs it. */
    (void)snprintf(path, sizeof path, "/proc/%d/mem", (int)agent.process);
    assert_int_equal(stat(path, &about), 0);
    assert_int_equal(about.st_uid, 0);
    running_agent_end(&agent);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_agent_waits_for_a_command_that_owns_the_journal),
        cmocka_unit_test(a_request_in_progress_ends_when_the_journal_is_locked),
        cmocka_unit_test(another_user_is_turned_away_without_a_word),
        cmocka_unit_test(an_agent_leaves_no_core_and_is_not_to_be_traced),
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
