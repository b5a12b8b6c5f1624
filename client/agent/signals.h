/* The signals that end an agent, as something to poll for. */
#ifndef AGENT_SIGNALS_H
#define AGENT_SIGNALS_H

#include <signal.h>

#include <daybook/status.h>

struct signals {
    int descriptor; /* readable once a signal has come */
    sigset_t before;
};

/* Hold SIGINT, SIGTERM and SIGHUP back, for threads that start later too, and make them readable.
 * A connection that breaks is no signal any more. FAILED. */
enum daybook_status signals_begin(struct signals *out_signals);

/* Let them through as before. One that came meanwhile is dropped: it has been obeyed. */
void signals_end(struct signals *signals);

#endif
