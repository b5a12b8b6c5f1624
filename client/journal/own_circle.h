/* A care circle in memory: loaded from the store, folded anew when its membership grows. For
 * journal/ only. */
#ifndef JOURNAL_OWN_CIRCLE_H
#define JOURNAL_OWN_CIRCLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <daybook/status.h>

#include "journal/state.h"
#include "store/operation_rows.h"

/* Put a circle of the store into memory, and at the end of the journal's list. The journal owns it.
 */
enum daybook_status own_circle_load(struct journal *journal, const struct circle_row *row,
                                    struct own_circle **out_circle);

/* The circle of an id, complete or not; NULL when it is not in the list. */
struct own_circle *own_circle_find(const struct journal *journal, struct id128 id);

/* Free a circle that is not in a list any more. NULL is allowed. */
void own_circle_free(struct own_circle *circle);

/* Read every operation of the `circle` stream and fold them anew; quarantine what was refused, take
 * keys meant for this device, and note that the engine is to be told who is a member. Outside any
 * transaction: it makes its own. */
enum daybook_status own_circle_refold(struct own_circle *circle);

/* The member devices that are not retired, as the engine wants them; returns how many. */
size_t own_circle_members(const struct own_circle *circle,
                          struct sync_member out_members[static CIRCLE_DEVICE_MAX]);

/* Where a row stands in the feeds in memory; the feed is zero for one that is not there. */
struct circle_place own_circle_place(const struct own_circle *circle,
                                     const struct operation_row *row);

/* Say why a copy that is restored, or was let in by nobody who could, can be read and not written,
 * and what to do. */
void own_circle_explain_restored(const struct own_circle *circle, struct complaint *out_complaint);

/* The head of a feed as the engine wants it. */
struct sync_position own_circle_position(const struct feed_row *feed);

/* The feed of an id or of this device in a stream, NULL when it is not known. Borrowed until a feed
 * is added. */
struct feed_row *own_circle_feed(const struct own_circle *circle, struct id128 feed);
struct feed_row *own_circle_own_feed(struct own_circle *circle, enum stream stream);

/* How many operations of a feed are held. */
uint64_t own_circle_held(const struct own_circle *circle, struct id128 feed);

/* Add an empty feed to store and memory, inside a transaction. FULL. */
enum daybook_status own_circle_add_feed(struct own_circle *circle, struct key256 device,
                                        struct id128 incarnation, enum stream stream,
                                        struct feed_row **out_feed);

/* Hold a feed, or a key, in memory only: it is in the store already. FULL, NO_MEMORY. */
enum daybook_status own_circle_hold_feed(struct own_circle *circle, const struct feed_row *row,
                                         struct feed_row **out_feed);
enum daybook_status own_circle_hold_epoch(struct own_circle *circle,
                                          const struct held_epoch *epoch);

/* Forget feeds added since a transaction that was rolled back. */
void own_circle_drop_feeds(struct own_circle *circle, size_t count);

/* Is it one of the feeds this device writes now? Own feeds of earlier incarnations are closed. */
bool own_circle_is_current(const struct own_circle *circle, struct id128 feed);

/* Keep a key in store and memory. */
enum daybook_status own_circle_keep_epoch(struct own_circle *circle,
                                          const struct held_epoch *epoch);

/* The key of a reference, NULL when it is not held; with a NULL reference the newest of the stream.
 */
const struct held_epoch *own_circle_epoch(const struct own_circle *circle, enum stream stream,
                                          const uint8_t *reference);

/* The key to write under: held, and its recipients are the stream's readers. A device that is
 * retired, and that gets no such key any more, tells its leaving, and what it wrote before, under
 * the newest one it holds. NULL when there is none. */
const struct held_epoch *own_circle_writing_epoch(const struct own_circle *circle,
                                                  enum stream stream);

/* This device and its person in the fold; only of a complete circle. */
const struct circle_device *own_circle_self(const struct own_circle *circle);

/* Is, or was, it a device of the patient? False while the circle is unknown. */
bool own_circle_is_patients(const struct own_circle *circle, struct key256 device);

/* Does this device read the stream? */
bool own_circle_reads(const struct own_circle *circle, enum stream stream);

#endif
