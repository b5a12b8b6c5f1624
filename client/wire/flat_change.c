/* A membership operation as flat as its bytes. */
#include "wire/flat_change.h"

#include <assert.h>

/* What each type says. */
static const uint32_t members[] = {
    [OPERATION_GENESIS] = 1U << CHANGE_SALT | 1U << CHANGE_PERSON | 1U << CHANGE_NAME |
                          1U << CHANGE_ROLE | 1U << CHANGE_GRANTS | 1U << CHANGE_SIGN |
                          1U << CHANGE_BOX | 1U << CHANGE_CLIENT_ID | 1U << CHANGE_RECOVERY_SIGN |
                          1U << CHANGE_RECOVERY_BOX,
    [OPERATION_ADD_PERSON] = 1U << CHANGE_SALT | 1U << CHANGE_PERSON | 1U << CHANGE_NAME |
                             1U << CHANGE_ROLE | 1U << CHANGE_GRANTS,
    [OPERATION_ADD_DEVICE] = 1U << CHANGE_SALT | 1U << CHANGE_PERSON | 1U << CHANGE_SIGN |
                             1U << CHANGE_BOX | 1U << CHANGE_CLIENT_ID,
    [OPERATION_GRANT] =
        1U << CHANGE_SALT | 1U << CHANGE_PERSON | 1U << CHANGE_GRANTS | 1U << CHANGE_CUTS,
    [OPERATION_RETIRE_DEVICE] = 1U << CHANGE_SALT | 1U << CHANGE_SIGN | 1U << CHANGE_CUTS,
    [OPERATION_REMOVE_PERSON] = 1U << CHANGE_SALT | 1U << CHANGE_PERSON | 1U << CHANGE_CUTS,
    [OPERATION_NEW_EPOCH] = 1U << CHANGE_SALT | 1U << CHANGE_EPOCH,
    [OPERATION_RECOVER] = 1U << CHANGE_SALT | 1U << CHANGE_PERSON | 1U << CHANGE_SIGN |
                          1U << CHANGE_BOX | 1U << CHANGE_CLIENT_ID,
};

/* Left out when they say nothing. */
static const uint32_t optional = 1U << CHANGE_ROLE | 1U << CHANGE_GRANTS | 1U << CHANGE_CUTS;

static bool is_membership(enum operation_type type)
{
    return type >= OPERATION_GENESIS && type <= OPERATION_RECOVER;
}

uint32_t flat_change_members(enum operation_type type)
{
    assert(is_membership(type));
    return members[type];
}

uint32_t flat_change_required(enum operation_type type)
{
    return flat_change_members(type) & ~optional;
}

static struct id128 person_of(const struct circle_change *change)
{
    if (change->type == OPERATION_REMOVE_PERSON) {
        return change->target_person;
    }
    bool of_device = change->type == OPERATION_ADD_DEVICE || change->type == OPERATION_RECOVER;
    return of_device ? change->device.person : change->person.person;
}

struct flat_change flat_change_of(struct id128 salt, const struct circle_change *change)
{
    assert(is_membership(change->type));
    bool retires = change->type == OPERATION_RETIRE_DEVICE;
    return (struct flat_change){
        .salt = salt,
        .person = person_of(change),
        .name = change->person.name,
        .role = change->person.role,
        .grants = change->person.grants,
        .sign = retires ? change->target_device : change->device.sign,
        .box = change->device.box,
        .client_id = change->device.client_id,
        .recovery_sign = change->recovery_sign,
        .recovery_box = change->recovery_box,
        .epoch = change->epoch,
        .cuts = change->cuts,
        .cut_count = change->cut_count,
    };
}

struct circle_change flat_change_to(enum operation_type type, const struct flat_change *flat)
{
    struct circle_change change = {.type = type, .epoch = flat->epoch};
    change.person = (struct circle_person){
        .person = flat->person, .name = flat->name, .role = flat->role, .grants = flat->grants};
    change.device = (struct circle_device){
        .sign = flat->sign, .box = flat->box, .person = flat->person, .client_id = flat->client_id};
    change.target_person = flat->person;
    change.target_device = flat->sign;
    change.recovery_sign = flat->recovery_sign;
    change.recovery_box = flat->recovery_box;
    change.cuts = flat->cuts;
    change.cut_count = flat->cut_count;
    return change;
}
