/* The operations of the `circle` stream, read from the store and folded. */
#include "journal/circle_stream.h"

#include <assert.h>

#include "journal/own_circle.h"
#include "journal/versions.h"
#include "vault/digest.h"
#include "wire/body.h"
#include "wire/operation.h"

/* A row of the `circle` stream as the fold wants it. INVALID for a type that is no membership
 * operation or bytes that do not decode, which both stay stored and mean nothing. */
static enum daybook_status read_change(const struct own_circle *circle,
                                       const struct operation_row *row, struct arena *arena,
                                       struct circle_operation *out_operation)
{
    enum stream stream = STREAM_LOG;
    if (!operation_stream(row->type, &stream) || stream != STREAM_CIRCLE ||
        row->body.data == NULL) {
        return DAYBOOK_INVALID;
    }
    /* The circle is named after its genesis: any other one founds another circle. */
    if (row->type == OPERATION_GENESIS &&
        !id128_equal(digest_circle(row->header, row->body), circle->row.circle)) {
        return DAYBOOK_INVALID;
    }
    *out_operation =
        (struct circle_operation){.hash = row->hash, .hlc = row->hlc, .author = row->device};
    enum daybook_status status = body_decode_change((enum operation_type)row->type, row->body,
                                                    arena, &out_operation->change);
    if (status != DAYBOOK_OK) {
        return status == DAYBOOK_NO_MEMORY ? status : DAYBOOK_INVALID;
    }
    /* Anybody can copy the genesis, byte for byte, into a feed of their own. */
    bool own = row->type != OPERATION_GENESIS ||
               key256_equal(out_operation->change.device.sign, row->device);
    return own ? DAYBOOK_OK : DAYBOOK_INVALID;
}

const struct operation_row *circle_stream_row(const struct circle_stream *stream,
                                              const struct circle_operation *operation)
{
    assert(operation->row < stream->list.count);
    return &stream->list.rows[operation->row];
}

static bool acts_on_itself(const struct circle_operation *operation,
                           const struct circle_device *author)
{
    const struct circle_change *change = &operation->change;
    return (change->type == OPERATION_REMOVE_PERSON &&
            id128_equal(change->target_person, author->person)) ||
           (change->type == OPERATION_GRANT &&
            id128_equal(change->person.person, author->person)) ||
           (change->type == OPERATION_RETIRE_DEVICE &&
            key256_equal(change->target_device, author->sign));
}

static struct circle_place place_of(const struct circle_stream *stream,
                                    const struct circle_operation *operation)
{
    return own_circle_place(stream->own, circle_stream_row(stream, operation));
}

/* Written by somebody of at least this rank who was sent away, behind what their removal had seen?
 * Its clock may say that it was written before: nobody can tell. */
static bool is_late(const struct circle_stream *stream, const struct circle_operation *operation,
                    enum rank rank)
{
    const struct circle *folded = stream->circle;
    const struct circle_device *author = circle_find_device(folded, operation->author);
    if (author == NULL || !author->retired || operation->change.type == OPERATION_GENESIS ||
        acts_on_itself(operation, author)) {
        return false;
    }
    const struct circle_person *person = circle_find_person(folded, author->person);
    assert(person != NULL);
    const struct circle_grants highest = {.co_owner = person->was_co_owner};
    const struct circle_place place = place_of(stream, operation);
    return circle_role_rank(person->role, highest) >= rank && circle_beyond_cut(folded, &place);
}

/* What its author's place in the circle was when it was written: what others had seen of it, as
 * those of some rank say, tells that, and not its clock, which may be years ahead. */
static bool mark_standing(const struct circle_stream *stream, struct circle_operation *operation)
{
    const struct circle_device *author = circle_find_device(stream->circle, operation->author);
    const struct circle_person *person = circle_author(stream->circle, operation->author);
    bool stepped_down = person != NULL && person->was_co_owner && !person->grants.co_owner;
    if (author == NULL || (!author->retired && !stepped_down)) {
        return false;
    }
    const struct circle_operation before = *operation;
    const struct circle_place place = place_of(stream, operation);
    bool stood_down = circle_stood_down(stream->circle, &place);
    operation->in_time = before.in_time || (author->retired_by > RANK_MEMBER &&
                                            !circle_beyond_cut(stream->circle, &place));
    operation->as_stand_in =
        before.as_stand_in || (stepped_down && !stood_down && person->stood_down_by > RANK_MEMBER &&
                               operation->hlc > person->granted_hlc);
    operation->as_member =
        before.as_member || (stood_down && !acts_on_itself(operation, author)); /* gives it up */
    return operation->in_time != before.in_time || operation->as_stand_in != before.as_stand_in ||
           operation->as_member != before.as_member;
}

/* False: nothing is marked that was not before. */
static bool mark_standings(struct circle_stream *stream)
{
    bool marked = false;
    for (size_t i = 0; i < stream->count; i++) {
        marked = mark_standing(stream, &stream->operations[i]) || marked;
    }
    return marked;
}

/* Move what is late behind what counts, as refused. False: nothing is. */
static bool drop_late(struct circle_stream *stream, enum rank rank)
{
    size_t before = stream->count;
    for (size_t i = 0; i < stream->count;) {
        struct circle_operation operation = stream->operations[i];
        if (!is_late(stream, &operation, rank)) {
            i++;
            continue;
        }
        operation.refused = true;
        stream->operations[i] = stream->operations[--stream->count];
        stream->operations[stream->count] = operation;
    }
    return stream->count < before;
}

/* What was read of the stream so far: of two writings of one operation the lower hash counts. */
struct reading {
    const struct operation_row **rows; /* beside the operations */
    struct operation_header *headers;
    size_t salvaged;
};

/* The place of the operation: that of its other writing, or the next. */
static size_t find_place(const struct circle_stream *stream, const struct reading *reading,
                         const struct operation_row *row, const struct operation_header *header)
{
    for (size_t i = 0; reading->salvaged > 0 && i < stream->count; i++) {
        if (versions_are_one(row, header, reading->rows[i], &reading->headers[i])) {
            return i;
        }
    }
    return stream->count;
}

static void take_change(struct circle_stream *stream, struct reading *reading,
                        const struct operation_row *row, const struct operation_header *header)
{
    const struct circle_operation read = stream->operations[stream->count];
    reading->salvaged += header->salvaged ? 1 : 0;
    size_t place = find_place(stream, reading, row, header);
    bool is_new = place == stream->count;
    if (is_new || key256_compare(row->hash, reading->rows[place]->hash) < 0) {
        stream->operations[place] = read;
        reading->rows[place] = row;
        reading->headers[place] = *header;
    }
    /* One of its writings is, for the next comparison. */
    reading->headers[place].salvaged = reading->headers[place].salvaged || !is_new;
    stream->count += is_new ? 1 : 0;
}

/* What to fold, on the arena. */
static enum daybook_status read_changes(struct circle_stream *stream, struct arena *arena)
{
    const struct operation_list *list = &stream->list;
    struct reading reading = {
        .rows = arena_take_array(arena, list->count, sizeof(const struct operation_row *)),
        .headers = arena_take_array(arena, list->count, sizeof *reading.headers),
    };
    stream->operations = arena_take_array(arena, list->count, sizeof *stream->operations);
    if (stream->operations == NULL || reading.rows == NULL || reading.headers == NULL) {
        return DAYBOOK_NO_MEMORY;
    }
    for (size_t i = 0; i < list->count; i++) {
        struct operation_header header;
        enum daybook_status status =
            read_change(stream->own, &list->rows[i], arena, &stream->operations[stream->count]);
        if (status == DAYBOOK_OK) {
            status = operation_header_decode(list->rows[i].header, arena, &header);
        }
        if (status == DAYBOOK_NO_MEMORY) {
            return status;
        }
        stream->operations[stream->count].row = i;
        if (status == DAYBOOK_OK) {
            take_change(stream, &reading, &list->rows[i], &header);
        }
    }
    stream->operation_count = stream->count;
    return DAYBOOK_OK;
}

/* Fold what counts. Late operations of those who can remove others go first, the highest rank
 * before the lower: who was removed by one of them alone is a member after all. */
static enum daybook_status fold_members(struct circle_stream *stream, struct arena *arena)
{
    bool again = true;
    enum daybook_status status = DAYBOOK_OK;
    while (status == DAYBOOK_OK && again) {
        status = circle_fold(stream->operations, stream->count, arena, &stream->circle);
        again = status == DAYBOOK_OK &&
                (drop_late(stream, RANK_OWNER) || mark_standings(stream) ||
                 drop_late(stream, RANK_CO_OWNER) || drop_late(stream, RANK_MEMBER));
    }
    return status;
}

enum daybook_status circle_stream_fold(const struct own_circle *own, struct arena *arena,
                                       struct circle_stream *out_stream)
{
    struct circle_stream stream = {.own = own};
    enum daybook_status status = operation_rows_of_stream(
        own->journal->database, own->row.circle_no, STREAM_CIRCLE, arena, &stream.list);
    if (status == DAYBOOK_OK) {
        status = read_changes(&stream, arena);
    }
    if (status == DAYBOOK_OK) {
        status = fold_members(&stream, arena);
    }
    if (status == DAYBOOK_OK) {
        *out_stream = stream;
    }
    return status;
}
