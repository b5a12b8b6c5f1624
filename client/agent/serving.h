/* The agent's one loop over socket, clients, journal and timers. */
#ifndef AGENT_SERVING_H
#define AGENT_SERVING_H

#include <daybook/status.h>

#include "agent/listener.h"

struct daybook_options;
struct desk;

/* Answer requests and run the journal until the descriptor becomes readable, and tell what there is
 * to tell as the options say. OK; FAILED: poll itself does not work; NO_MEMORY. */
enum daybook_status serving_run(struct desk *desk, const struct listener *listener, int ending,
                                const struct daybook_options *options);

#endif
