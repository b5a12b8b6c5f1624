/* An agent in a process of its own, for a test. */
#ifndef TESTS_AGENT_RUNNING_AGENT_H
#define TESTS_AGENT_RUNNING_AGENT_H

#include <stddef.h>
#include <sys/types.h>

#include "requests/own_home.h"

struct running_agent {
    struct own_home home;
    pid_t process;
};

/* Make a journal in a home below a temporary folder, start an agent on it, and wait until its
 * socket answers. Without a passphrase it starts locked. running_agent_end() ends it. */
void running_agent_begin(struct running_agent *agent, const char *below, const char *passphrase);

/* End the agent by a signal, expect that it ends well, and remove the home. */
void running_agent_end(struct running_agent *agent);

/* Only the first half: end it and expect that it ends well. */
void running_agent_stop(struct running_agent *agent);

/* Start it on a home that is there. */
void running_agent_start(struct running_agent *agent);

/* A raw connection to its socket. */
int running_agent_connect(const struct running_agent *agent);

#endif
