/* What each membership operation does to a care circle, and whether its author may. */
#include "domain/circle_rules.h"

#include <assert.h>

#include "base/limits.h"

static struct circle_person *find_person(struct fold *fold, struct id128 person)
{
    for (size_t i = 0; i < fold->circle.person_count; i++) {
        if (id128_equal(fold->people[i].person, person)) {
            return &fold->people[i];
        }
    }
    return NULL;
}

/* An author acts on lower ranks and on oneself. */
static bool outranks(const struct fold *fold, const struct circle_person *person)
{
    return fold->rank > circle_role_rank(person->role, person->grants);
}

static bool is_author(const struct fold *fold, const struct circle_person *person)
{
    return person == fold->author;
}

static bool is_patient(const struct fold *fold, const struct circle_person *person)
{
    return person == circle_patient(&fold->circle);
}

/* Nobody is made an equal, and only a caregiver stands in for the patient. */
static bool may_give(const struct fold *fold, enum role role, struct circle_grants grants)
{
    return fold->rank > circle_role_rank(role, grants) &&
           (role == ROLE_CAREGIVER || !grants.co_owner);
}

static enum verdict add_person(struct fold *fold)
{
    const struct circle_person *person = &fold->change->person;
    size_t present = 0;
    for (size_t i = 0; i < fold->circle.person_count; i++) {
        present += fold->people[i].removed ? 0 : 1;
    }
    if (fold->rank < RANK_CO_OWNER || person->role == ROLE_PATIENT ||
        !may_give(fold, person->role, person->grants) || present >= CIRCLE_PERSON_MAX ||
        find_person(fold, person->person) != NULL) {
        return VERDICT_REFUSED;
    }
    struct circle_person *added = &fold->people[fold->circle.person_count++];
    *added = *person;
    added->was_co_owner = person->grants.co_owner;
    added->stood_down_by = RANK_MEMBER;
    added->granted_hlc = 0;
    added->removed = false;
    return VERDICT_ACCEPTED;
}

static enum verdict append_device(struct fold *fold)
{
    const struct circle_device *device = &fold->change->device;
    size_t present = 0;
    for (size_t i = 0; i < fold->circle.device_count; i++) {
        present += fold->devices[i].retired ? 0 : 1;
    }
    if (present >= CIRCLE_DEVICE_MAX || key256_equal(device->sign, (struct key256){0}) ||
        key256_equal(device->sign, fold->circle.recovery_sign) ||
        circle_find_device(&fold->circle, device->sign) != NULL) {
        return VERDICT_REFUSED;
    }
    struct circle_device *added = &fold->devices[fold->circle.device_count++];
    *added = *device;
    added->retired = false;
    added->retired_by = RANK_MEMBER;
    return VERDICT_ACCEPTED;
}

/* A device that speaks of itself has moved to another seat: only its name towards the broker
 * changes. */
static bool is_move(const struct fold *fold)
{
    return fold->device != NULL && key256_equal(fold->device->sign, fold->change->device.sign);
}

static enum verdict move_device(struct fold *fold)
{
    struct circle_device *device = &fold->devices[fold->device - fold->devices];
    device->client_id = fold->change->device.client_id;
    return VERDICT_ACCEPTED;
}

static enum verdict add_device(struct fold *fold)
{
    if (is_move(fold)) {
        return move_device(fold);
    }
    if (fold->rank < RANK_CO_OWNER) {
        return VERDICT_REFUSED;
    }
    const struct circle_person *person = find_person(fold, fold->change->device.person);
    if (person == NULL) {
        return VERDICT_WAITS;
    }
    if (person->removed || !(outranks(fold, person) || is_author(fold, person))) {
        return VERDICT_REFUSED;
    }
    return append_device(fold);
}

/* The recovery sheet gives the patient a device. */
static enum verdict recover(struct fold *fold)
{
    const struct circle_person *person = find_person(fold, fold->change->device.person);
    if (fold->rank < RANK_RECOVERY || person == NULL || !is_patient(fold, person)) {
        return VERDICT_REFUSED;
    }
    /* Of a device that is there already it only tells that the sheet was used on it. */
    const struct circle_device *present =
        circle_find_device(&fold->circle, fold->change->device.sign);
    bool tells = present != NULL && !present->retired &&
                 is_patient(fold, circle_find_person(&fold->circle, present->person));
    return tells ? VERDICT_ACCEPTED : append_device(fold);
}

static bool gives_up(struct circle_grants before, struct circle_grants after)
{
    return after.co_owner <= before.co_owner && after.log <= before.log &&
           after.log_from_day >= before.log_from_day;
}

static bool is_of_itself(const struct fold *fold)
{
    const struct circle_change *change = fold->change;
    if (fold->device == NULL) {
        return false;
    }
    return change->type == OPERATION_RETIRE_DEVICE
               ? key256_equal(change->target_device, fold->device->sign)
               : id128_equal(change->type == OPERATION_GRANT ? change->person.person
                                                             : change->target_person,
                             fold->device->person);
}

/* What a device says of how far it counts itself weighs least, whatever its rank. The sheet speaks
 * for the patient, who can then admit more than it did. */
static enum rank weight(const struct fold *fold)
{
    if (is_of_itself(fold)) {
        return RANK_MEMBER;
    }
    return fold->rank == RANK_RECOVERY ? RANK_OWNER : fold->rank;
}

static void raise_to(enum rank *rank, enum rank by)
{
    *rank = by > *rank ? by : *rank;
}

static bool is_same_cut(const struct circle_cut *left, const struct circle_cut *right)
{
    return id128_equal(left->feed, right->feed) && id128_equal(left->person, right->person) &&
           left->by == right->by && left->of_grant == right->of_grant;
}

/* Of two cuts of one feed by one rank the later number counts: honest late work is let in, never
 * thrown out. */
static void cut_feeds(struct fold *fold, struct id128 person, bool of_grant)
{
    for (size_t i = 0; i < fold->change->cut_count; i++) {
        const struct circle_cut *named = &fold->change->cuts[i];
        const struct circle_cut cut = {named->feed, named->number, person, weight(fold), of_grant};
        size_t at = 0;
        while (at < fold->circle.cut_count && !is_same_cut(&fold->cuts[at], &cut)) {
            at++;
        }
        if (at == fold->circle.cut_count) {
            fold->cuts[fold->circle.cut_count++] = cut;
        } else if (fold->cuts[at].number < cut.number) {
            fold->cuts[at].number = cut.number;
        }
    }
}

static enum verdict grant(struct fold *fold)
{
    if (fold->rank < RANK_CO_OWNER) {
        return VERDICT_REFUSED;
    }
    struct circle_person *person = find_person(fold, fold->change->person.person);
    if (person == NULL) {
        return VERDICT_WAITS;
    }
    struct circle_grants grants = fold->change->person.grants;
    bool over_other = outranks(fold, person) && may_give(fold, person->role, grants);
    bool over_oneself = is_author(fold, person) && gives_up(person->grants, grants);
    if (person->removed || !(over_other || over_oneself)) {
        return VERDICT_REFUSED;
    }
    if (grants.co_owner && !person->grants.co_owner) {
        person->stood_down_by = RANK_MEMBER;
    }
    person->grants = grants;
    person->granted_hlc = fold->hlc;
    person->was_co_owner = person->was_co_owner || grants.co_owner;
    if (person->was_co_owner && !grants.co_owner) {
        raise_to(&person->stood_down_by, weight(fold));
        cut_feeds(fold, person->person, true);
    }
    return VERDICT_ACCEPTED;
}

static void retire(const struct fold *fold, struct circle_device *device)
{
    device->retired = true;
    raise_to(&device->retired_by, weight(fold));
}

static enum verdict retire_device(struct fold *fold)
{
    const struct circle_device *found =
        circle_find_device(&fold->circle, fold->change->target_device);
    if (found == NULL) {
        return VERDICT_WAITS;
    }
    const struct circle_person *person = circle_find_person(&fold->circle, found->person);
    if (!(outranks(fold, person) || is_author(fold, person))) {
        return VERDICT_REFUSED;
    }
    retire(fold, &fold->devices[found - fold->devices]);
    cut_feeds(fold, found->person, false);
    return VERDICT_ACCEPTED;
}

static enum verdict remove_person(struct fold *fold)
{
    struct circle_person *person = find_person(fold, fold->change->target_person);
    if (person == NULL) {
        return VERDICT_WAITS;
    }
    bool leaves = is_author(fold, person);
    bool sent_away = fold->rank >= RANK_CO_OWNER && outranks(fold, person);
    if (is_patient(fold, person) || !(leaves || sent_away)) {
        return VERDICT_REFUSED;
    }
    person->removed = true;
    for (size_t i = 0; i < fold->circle.device_count; i++) {
        if (id128_equal(fold->devices[i].person, person->person)) {
            retire(fold, &fold->devices[i]);
        }
    }
    cut_feeds(fold, person->person, false);
    return VERDICT_ACCEPTED;
}

/* Whoever judges has looked whether the author was there. */
static bool writes(const struct fold *fold, enum stream stream)
{
    struct circle_device present = *fold->device;
    present.retired = false;
    return circle_writes(&fold->circle, &present, stream);
}

static enum verdict new_epoch(struct fold *fold)
{
    bool allowed = fold->rank >= RANK_CO_OWNER || writes(fold, fold->change->epoch.stream);
    return allowed ? VERDICT_ACCEPTED : VERDICT_REFUSED;
}

static enum verdict (*const rules[])(struct fold *fold) = {
    [OPERATION_ADD_PERSON] = add_person,
    [OPERATION_ADD_DEVICE] = add_device,
    [OPERATION_GRANT] = grant,
    [OPERATION_RETIRE_DEVICE] = retire_device,
    [OPERATION_REMOVE_PERSON] = remove_person,
    [OPERATION_NEW_EPOCH] = new_epoch,
    [OPERATION_RECOVER] = recover,
};

/* What the author ranks as: clocks do not tell whether somebody stood in, what others had seen
 * does. */
static enum rank rank_as(const struct circle_person *author,
                         const struct circle_operation *operation)
{
    struct circle_grants grants = author->grants;
    bool stood_in = grants.co_owner || (operation->as_stand_in && author->was_co_owner);
    grants.co_owner = stood_in && !operation->as_member;
    return circle_role_rank(author->role, grants);
}

enum verdict circle_rules_judge(struct fold *fold, const struct circle_operation *operation)
{
    assert(operation->change.type > OPERATION_GENESIS &&
           operation->change.type <= OPERATION_RECOVER);
    fold->change = &operation->change;
    fold->hlc = operation->hlc;
    fold->author = NULL;
    fold->device = NULL;
    fold->rank = RANK_RECOVERY;
    if (!key256_equal(operation->author, fold->circle.recovery_sign)) {
        fold->device = circle_find_device(&fold->circle, operation->author);
        if (fold->device == NULL) {
            return VERDICT_WAITS;
        }
        if (fold->device->retired && !operation->in_time) {
            return VERDICT_REFUSED;
        }
        fold->author = circle_find_person(&fold->circle, fold->device->person);
        fold->rank = rank_as(fold->author, operation);
    }
    return rules[operation->change.type](fold);
}
