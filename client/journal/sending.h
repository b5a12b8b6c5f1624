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

/* Send the membership operations to one device, sealed to its box key: ticket 0 when the engine
 * does not wait for it. */
enum daybook_status sending_keys(struct own_circle *circle, struct key256 device, uint64_t ticket);

/* The same to every other device of the circle. */
enum daybook_status sending_keys_to_all(struct own_circle *circle);

#endif
