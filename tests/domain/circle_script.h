/* Writing the story of a circle in a few words, for tests. */
#ifndef DOMAIN_CIRCLE_SCRIPT_H
#define DOMAIN_CIRCLE_SCRIPT_H

#include "domain/circle.h"

enum { SCRIPT_OPERATIONS_MAX = 600 };

/* People and devices are small numbers; 0 is the recovery key. Operations come in the order of
 * their clock unless script_at() says otherwise. */
struct script {
    struct circle_operation operations[SCRIPT_OPERATIONS_MAX];
    size_t count;
    uint64_t hlc;
    struct arena *arena;
    struct circle *circle; /* of the last script_fold() */
};

/* The cast: person 1 the patient (devices 1, 2), person 2 a co-owner (device 3), person 3 a
 * caregiver (device 4), person 4 a therapist (device 5). */
enum {
    RECOVERY = 0,
    PATIENT_PHONE = 1,
    PATIENT_TABLET = 2,
    CO_OWNER = 3,
    CAREGIVER = 4,
    THERAPIST = 5,
    STRANGER = 60,
};
enum { ADA = 1, BO = 2, CLEO = 3, DINA = 4, EVA = 5 };

/* Epochs for all of the cast and the sheet, and for those who may read the log. */
enum { EVERYONE = 0x3f, HOUSEHOLD = 0x1f };

struct id128 script_person(unsigned number);
struct key256 script_device(unsigned number);
struct key256 script_epoch_id(unsigned number);
struct id128 script_feed(unsigned number);

/* Person 1 is the patient, device 1 the patient's. */
void script_begin(struct script *script);

/* The same with the whole cast. */
void script_begin_cast(struct script *script);

void script_end(struct script *script);

/* Both for a cmocka test whose state is a script of its own. */
int script_set_up(void **state);
int script_tear_down(void **state);

/* Each appends an operation and returns its number in the script. */
size_t script_add_person(struct script *script, unsigned author, unsigned person, enum role role,
                         bool co_owner);
size_t script_add_device(struct script *script, unsigned author, unsigned device, unsigned person);
size_t script_recover(struct script *script, unsigned author, unsigned device, unsigned person);
size_t script_grant(struct script *script, unsigned author, unsigned person,
                    struct circle_grants grants);
size_t script_retire(struct script *script, unsigned author, unsigned device);
size_t script_remove(struct script *script, unsigned author, unsigned person);

/* An epoch for device numbers 0 (the recovery key) to 63, a bit each. */
size_t script_epoch(struct script *script, unsigned author, enum stream stream, uint64_t generation,
                    uint64_t recipients);

/* Give the last operation one cut, or another clock. */
void script_cut(struct script *script, unsigned feed, uint64_t number);
void script_at(struct script *script, uint64_t hlc);

/* Fold what there is; the statuses of circle_fold(). */
enum daybook_status script_fold(struct script *script);

/* Fold what there is; the test fails unless that goes well. */
void script_fold_well(struct script *script);

/* After folding: the device of that number, which must be there. */
const struct circle_device *script_found_device(const struct script *script, unsigned number);

/* After folding: was the operation with that number refused? */
bool script_refused(const struct script *script, size_t operation);

#endif
