/* Incarnations: what one life of this device writes. A device that was set back to an older copy,
 * or copied, must not go on with numbers that were given away already (schema/wire/exchange.md,
 * section 4). For journal/ only. */
#ifndef JOURNAL_INCARNATION_H
#define JOURNAL_INCARNATION_H

#include <stdbool.h>
#include <stdint.h>

#include <daybook/status.h>

struct journal;
struct own_circle;
struct received_run;
struct sync_action;
struct sync_position;

/* An older copy of the file was put back: begin a new incarnation in every circle of the store,
 * before any is loaded, and tell people. Inside the open transaction. What the old feeds miss comes
 * back from the others like anybody else's writing. */
enum daybook_status incarnation_renew_stored(struct journal *journal);

/* A peer said how far it holds a feed. The engine knows the heads of own feeds alone: whether who
 * holds less holds the same, only the store can tell. */
enum daybook_status incarnation_heard(struct own_circle *circle, const struct sync_position *said);

/* A run that this device signed ends there. Also a feed that gave way once gives way to it. */
enum daybook_status incarnation_proven(struct own_circle *circle, const struct sync_position *said);

/* Does a run only bring back what an own feed gave up for another history, which is still awaited?
 * All of it was written again, and whoever holds the other history is not always the quickest. */
bool incarnation_refuses(const struct own_circle *circle, const struct received_run *received);

/* Look whether anybody is known to hold a history of a closed feed that was never here: then what
 * is here is given up for it, and fetched anew. At most every few seconds, and less and less often.
 */
enum daybook_status incarnation_settle(struct own_circle *circle);

/* When it wants to be called; INT64_MAX: it does not. */
int64_t incarnation_wake_ms(const struct own_circle *circle);

/* Answer a TELL of the engine: people are told, incarnations closed, tails of feeds written again
 * and given up. *out_changed: the engine is to be told how far the feeds reach now. Statuses of the
 * store; nothing has changed then. */
enum daybook_status incarnation_told(struct own_circle *circle, const struct sync_action *action,
                                     bool *out_changed);

#endif
