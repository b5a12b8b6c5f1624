/* The agent as a process: in the foreground, or left behind in the background. */
#ifndef CLI_AGENT_PROCESS_H
#define CLI_AGENT_PROCESS_H

#include <sys/types.h>

#include <daybook/status.h>

struct call;
struct door;

/* The process that is the agent of this home, 0 when none is. What went wrong was said. */
enum daybook_status agent_process_find(struct door *door, pid_t *out_process);

/* Be the agent until a signal ends it. What went wrong was said. */
enum daybook_status agent_process_stay(const struct call *call);

/* Start the agent in a process of its own and return once it answers; it asks for the passphrase
 * while it still has the terminal. What went wrong was said. Call it before the door is opened:
 * guarded memory does not survive a fork. */
enum daybook_status agent_process_leave(const struct call *call);

#endif
