/* Writing membership: people, devices, grants, and the keys that follow from them. For journal/
 * only. */
#ifndef JOURNAL_MEMBERSHIP_H
#define JOURNAL_MEMBERSHIP_H

#include <stddef.h>

#include <daybook/status.h>

#include "domain/circle.h"
#include "journal/state.h"

/* Start a circle with this device's owner as its patient: store it, load it, and make the first
 * keys of every stream. */
enum daybook_status membership_found(struct journal *journal, struct own_circle **out_circle);

/* Append one membership operation. */
struct writer;
enum daybook_status membership_append(struct writer *writer, const struct circle_change *change);

/* Append membership operations in one transaction, fold anew, admit what was waiting for them, and
 * make new keys where the readers changed. */
enum daybook_status membership_write(struct own_circle *circle, const struct circle_change *changes,
                                     size_t count);

/* Make a key for each stream whose current one does not fit its readers, as far as this device may.
 */
enum daybook_status membership_renew_epochs(struct own_circle *circle);

/* Make a key for every stream, whether or not the current one fits, as far as this device may. */
enum daybook_status membership_rotate(struct own_circle *circle);

/* After operations of the `circle` stream arrived: fold anew and admit what was waiting for them.
 * When that fails it is due again at the next step. */
enum daybook_status membership_changed(struct own_circle *circle);

/* The cut of a person or a device: how far this journal holds each of their feeds. In the arena. */
enum daybook_status membership_cuts(const struct own_circle *circle, const struct key256 *devices,
                                    size_t device_count, struct arena *arena,
                                    struct circle_change *change);

#endif
