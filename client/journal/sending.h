/* Sealing and publishing what the engine wants others to have. For journal/ only. */
#ifndef JOURNAL_SENDING_H
#define JOURNAL_SENDING_H

#include <daybook/status.h>

#include "journal/state.h"

/* Publish operations of a feed from first on, as many as fit one envelope; the last one really sent
 * is known by the ticket. OFFLINE, FULL: not now; DENIED: no key that fits the readers can be had;
 * store statuses. */
enum daybook_status sending_run(struct own_circle *circle, const struct sync_action *action);

/* Publish the own HAVE of a stream, retained. */
enum daybook_status sending_have(struct own_circle *circle, const struct sync_action *action);

/* Send operations of a feed of `circle` to one device, sealed to its box key, as many as fit one
 * envelope. OFFLINE: not now, or it is no device that can be reached; otherwise like sending_run().
 */
enum daybook_status sending_keys(struct own_circle *circle, const struct sync_action *action);

#endif
