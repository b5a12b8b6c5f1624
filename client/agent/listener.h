/* The agent's socket in the journal's home: one agent a home, and one user. */
#ifndef AGENT_LISTENER_H
#define AGENT_LISTENER_H

#include <daybook/status.h>

#include "domain/complaint.h"

/* The socket, and what says that this process is the agent. */
struct listener {
    int home;   /* the open folder */
    int lock;   /* agent.lock, held as long as this process lives */
    int socket; /* agent.sock, listening; -1 until listener_open() */
};

/* Claim to be the agent of a home. BUSY: another process is; NOT_FOUND: no such home; FAILED: the
 * home cannot be used. With a complaint. listener_end() must follow OK. */
enum daybook_status listener_claim(const char *home, struct listener *out_listener,
                                   struct complaint *out_complaint);

/* Listen, in place of a socket that an agent before left behind. FAILED, with a complaint. */
enum daybook_status listener_open(struct listener *listener, const char *home,
                                  struct complaint *out_complaint);

/* The next client of the same user, whose socket does not block, or -1 when nobody waits. Clients
 * of other users are turned away. FAILED: the system is short of something; try again later. */
enum daybook_status listener_accept(const struct listener *listener, int *out_socket);

/* Remove the socket and let another process be the agent. */
void listener_end(struct listener *listener);

#endif
