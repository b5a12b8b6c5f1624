/* Changing what people of a circle may: grants, removals, retired devices, new keys. */
#include <assert.h>

#include "journal/circles.h"
#include "journal/member.h"
#include "journal/membership.h"

static enum daybook_status check_owner(const struct own_circle *own,
                                       struct complaint *out_complaint)
{
    if (circle_rank(own->circle, own->journal->self.sign) >= RANK_CO_OWNER) {
        return DAYBOOK_OK;
    }
    complaint_begin(out_complaint, "Only the patient, or a caregiver named co-owner, can do that.");
    return DAYBOOK_DENIED;
}

/* The member a change is about, and whether this device may change anybody at all. */
static enum daybook_status begin_change(const struct own_circle *own, struct bytes who,
                                        const struct circle_person **out_person,
                                        struct complaint *out_complaint)
{
    enum daybook_status status = check_owner(own, out_complaint);
    return status == DAYBOOK_OK ? member_find(own, who, out_person, out_complaint) : status;
}

/* Write a change with the cuts of those devices. */
static enum daybook_status write_with_cuts(struct own_circle *own,
                                           const struct membership_target *target,
                                           struct circle_change *change)
{
    struct arena *arena = arena_create(0);
    enum daybook_status status =
        arena == NULL ? DAYBOOK_NO_MEMORY : membership_cuts(own, target, arena, change);
    if (status == DAYBOOK_OK) {
        status = membership_write(own, change, 1);
    }
    arena_free(arena);
    return status;
}

enum daybook_status journal_grant(struct journal *journal, size_t circle, struct bytes who,
                                  bool log, struct complaint *out_complaint)
{
    struct own_circle *own = journal_circle(journal, circle);
    assert(own != NULL);
    const struct circle_person *person = NULL;
    enum daybook_status status = begin_change(own, who, &person, out_complaint);
    if (status != DAYBOOK_OK) {
        return status;
    }
    if (person->role != ROLE_THERAPIST) {
        complaint_begin(out_complaint,
                        "The log is granted to therapists; patient and caregivers read it anyway.");
        return DAYBOOK_INVALID;
    }
    struct circle_change change = {.type = OPERATION_GRANT, .person = *person};
    change.person.grants.log = log;
    return membership_write(own, &change, 1);
}

enum daybook_status journal_name_stand_in(struct journal *journal, size_t circle, struct bytes who,
                                          bool co_owner, struct complaint *out_complaint)
{
    struct own_circle *own = journal_circle(journal, circle);
    assert(own != NULL);
    const struct circle_person *person = NULL;
    struct key256 devices[CIRCLE_DEVICE_MAX];
    enum daybook_status status = begin_change(own, who, &person, out_complaint);
    if (status != DAYBOOK_OK) {
        return status;
    }
    if (person->role != ROLE_CAREGIVER) {
        complaint_begin(out_complaint, "Only a caregiver can stand in for the patient.");
        return DAYBOOK_INVALID;
    }
    bool gives_up = !co_owner && id128_equal(person->person, own->row.person);
    if (circle_rank(own->circle, own->journal->self.sign) < RANK_OWNER && !gives_up) {
        complaint_begin(out_complaint, "Only the patient names who stands in, or takes that back.");
        return DAYBOOK_DENIED;
    }
    struct circle_change change = {.type = OPERATION_GRANT, .person = *person};
    change.person.grants.co_owner = co_owner;
    if (co_owner) {
        return membership_write(own, &change, 1);
    }
    const struct membership_target target = {
        devices, membership_devices(own, person->person, devices), MEMBERSHIP_CUTS};
    return write_with_cuts(own, &target, &change);
}

enum daybook_status journal_remove(struct journal *journal, size_t circle, struct bytes who,
                                   struct complaint *out_complaint)
{
    struct own_circle *own = journal_circle(journal, circle);
    assert(own != NULL);
    const struct circle_person *person = NULL;
    struct key256 devices[CIRCLE_DEVICE_MAX];
    enum daybook_status status = begin_change(own, who, &person, out_complaint);
    if (status == DAYBOOK_OK && person == circle_patient(own->circle)) {
        complaint_begin(out_complaint, "The patient cannot be removed: the circle is theirs.");
        status = DAYBOOK_DENIED;
    }
    if (status != DAYBOOK_OK) {
        return status;
    }
    struct circle_change change = {.type = OPERATION_REMOVE_PERSON,
                                   .target_person = person->person};
    const struct membership_target target = {
        devices, membership_devices(own, person->person, devices), MEMBERSHIP_CUTS};
    return write_with_cuts(own, &target, &change);
}

/* Does text mean a device: by the start of its id, or by that of its person's name? */
static bool means_device(const struct own_circle *own, const struct circle_device *device,
                         struct bytes which)
{
    char hex[KEY256_HEX_SIZE];
    const struct circle_person *person = circle_find_person(own->circle, device->person);
    assert(person != NULL);
    key256_to_hex(device->sign, hex);
    return journal_name_starts(person->name, which) ||
           (which.size >= 4 && journal_name_starts(bytes_of_text(hex), which));
}

/* The one present device that this means. */
static enum daybook_status find_device(const struct own_circle *own, struct bytes which,
                                       const struct circle_device **out_device,
                                       struct complaint *out_complaint)
{
    const struct circle_device *found = NULL;
    size_t count = 0;
    for (size_t i = 0; i < own->circle->device_count; i++) {
        const struct circle_device *device = &own->circle->devices[i];
        if (!device->retired && which.size > 0 && means_device(own, device, which)) {
            found = device;
            count++;
        }
    }
    if (count != 1) {
        complaint_begin(
            out_complaint,
            count == 0 ? "No such device is in the circle: see 'daybook circle members'."
                       : "Several devices fit: give the id, as 'daybook circle members' shows it.");
        return count == 0 ? DAYBOOK_NOT_FOUND : DAYBOOK_CONFLICT;
    }
    *out_device = found;
    return DAYBOOK_OK;
}

/* Whether this device may retire that one. The patient's last one would leave the circle without
 * anybody to speak for it but the recovery sheet. */
static enum daybook_status check_retiring(const struct own_circle *own,
                                          const struct circle_device *device,
                                          struct complaint *out_complaint)
{
    const struct circle_person *person = circle_find_person(own->circle, device->person);
    assert(person != NULL);
    size_t present = 0;
    for (size_t i = 0; i < own->circle->device_count; i++) {
        const struct circle_device *other = &own->circle->devices[i];
        present += !other->retired && id128_equal(other->person, person->person) ? 1 : 0;
    }
    if (person == circle_patient(own->circle) && present == 1) {
        complaint_begin(out_complaint,
                        "That is the patient's only device: let another one join first.");
        return DAYBOOK_DENIED;
    }
    bool own_device = id128_equal(person->person, own->row.person);
    if (!own_device && circle_rank(own->circle, own->journal->self.sign) <=
                           circle_role_rank(person->role, person->grants)) {
        complaint_begin(out_complaint,
                        "A device is retired by its own person, by the patient, or by "
                        "who stands in for the patient.");
        return DAYBOOK_DENIED;
    }
    return DAYBOOK_OK;
}

enum daybook_status journal_retire(struct journal *journal, size_t circle, struct bytes which,
                                   struct complaint *out_complaint)
{
    struct own_circle *own = journal_circle(journal, circle);
    assert(own != NULL);
    const struct circle_device *device = NULL;
    enum daybook_status status = find_device(own, which, &device, out_complaint);
    if (status == DAYBOOK_OK) {
        status = check_retiring(own, device, out_complaint);
    }
    if (status != DAYBOOK_OK) {
        return status;
    }
    struct circle_change change = {.type = OPERATION_RETIRE_DEVICE, .target_device = device->sign};
    const struct membership_target target = {&change.target_device, 1, MEMBERSHIP_CUTS};
    return write_with_cuts(own, &target, &change);
}

enum daybook_status journal_rotate(struct journal *journal, size_t circle,
                                   struct complaint *out_complaint)
{
    struct own_circle *own = journal_circle(journal, circle);
    assert(own != NULL);
    enum daybook_status status = check_owner(own, out_complaint);
    return status == DAYBOOK_OK ? membership_rotate(own) : status;
}
