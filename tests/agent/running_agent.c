/* An agent in a process of its own, for a test. */
#include "agent/running_agent.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "requests/caller.h"

static int ready_pipe = -1;

static void tell_ready(void *context)
{
    (void)context;
    if (write(ready_pipe, "r", 1) != 1) {
        _exit(9);
    }
}

/* The child: the exit status says how the agent ended. */
static void be_agent(struct own_home *home)
{
    const struct daybook_options options = own_home_options(home);
    char *json = NULL;
    enum daybook_status status = daybook_agent(&options, tell_ready, &json);
    daybook_answer_free(json);
    /* As a program that ends: leaks are looked for. */
    exit(daybook_status_exit(status));
}

void running_agent_start(struct running_agent *agent)
{
    int ends[2];
    char byte = 0;
    assert_int_equal(pipe(ends), 0);
    agent->process = fork();
    assert_true(agent->process >= 0);
    if (agent->process == 0) {
        ready_pipe = ends[1];
        (void)close(ends[0]);
        be_agent(&agent->home);
    }
    assert_int_equal(close(ends[1]), 0);
    assert_int_equal(read(ends[0], &byte, 1), 1);
    assert_int_equal(close(ends[0]), 0);
}

void running_agent_begin(struct running_agent *agent, const char *below, const char *passphrase)
{
    own_home_begin(&agent->home, below);
    own_home_init(&agent->home);
    agent->home.passphrase = passphrase;
    running_agent_start(agent);
}

void running_agent_stop(struct running_agent *agent)
{
    int ended = 0;
    assert_int_equal(kill(agent->process, SIGTERM), 0);
    assert_int_equal(waitpid(agent->process, &ended, 0), agent->process);
    assert_true(WIFEXITED(ended));
    assert_int_equal(WEXITSTATUS(ended), 0);
}

void running_agent_end(struct running_agent *agent)
{
    running_agent_stop(agent);
    own_home_remove(&agent->home);
}

int running_agent_connect(const struct running_agent *agent)
{
    int socket = -1;
    assert_int_equal(caller_connect(agent->home.path, &socket), DAYBOOK_OK);
    return socket;
}
