/* The history of a circle: who changed what in it, and when. */
#include <assert.h>

#include "journal/circle_stream.h"
#include "journal/circles.h"

/* Whom a change is about. */
static bool person_of(const struct circle *circle, const struct circle_change *change,
                      struct id128 *out_person)
{
    const struct circle_device *device = NULL;
    switch (change->type) {
    case OPERATION_GENESIS:
    case OPERATION_ADD_PERSON:
    case OPERATION_GRANT:
        *out_person = change->person.person;
        return true;
    case OPERATION_ADD_DEVICE:
    case OPERATION_RECOVER:
        *out_person = change->device.person;
        return true;
    case OPERATION_REMOVE_PERSON:
        *out_person = change->target_person;
        return true;
    case OPERATION_RETIRE_DEVICE:
        device = circle_find_device(circle, change->target_device);
        *out_person = device != NULL ? device->person : (struct id128){{0}};
        return device != NULL;
    case OPERATION_NEW_EPOCH:
    case OPERATION_ENTRY:
    case OPERATION_AMEND:
    case OPERATION_RETRACT:
    case OPERATION_ERASE:
    case OPERATION_PLAN:
    case OPERATION_FLAG_ACK:
    case OPERATION_QUESTION:
    case OPERATION_SUMMARY:
        break;
    }
    return false;
}

/* Which device it is about. */
static void describe_device(const struct circle_change *change,
                            struct journal_membership *out_membership)
{
    bool brings = change->type == OPERATION_GENESIS || change->type == OPERATION_ADD_DEVICE ||
                  change->type == OPERATION_RECOVER;
    out_membership->has_device = brings || change->type == OPERATION_RETIRE_DEVICE;
    out_membership->device = brings ? change->device.sign : change->target_device;
}

static struct journal_membership describe(const struct circle_stream *stream,
                                          const struct circle_operation *operation)
{
    const struct operation_row *row = circle_stream_row(stream, operation);
    const struct circle_change *change = &operation->change;
    const struct circle_person *author = circle_author(stream->circle, operation->author);
    struct journal_membership membership = {
        .type = change->type,
        .refused = operation->refused,
        .said_ms = hybrid_clock_ms(operation->hlc),
        .received_ms = row->received_ms,
        .by_sheet = key256_equal(operation->author, stream->circle->recovery_sign),
        .author = operation->author,
        .author_name = author != NULL ? author->name : (struct bytes){0},
        .grants = change->person.grants,
        .stream = change->epoch.stream,
        .generation = change->epoch.generation,
    };
    describe_device(change, &membership);
    membership.has_person = person_of(stream->circle, change, &membership.person);
    const struct circle_person *person =
        membership.has_person ? circle_find_person(stream->circle, membership.person) : NULL;
    bool names = change->type == OPERATION_ADD_PERSON; /* also when it was refused */
    membership.role = person != NULL ? person->role : change->person.role;
    membership.person_name = person != NULL ? person->name
                             : names        ? change->person.name
                                            : (struct bytes){0};
    return membership;
}

enum daybook_status journal_membership_log(struct journal *journal, size_t circle,
                                           struct arena *arena,
                                           struct journal_membership **out_changes,
                                           size_t *out_count)
{
    const struct own_circle *own = journal_circle(journal, circle);
    assert(own != NULL);
    struct circle_stream stream = {0};
    enum daybook_status status = circle_stream_fold(own, arena, &stream);
    if (status != DAYBOOK_OK) {
        return status;
    }
    struct journal_membership *changes =
        arena_take_array(arena, stream.operation_count, sizeof *changes);
    if (changes == NULL) {
        return DAYBOOK_NO_MEMORY;
    }
    circle_sort(stream.operations, stream.operation_count);
    for (size_t i = 0; i < stream.operation_count; i++) {
        changes[i] = describe(&stream, &stream.operations[i]);
    }
    *out_changes = changes;
    *out_count = stream.operation_count;
    return DAYBOOK_OK;
}
