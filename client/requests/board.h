/* What an answer says of notices. For requests/ only. */
#ifndef REQUESTS_BOARD_H
#define REQUESTS_BOARD_H

#include <jansson.h>
#include <stdbool.h>

#include <daybook/status.h>

#include "base/arena.h"
#include "requests/desk.h"

/* The notices of a journal as a list, the latest first; only those nobody has seen, or all. The
 * caller owns it. */
enum daybook_status board_list(const struct desk *desk, struct arena *arena, bool with_seen,
                               json_t **out_list);

/* Add "unseen_notices" to an answer when there are any and the journal is open. False when memory
 * is short. */
bool board_remind(const struct desk *desk, json_t *answer);

#endif
