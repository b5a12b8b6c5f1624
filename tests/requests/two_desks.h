/* Two people at two desks, a broker in memory, and a clock that moves only when the test says so.
 */
#ifndef REQUESTS_TWO_DESKS_H
#define REQUESTS_TWO_DESKS_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

#include <daybook/status.h>

#include "requests/desk.h"
#include "requests/request.h"

struct memory_broker;

enum { STEP_MS = 50, LONG_MS = 120000 };

/* Ana is a patient whose desk is an agent's; Ben is a caregiver. */
struct two_desks {
    struct memory_broker *broker;
    int64_t now_ms;
    struct desk *ana;
    struct desk *ben;
    char progress[300]; /* what Ben's request told last */
};

/* Set-up and tear-down of a cmocka test; the state is a struct two_desks. */
int two_desks_set_up(void **state);
int two_desks_tear_down(void **state);

/* Begin a request, let time pass for both until it is done, and take its answer, which the caller
 * owns; or all of that at once. */
struct request *two_desks_start(struct two_desks *room, struct desk *desk, const char *name,
                                const char *json);
void two_desks_run(struct two_desks *room, struct request *request);
json_t *two_desks_finish(struct request *request, enum daybook_status expected);
json_t *two_desks_ask(struct two_desks *room, struct desk *desk, const char *name, const char *json,
                      enum daybook_status expected);

/* Let time pass for both. */
void two_desks_rest(struct two_desks *room, int64_t ms);

/* Ana gets a seat and invites Ben; the request he joins with, which the caller frees. */
char *two_desks_invitation(struct two_desks *room, bool auto_approve);

/* Ben joins Ana's circle. */
void two_desks_join(struct two_desks *room);

#endif
