/* Questions about a care circle as it stands. */
#include "domain/circle.h"

#include <assert.h>

/* The patient and those who live with the illness beside the patient. */
static bool in_household(const struct circle_person *person)
{
    return person->role == ROLE_PATIENT || person->role == ROLE_CAREGIVER;
}

const struct circle_person *circle_find_person(const struct circle *circle, struct id128 person)
{
    for (size_t i = 0; i < circle->person_count; i++) {
        if (id128_equal(circle->people[i].person, person)) {
            return &circle->people[i];
        }
    }
    return NULL;
}

const struct circle_device *circle_find_device(const struct circle *circle, struct key256 sign)
{
    for (size_t i = 0; i < circle->device_count; i++) {
        if (key256_equal(circle->devices[i].sign, sign)) {
            return &circle->devices[i];
        }
    }
    return NULL;
}

const struct circle_device *circle_find_client(const struct circle *circle, struct bytes client_id)
{
    const struct circle_device *found = NULL;
    for (size_t i = 0; i < circle->device_count; i++) {
        const struct circle_device *device = &circle->devices[i];
        if (bytes_equal(device->client_id, client_id) &&
            (found == NULL || found->retired || !device->retired)) {
            found = device;
        }
    }
    return found;
}

const struct circle_person *circle_author(const struct circle *circle, struct key256 device)
{
    const struct circle_device *found = circle_find_device(circle, device);
    return found == NULL ? NULL : circle_find_person(circle, found->person);
}

const struct circle_person *circle_patient(const struct circle *circle)
{
    assert(circle->person_count > 0);
    return &circle->people[0];
}

enum rank circle_role_rank(enum role role, struct circle_grants grants)
{
    switch (role) {
    case ROLE_PATIENT:
        return RANK_OWNER;
    case ROLE_CAREGIVER:
        return grants.co_owner ? RANK_CO_OWNER : RANK_MEMBER;
    case ROLE_THERAPIST:
    case ROLE_DEVICE:
        break;
    }
    return RANK_MEMBER;
}

enum rank circle_rank(const struct circle *circle, struct key256 device)
{
    if (key256_equal(device, circle->recovery_sign)) {
        return RANK_RECOVERY;
    }
    const struct circle_device *found = circle_find_device(circle, device);
    if (found == NULL || found->retired) {
        return RANK_MEMBER;
    }
    const struct circle_person *person = circle_find_person(circle, found->person);
    assert(person != NULL);
    return circle_role_rank(person->role, person->grants);
}

bool circle_reads(const struct circle *circle, const struct circle_device *device,
                  enum stream stream)
{
    const struct circle_person *person = circle_find_person(circle, device->person);
    if (device->retired || person == NULL) {
        return false;
    }
    switch (stream) {
    case STREAM_LOG:
        return in_household(person) || (person->role == ROLE_THERAPIST && person->grants.log);
    case STREAM_CIRCLE:
    case STREAM_TREND:
    case STREAM_PLAN:
        break;
    }
    return true;
}

bool circle_writes(const struct circle *circle, const struct circle_device *device,
                   enum stream stream)
{
    const struct circle_person *person = circle_find_person(circle, device->person);
    if (device->retired || person == NULL) {
        return false;
    }
    switch (stream) {
    case STREAM_LOG:
    case STREAM_TREND:
        return in_household(person);
    case STREAM_PLAN:
        return person->role == ROLE_THERAPIST;
    case STREAM_CIRCLE:
        break;
    }
    return true;
}

static bool person_allows(const struct circle_person *person, enum operation_type type)
{
    switch (type) {
    case OPERATION_GENESIS:
        return person->role == ROLE_PATIENT;
    case OPERATION_ADD_PERSON:
    case OPERATION_GRANT:
        return circle_role_rank(person->role, person->grants) >= RANK_CO_OWNER;
    case OPERATION_ADD_DEVICE: /* of oneself, after moving to another seat */
    case OPERATION_RETIRE_DEVICE:
    case OPERATION_REMOVE_PERSON:
    case OPERATION_NEW_EPOCH:
        return true;
    case OPERATION_RECOVER:
        return false;
    case OPERATION_ENTRY:
    case OPERATION_AMEND:
    case OPERATION_RETRACT:
    case OPERATION_ERASE: /* of what oneself wrote, see circle_erases_all() */
    case OPERATION_SUMMARY:
    case OPERATION_QUESTION:
        return in_household(person);
    case OPERATION_PLAN:
    case OPERATION_FLAG_ACK:
        return person->role == ROLE_THERAPIST;
    }
    return false;
}

bool circle_allows(const struct circle *circle, struct key256 author, uint32_t type)
{
    if (key256_equal(author, circle->recovery_sign)) {
        return type > OPERATION_GENESIS && type <= OPERATION_RECOVER;
    }
    const struct circle_person *person = circle_author(circle, author);
    return person != NULL && person_allows(person, (enum operation_type)type);
}

/* The number of a cut of a feed; 0: there is none of that kind, and nothing counts. */
static uint64_t cut_of(const struct circle *circle, const struct circle_cut *kind)
{
    for (size_t i = 0; i < circle->cut_count; i++) {
        const struct circle_cut *cut = &circle->cuts[i];
        if (id128_equal(cut->feed, kind->feed) && id128_equal(cut->person, kind->person) &&
            cut->by == kind->by && cut->of_grant == kind->of_grant) {
            return cut->number;
        }
    }
    return 0;
}

uint64_t circle_counts_to(const struct circle *circle, const struct circle_place *place)
{
    const struct circle_device *device = circle_find_device(circle, place->author);
    if (device == NULL) {
        return 0;
    }
    const struct circle_cut kind = {
        .feed = place->feed, .person = device->person, .by = device->retired_by};
    return device->retired ? cut_of(circle, &kind) : UINT64_MAX;
}

bool circle_beyond_cut(const struct circle *circle, const struct circle_place *place)
{
    return circle_find_device(circle, place->author) != NULL &&
           place->number > circle_counts_to(circle, place);
}

bool circle_stood_down(const struct circle *circle, const struct circle_place *place)
{
    const struct circle_person *person = circle_author(circle, place->author);
    if (person == NULL || !person->was_co_owner || person->grants.co_owner) {
        return false;
    }
    const struct circle_cut kind = {.feed = place->feed,
                                    .person = person->person,
                                    .by = person->stood_down_by,
                                    .of_grant = true};
    return place->number > cut_of(circle, &kind);
}

bool circle_erases_all(const struct circle *circle, const struct circle_place *place)
{
    const struct circle_person *person = circle_author(circle, place->author);
    return person != NULL && (person->role == ROLE_PATIENT ||
                              (person->was_co_owner && !circle_stood_down(circle, place)));
}

static bool is_recipient(const struct circle_epoch *epoch, struct key256 device)
{
    for (size_t i = 0; i < epoch->recipient_count; i++) {
        if (key256_equal(epoch->recipients[i].device, device)) {
            return true;
        }
    }
    return false;
}

static bool may_receive(const struct circle *circle, struct key256 recipient, enum stream stream)
{
    if (key256_equal(recipient, (struct key256){0})) {
        return true;
    }
    const struct circle_device *device = circle_find_device(circle, recipient);
    return device != NULL && circle_reads(circle, device, stream);
}

/* Whoever was sent away keeps no hand in what is written from then on. */
static bool is_present(const struct circle *circle, struct key256 author)
{
    const struct circle_device *device = circle_find_device(circle, author);
    return key256_equal(author, circle->recovery_sign) || (device != NULL && !device->retired);
}

bool circle_epoch_fits(const struct circle *circle, enum stream stream)
{
    assert((unsigned)stream < STREAM_COUNT);
    const struct circle_epoch *epoch = circle->epochs[stream];
    if (epoch == NULL || !is_recipient(epoch, (struct key256){0}) ||
        !is_present(circle, epoch->author)) {
        return false;
    }
    for (size_t i = 0; i < epoch->recipient_count; i++) {
        if (!may_receive(circle, epoch->recipients[i].device, stream)) {
            return false;
        }
    }
    for (size_t i = 0; i < circle->device_count; i++) {
        const struct circle_device *device = &circle->devices[i];
        if (circle_reads(circle, device, stream) && !is_recipient(epoch, device->sign)) {
            return false;
        }
    }
    return true;
}
