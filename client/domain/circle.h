/* A care circle: its people, devices, grants and epochs, folded from the operations of its `circle`
 * stream.
 *
 * The fold sorts operations by (clock, hash) and applies each if its author ranked high enough at
 * that point, so every device that holds the same operations sees the same circle, in whatever
 * order they arrived. */
#ifndef DOMAIN_CIRCLE_H
#define DOMAIN_CIRCLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <daybook/status.h>

#include "base/arena.h"
#include "base/bytes.h"
#include "domain/operation.h"
#include "domain/role.h"
#include "domain/stream.h"

/* Who outranks whom; an operation acts only on lower ranks and on oneself. */
enum rank { RANK_MEMBER, RANK_CO_OWNER, RANK_OWNER, RANK_RECOVERY };

/* What a person may do beyond what the role gives. */
struct circle_grants {
    bool log;             /* reads the log though a therapist */
    bool co_owner;        /* a caregiver the patient named to stand in */
    int32_t log_from_day; /* kept for a later version, INT32_MIN for nothing: no effect */
};

struct circle_person {
    struct id128 person;
    struct bytes name;
    enum role role;
    struct circle_grants grants;
    bool removed;
    bool was_co_owner; /* set by circle_fold(): named to stand in at some time, perhaps not now */
    enum rank stood_down_by; /* and the highest rank among those who took that back since */
    uint64_t granted_hlc;    /* set by circle_fold(): of the grant that counts last; 0: none did */
};

struct circle_device {
    struct key256 sign;
    struct key256 box;
    struct id128 person;
    struct bytes client_id; /* its name towards the broker */
    bool retired;           /* retired itself, or its person was removed */
    enum rank retired_by;   /* set by circle_fold(): the highest rank among those who did either,
                               MEMBER where it was itself */
};

/* One epoch announced for a stream, with the key sealed to each reader. */
enum { CIRCLE_SEALED_KEY_SIZE = 80 };
struct circle_recipient {
    struct key256 device; /* the reader's signing key; zero for the circle's recovery key */
    struct bytes sealed;  /* CIRCLE_SEALED_KEY_SIZE bytes */
};
struct circle_epoch {
    enum stream stream;
    uint64_t generation;
    struct key256 id;
    const struct circle_recipient *recipients;
    size_t recipient_count;
    struct key256 author; /* set by circle_fold() */
};

/* How far a feed counts of a device that was retired, or of somebody who stood in for the patient:
 * what was written after that number is in quarantine, or was not written standing in, and so is
 * all of a feed without a cut. Another one of the same target by the same rank that names a higher
 * number admits what lies between; one by a higher rank is heard instead. */
struct circle_cut {
    struct id128 feed;
    uint64_t number;
    struct id128 person; /* set by circle_fold(): the cut says nothing about anybody else's feeds */
    enum rank by;        /* set by circle_fold(): the author's, no higher than OWNER, and MEMBER of
                            whoever cuts what is their own */
    bool of_grant;       /* set by circle_fold(): of standing in, not of being here */
};

/* One membership operation, decoded (wire/body.h). Only the members its type needs are set. */
struct circle_change {
    enum operation_type type;
    struct circle_person person; /* GENESIS, ADD_PERSON; GRANT: person and grants */
    struct circle_device device; /* GENESIS, RECOVER; ADD_DEVICE: also of oneself, after moving to
                                    another seat: only client_id changes then */
    struct id128 target_person;  /* REMOVE_PERSON */
    struct key256 target_device; /* RETIRE_DEVICE */
    struct key256 recovery_sign; /* GENESIS */
    struct key256 recovery_box;  /* GENESIS */
    struct circle_epoch epoch;   /* NEW_EPOCH */
    const struct circle_cut
        *cuts; /* REMOVE_PERSON, RETIRE_DEVICE; GRANT, of who stands in no more */
    size_t cut_count;
};

struct circle_operation {
    struct key256 hash;
    uint64_t hlc;
    struct key256 author; /* signing key of the device, or the recovery key */
    bool as_member;       /* given to circle_fold(): the author stood in for the patient no more */
    bool as_stand_in;     /* the same: still did, though its clock is above that of the end */
    bool in_time;         /* the same: the removal of its device had seen it, whatever its clock */
    size_t row;           /* the caller's: where it was read from */
    struct circle_change change;
    bool refused; /* set by circle_fold(): the author may not do that, or it makes no sense */
};

/* The circle as it stands. Borrowed from the arena it was folded into. */
struct circle {
    const struct circle_person *people;
    size_t person_count;
    const struct circle_device *devices;
    size_t device_count;
    const struct circle_cut *cuts;
    size_t cut_count;
    const struct circle_epoch *epochs[STREAM_COUNT]; /* the current one, NULL when there is none */
    struct key256 recovery_sign;
    struct key256 recovery_box;
};

/* Fold operations (sorted in place by clock and hash; the genesis comes first whatever its clock)
 * into a circle. An operation that names a person or device, or whose author is one, that the order
 * has not brought yet waits for it: clocks may be years apart. Of epochs the highest (generation,
 * id) is current; one that leaps over generations nobody announced waits for them, so that nobody
 * can end the numbering. A person or device beyond the limits of limits.h is refused like any other
 * operation without right. INVALID: no genesis, more than one, or one that is not its author's own
 * patient. NO_MEMORY. */
enum daybook_status circle_fold(struct circle_operation *operations, size_t count,
                                struct arena *arena, struct circle **out_circle);

/* Put operations in the order of the fold: the genesis, then by clock and hash. */
void circle_sort(struct circle_operation *operations, size_t count);

const struct circle_person *circle_find_person(const struct circle *circle, struct id128 person);
const struct circle_device *circle_find_device(const struct circle *circle, struct key256 sign);
/* Of several with that name the latest present one, else the latest retired one. */
const struct circle_device *circle_find_client(const struct circle *circle, struct bytes client_id);

/* The person behind a device; NULL when the device is unknown. Retired devices still have one. */
const struct circle_person *circle_author(const struct circle *circle, struct key256 device);

/* The patient, who is the person of the genesis. Never NULL. */
const struct circle_person *circle_patient(const struct circle *circle);

/* The rank of a person with this role and these grants. */
enum rank circle_role_rank(enum role role, struct circle_grants grants);

/* The rank of a device that is present, or of the recovery key; MEMBER for anything else. */
enum rank circle_rank(const struct circle *circle, struct key256 device);

/* May this device (present, not retired) read or write the stream now? */
bool circle_reads(const struct circle *circle, const struct circle_device *device,
                  enum stream stream);
bool circle_writes(const struct circle *circle, const struct circle_device *device,
                   enum stream stream);

/* May the author of an operation of this type write it? By role, whether or not the device was
 * retired since; false for an unknown author or type. Of membership operations this is only the
 * first question: circle_fold() also looks at whom they act on. */
bool circle_allows(const struct circle *circle, struct key256 author, uint32_t type);

/* Where an operation stands: its author's feed, and the number there. */
struct circle_place {
    struct key256 author;
    struct id128 feed;
    uint64_t number;
};

/* Was it written by a device that is retired, behind what its removal had seen? A feed the removal
 * does not name counts for nothing; cuts of other people's feeds say nothing. */
bool circle_beyond_cut(const struct circle *circle, const struct circle_place *place);

/* How far the feed of a place counts by that: UINT64_MAX when its author is present, 0 when nobody
 * knows the author. */
uint64_t circle_counts_to(const struct circle *circle, const struct circle_place *place);

/* Was it written by somebody who stood in for the patient once, and not any more: behind what the
 * one who took that back had seen? */
bool circle_stood_down(const struct circle *circle, const struct circle_place *place);

/* Does its author erase there what others wrote: the patient, and who stands in for the patient or
 * did when it was written. */
bool circle_erases_all(const struct circle *circle, const struct circle_place *place);

/* False when the current epoch of the stream is missing, its recipients are not exactly the
 * stream's readers and the recovery key, or its author is not a present device or that key. */
bool circle_epoch_fits(const struct circle *circle, enum stream stream);

#endif
