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

/* Judge anew what was written, if that is due: after a fold, and at the start, because what ended
 * this program may have come between the two. */
enum daybook_status membership_judge(struct own_circle *circle);

/* Give a change the cuts of a person or a device: how far this journal holds each of their feeds,
 * in the arena. */
enum membership_reach {
    MEMBERSHIP_CUTS,   /* where one was retired before, its feeds stay cut as they are */
    MEMBERSHIP_ADMITS, /* what they wrote, but for changes of the circle, counts as held now */
    MEMBERSHIP_TRUSTS, /* so do those */
};
struct membership_target {
    const struct key256 *devices;
    size_t device_count;
    enum membership_reach reach;
};
enum daybook_status membership_cuts(const struct own_circle *circle,
                                    const struct membership_target *target, struct arena *arena,
                                    struct circle_change *change);

/* The devices of a person, retired or not; returns how many. */
size_t membership_devices(const struct own_circle *circle, struct id128 person,
                          struct key256 out_devices[static CIRCLE_DEVICE_MAX]);

#endif
