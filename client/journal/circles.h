/* People and devices of a care circle: invite, join, approve, grant, remove. */
#ifndef JOURNAL_CIRCLES_H
#define JOURNAL_CIRCLES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "domain/circle.h"
#include "journal/journal.h"
#include "transport/seat.h"

/* Set this device's seat at the broker for a circle; a connection there is begun anew. INVALID with
 * a complaint. */
enum daybook_status journal_set_seat(struct journal *journal, size_t circle,
                                     const struct seat *seat, struct complaint *out_complaint);

/* The seat, borrowed, with its password: whoever shows it leaves that out. NOT_FOUND when none was
 * set. */
enum daybook_status journal_get_seat(const struct journal *journal, size_t circle,
                                     const struct seat **out_seat);

struct journal_invite {
    bool device;       /* another device of a person who is in the circle, with the role and the
                          grants they have: the next four are ignored, but for who it is */
    struct bytes name; /* of the person invited; of a device's, the start of their name or id,
                          or empty for one's own */
    enum role role;    /* caregiver, therapist, or patient for another device of the patient */
    bool grant_log;    /* a therapist who reads the log */
    bool co_owner;     /* a caregiver who stands in for the patient */
    bool auto_approve; /* skip the comparison of the four words: for scripted set-up on one's own
                          machines */
    struct seat seat;  /* the new device's */
};

/* Make an invitation, good for 24 hours and one device; the code is appended to out_code. Of a
 * device's, name and role become those of its person, borrowed until the circle changes. DENIED:
 * only an owner invites; NOT_FOUND, CONFLICT: nobody, or several, of that name have devices here.
 */
enum daybook_status journal_invite(struct journal *journal, size_t circle,
                                   struct journal_invite *invite, struct buffer *out_code,
                                   struct complaint *out_complaint);

/* Begin to accept an invitation. A device that was in a circle once does not come back to it with
 * the same keys, which others know as those of somebody sent away: a new journal does. It goes on
 * in journal_step() while connected and after a restart, until journal_join_state() says it is
 * complete. INVALID: not a code, or expired; CONFLICT: that circle is joined already. */
enum daybook_status journal_join(struct journal *journal, struct bytes code,
                                 struct complaint *out_complaint);

enum journal_join_stage {
    JOURNAL_JOIN_NONE,     /* nothing is being accepted */
    JOURNAL_JOIN_CALLING,  /* waiting for the inviter's device to be reached */
    JOURNAL_JOIN_WORDS,    /* the four words are known; waiting for the inviter to approve */
    JOURNAL_JOIN_COMPLETE, /* member of the circle since the last journal_join() */
    JOURNAL_JOIN_REFUSED,  /* not possible: this device is, or was, in that circle */
};
struct journal_join_state {
    enum journal_join_stage stage;
    const char *words[4]; /* static text, from WORDS on */
    struct bytes patient; /* name, from WORDS on */
};
void journal_join_state(const struct journal *journal, struct journal_join_state *out_state);

/* Someone who uses one of our invitations now. */
struct journal_pending {
    struct id128 invitation;
    struct bytes name;      /* as invited */
    struct bytes said_name; /* as the joining device says */
    enum role role;
    bool answered; /* the device has called and its words are known */
    const char *words[4];
    int64_t expires_ms;
};
enum daybook_status journal_pending(struct journal *journal, struct arena *arena,
                                    struct journal_pending **out_pending, size_t *out_count);

/* Approvals that still wait for the joining device to prove its key. */
enum daybook_status journal_approvals_waiting(struct journal *journal, size_t *out_count);

/* Approve the joiner whose name (start of it) or invitation id is given; empty: the only one that
 * has answered. NOT_FOUND; CONFLICT: several fit; both with a complaint. */
enum daybook_status journal_approve(struct journal *journal, struct bytes who,
                                    struct complaint *out_complaint);

struct journal_device_row {
    struct key256 device;
    bool is_self;
    bool retired;
    bool heard; /* ever */
    int64_t heard_ms;
    struct bytes version;
};
struct journal_member {
    struct id128 person;
    struct bytes name;
    enum role role;
    bool is_self;
    bool removed;
    bool grant_log;
    bool co_owner;
    const struct journal_device_row *devices;
    size_t device_count;
};
enum daybook_status journal_members(struct journal *journal, size_t circle, struct arena *arena,
                                    struct journal_member **out_members, size_t *out_count);

/* Is there no other device in the circle that could hold anything? */
bool journal_is_alone(const struct journal *journal, size_t circle);

/* Give a therapist the log, or take it away; by name (start of it) or person id. Only owners. */
enum daybook_status journal_grant(struct journal *journal, size_t circle, struct bytes who,
                                  bool log, struct complaint *out_complaint);

/* Name a caregiver to stand in for the patient, or take that back. Only the patient; who stands in
 * may give it up. NOT_FOUND, CONFLICT, INVALID, DENIED, each with a complaint. */
enum daybook_status journal_name_stand_in(struct journal *journal, size_t circle, struct bytes who,
                                          bool co_owner, struct complaint *out_complaint);

/* Remove a person and all their devices; new writing is closed to them from now on. Only owners;
 * never the patient. */
enum daybook_status journal_remove(struct journal *journal, size_t circle, struct bytes who,
                                   struct complaint *out_complaint);

/* Retire one device: by the start of its id (4 digits or more), or of the name of a person who has
 * only that one. One's own, this one too, or one of a lower rank; never the patient's last. New
 * writing is closed to it from now on. NOT_FOUND, CONFLICT, DENIED, each with a complaint. */
enum daybook_status journal_retire(struct journal *journal, size_t circle, struct bytes which,
                                   struct complaint *out_complaint);

/* Make new keys for every stream now, for the readers there are: after a device was out of sight.
 * Only owners: DENIED with a complaint. */
enum daybook_status journal_rotate(struct journal *journal, size_t circle,
                                   struct complaint *out_complaint);

/* One change of the circle, in the order in which they count. */
struct journal_membership {
    enum operation_type type; /* OPERATION_GENESIS to OPERATION_RECOVER */
    bool refused;             /* without right, or too late after a removal: it changed nothing */
    int64_t said_ms;          /* by its author's clock */
    int64_t received_ms;      /* when this device first saw it */
    bool by_sheet;            /* the recovery sheet wrote it: there is no author then */
    struct key256 author;     /* device */
    struct bytes author_name; /* of its person; empty for one who is unknown */
    bool has_person;          /* it is about one; a NEW_EPOCH is not */
    struct id128 person;
    struct bytes person_name;    /* empty for one who is unknown */
    enum role role;              /* of that person */
    bool has_device;             /* it is about one, too */
    struct key256 device;        /* GENESIS, ADD_DEVICE, RETIRE_DEVICE, RECOVER */
    struct circle_grants grants; /* ADD_PERSON, GRANT */
    enum stream stream;          /* NEW_EPOCH */
    uint64_t generation;         /* NEW_EPOCH */
};
enum daybook_status journal_membership_log(struct journal *journal, size_t circle,
                                           struct arena *arena,
                                           struct journal_membership **out_changes,
                                           size_t *out_count);

#endif
