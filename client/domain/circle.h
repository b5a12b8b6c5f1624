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
    int32_t log_from_day; /* history is given from this day on; INT32_MIN: all of it */
};

struct circle_person {
    struct id128 person;
    struct bytes name;
    enum role role;
    struct circle_grants grants;
    bool was_co_owner; /* set by circle_fold(): named to stand in at some time, perhaps not now */
    bool removed;
};

struct circle_device {
    struct key256 sign;
    struct key256 box;
    struct id128 person;
    struct bytes client_id; /* its name towards the broker */
    bool retired;           /* retired itself, or its person was removed */
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
};

/* How far a feed of a retired device counts: what was written after that number is in quarantine,
 * and so is all of a feed without a cut. A later retirement or removal of the same target that
 * names a higher number admits what lies between. */
struct circle_cut {
    struct id128 feed;
    uint64_t number;
    struct id128 person; /* set by circle_fold(): the cut says nothing about anybody else's feeds */
};

/* One membership operation, decoded (wire/body.h). Only the members its type needs are set. */
struct circle_change {
    enum operation_type type;
    struct circle_person person;   /* GENESIS, ADD_PERSON; GRANT: person and grants */
    struct circle_device device;   /* GENESIS, RECOVER; ADD_DEVICE: also of oneself, after moving to
                                      another seat: only client_id changes then */
    struct id128 target_person;    /* REMOVE_PERSON */
    struct key256 target_device;   /* RETIRE_DEVICE */
    struct key256 recovery_sign;   /* GENESIS */
    struct key256 recovery_box;    /* GENESIS */
    struct circle_epoch epoch;     /* NEW_EPOCH */
    const struct circle_cut *cuts; /* REMOVE_PERSON, RETIRE_DEVICE */
    size_t cut_count;
};

struct circle_operation {
    struct key256 hash;
    uint64_t hlc;
    struct key256 author; /* signing key of the device, or the recovery key */
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

/* Does an author erase what others wrote: the patient, and whoever was ever named to stand in for
 * the patient. Whether or not that was taken back or the device retired since: a grant names no
 * point of a feed, and what was erased on one device cannot come back there. A removal ends it, by
 * its cuts. */
bool circle_erases_all(const struct circle *circle, struct key256 author);

/* False when the current epoch of the stream is missing, or its recipients are not exactly the
 * stream's readers and the recovery key. */
bool circle_epoch_fits(const struct circle *circle, enum stream stream);

#endif
