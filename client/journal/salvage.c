/* Tails of feeds that give way to what the others hold, without losing anything. */
#include "journal/salvage.h"

#include <assert.h>
#include <string.h>

#include "journal/own_circle.h"
#include "journal/versions.h"
#include "journal/view.h"
#include "journal/writer.h"
#include "wire/operation.h"

enum {
    GIVE_UP_FIRST = 32,    /* operations */
    GIVE_UP_DOUBLINGS = 2, /* and so much more each time */
    GIVE_UP_DOUBLINGS_MAX = 40,
    STRETCH = 256, /* operations read at a time */
};

/* The end of a feed while it gives way. */
struct tail {
    struct own_circle *circle;
    struct feed_row feed;       /* as it is */
    uint64_t keep;              /* what stays */
    struct key256 kept_hash;    /* of the last that stays */
    struct operation_list list; /* what goes */
    struct arena *arena;
};

static enum daybook_status read_range(struct tail *tail, uint64_t first, uint64_t last,
                                      struct operation_list *out_list)
{
    const struct operation_range range = {tail->feed.feed_no, first, last};
    enum daybook_status status =
        operation_rows_read(tail->circle->journal->database, &range, tail->arena, out_list);
    return status == DAYBOOK_OK && out_list->count != last - first + 1 ? DAYBOOK_DAMAGED : status;
}

/* The genesis names the circle: no other history of its feed can lack it. */
static enum daybook_status keep_genesis(struct tail *tail)
{
    struct operation_list first;
    if (tail->keep > 0 || tail->feed.stream != STREAM_CIRCLE || tail->feed.number == 0) {
        return DAYBOOK_OK;
    }
    enum daybook_status status = read_range(tail, 1, 1, &first);
    if (status == DAYBOOK_OK && first.rows[0].type == OPERATION_GENESIS) {
        tail->keep = 1;
    }
    return status;
}

/* The rows behind what stays, and the hash of the last that stays. */
static enum daybook_status read_tail(struct tail *tail)
{
    struct operation_list kept;
    enum daybook_status status = keep_genesis(tail);
    if (status == DAYBOOK_OK && tail->keep > 0) {
        status = read_range(tail, tail->keep, tail->keep, &kept);
        if (status == DAYBOOK_OK) {
            tail->kept_hash = kept.rows[0].hash;
        }
    }
    if (status == DAYBOOK_OK && tail->keep < tail->feed.number) {
        status = read_range(tail, tail->keep + 1, tail->feed.number, &tail->list);
    }
    return status;
}

/* Is there another writing of the operation, in another feed, that says as much? A body may have
 * been kept back by whoever passed that one on. */
static enum daybook_status find_other(const struct tail *tail, const struct operation_row *row,
                                      struct arena *arena, bool *out_found)
{
    struct operation_list list;
    struct operation_header header;
    struct operation_header other;
    const struct operation_subject subject = {tail->circle->row.circle_no, row->stream,
                                              row->entity};
    enum daybook_status status = operation_header_decode(row->header, arena, &header);
    if (status == DAYBOOK_OK) {
        status = operation_rows_of_entity(tail->circle->journal->database, &subject, arena, &list);
    }
    *out_found = false;
    for (size_t i = 0; status == DAYBOOK_OK && i < list.count && !*out_found; i++) {
        const struct operation_row *candidate = &list.rows[i];
        status = candidate->feed_no == row->feed_no
                     ? DAYBOOK_INVALID
                     : operation_header_decode(candidate->header, arena, &other);
        *out_found = status == DAYBOOK_OK && versions_are_one(row, &header, candidate, &other) &&
                     (row->body.data == NULL || candidate->body.data != NULL);
        status = status == DAYBOOK_INVALID ? DAYBOOK_OK : status;
    }
    return status;
}

/* Append the operation once more, unless it was; what nobody can read is nothing to keep. */
static enum daybook_status write_again(struct writer *writer, const struct tail *tail,
                                       const struct operation_row *row, struct arena *arena)
{
    bool found = false;
    struct operation_row written;
    struct operation_header header;
    struct database *database = tail->circle->journal->database;
    enum daybook_status status = operation_header_decode(row->header, arena, &header);
    if (status == DAYBOOK_OK) {
        status = find_other(tail, row, arena, &found);
    }
    if (status != DAYBOOK_OK || found) {
        return status;
    }
    const struct writer_former former = {.hash = row->hash,
                                         .body_hash = header.body_hash,
                                         .hlc = row->hlc,
                                         .quarantined = row->quarantined};
    const struct writer_operation operation = {.type = (enum operation_type)row->type,
                                               .entity = row->entity,
                                               .supersedes = header.supersedes,
                                               .supersedes_count = header.supersedes_count,
                                               .body = row->body,
                                               .former = &former};
    status = writer_append(writer, &operation, &written);
    if (status == DAYBOOK_OK) {
        status = operation_rows_copy_undone(database, row->operation_no, written.operation_no);
    }
    if (status == DAYBOOK_OK && !row->quarantined && row->stream != STREAM_CIRCLE) {
        status = view_apply(tail->circle, &written, arena);
    }
    return status;
}

static enum daybook_status write_all_again(struct writer *writer, const struct tail *tail,
                                           const struct operation_list *list)
{
    struct arena *arena = arena_create(0);
    enum daybook_status status = arena == NULL ? DAYBOOK_NO_MEMORY : DAYBOOK_OK;
    for (size_t i = 0; i < list->count && status == DAYBOOK_OK; i++) {
        arena_reset(arena);
        status = write_again(writer, tail, &list->rows[i], arena);
    }
    arena_free(arena);
    return status;
}

/* Delete the tail and bring head and views up to date, inside a transaction. */
static enum daybook_status drop(const struct tail *tail)
{
    struct database *database = tail->circle->journal->database;
    struct arena *arena = arena_create(0);
    enum daybook_status status = arena == NULL ? DAYBOOK_NO_MEMORY : DAYBOOK_OK;
    if (status == DAYBOOK_OK) {
        status = feed_rows_drop_tail(database, tail->feed.feed_no, tail->keep);
    }
    if (status == DAYBOOK_OK) {
        status = feed_rows_set_head(database, tail->feed.feed_no, tail->keep, tail->kept_hash);
    }
    for (size_t i = 0; i < tail->list.count && status == DAYBOOK_OK; i++) {
        arena_reset(arena);
        if (!tail->list.rows[i].quarantined && tail->feed.stream != STREAM_CIRCLE) {
            status = view_apply(tail->circle, &tail->list.rows[i], arena);
        }
    }
    arena_free(arena);
    return status;
}

/* What is left must end in a signature: of an own feed it is made now. */
static enum daybook_status sign_kept(const struct tail *tail)
{
    struct signed_head head = {.number = tail->keep};
    struct journal *journal = tail->circle->journal;
    if (tail->keep == 0) {
        return DAYBOOK_OK;
    }
    identity_sign_head(journal->identity, tail->feed.feed, head.number, tail->kept_hash,
                       &head.signature);
    return feed_rows_sign(journal->database, tail->feed.feed_no, &head);
}

/* In memory as it is in the store now. */
static void take_over(const struct tail *tail, bool own)
{
    struct feed_row *feed = own_circle_feed(tail->circle, tail->feed.feed);
    assert(feed != NULL);
    feed->number = tail->keep;
    feed->hash = tail->kept_hash;
    if (own) {
        feed->rewritten =
            feed->given_up && feed->rewritten < tail->keep ? feed->rewritten : tail->keep;
        feed->given_up = true;
    }
    if (tail->feed.stream == STREAM_CIRCLE) {
        tail->circle->fold_due = true;
    }
}

static enum daybook_status give_up(struct tail *tail)
{
    struct writer writer;
    struct database *database = tail->circle->journal->database;
    uint64_t rewritten = tail->feed.given_up && tail->feed.rewritten < tail->keep
                             ? tail->feed.rewritten
                             : tail->keep;
    enum daybook_status status = writer_begin(tail->circle, tail->feed.stream, &writer);
    if (status != DAYBOOK_OK) {
        return status;
    }
    status = write_all_again(&writer, tail, &tail->list);
    if (status == DAYBOOK_OK) {
        status = drop(tail);
    }
    if (status == DAYBOOK_OK) {
        status = sign_kept(tail);
    }
    if (status == DAYBOOK_OK) {
        status = feed_rows_set_rewritten(database, tail->feed.feed_no, rewritten);
    }
    status = writer_end(&writer, status);
    if (status == DAYBOOK_OK) {
        take_over(tail, true);
    }
    return status;
}

/* May this device write what it would have to write again? */
static bool may_write(const struct own_circle *circle, enum stream stream)
{
    return circle->complete && circle_writes(circle->circle, own_circle_self(circle), stream);
}

enum daybook_status salvage_give_up(struct own_circle *circle, struct id128 feed, uint64_t differs,
                                    bool *out_changed)
{
    const struct feed_row *row = own_circle_feed(circle, feed);
    if (row == NULL || row->number == 0 || !may_write(circle, row->stream)) {
        return DAYBOOK_OK;
    }
    uint32_t doublings = circle->given_up * GIVE_UP_DOUBLINGS;
    uint64_t step = (uint64_t)GIVE_UP_FIRST
                    << (doublings < GIVE_UP_DOUBLINGS_MAX ? doublings : GIVE_UP_DOUBLINGS_MAX);
    struct tail tail = {.circle = circle,
                        .feed = *row,
                        .keep = row->number > step ? row->number - step : 0,
                        .arena = arena_create(0)};
    tail.keep = differs > 0 && differs <= tail.keep ? differs - 1 : tail.keep;
    enum daybook_status status = tail.arena == NULL ? DAYBOOK_NO_MEMORY : read_tail(&tail);
    if (status == DAYBOOK_OK && tail.list.count > 0) {
        status = give_up(&tail);
        if (status == DAYBOOK_OK) {
            circle->given_up++;
            *out_changed = true;
        }
    }
    arena_free(tail.arena);
    return status;
}

/* How much of a feed has to stay, because it was not written again. */
static enum daybook_status find_keep(struct tail *tail)
{
    struct operation_list row;
    bool found = true;
    enum daybook_status status = DAYBOOK_OK;
    tail->keep = tail->feed.number;
    while (status == DAYBOOK_OK && found && tail->keep > 0) {
        arena_reset(tail->arena);
        status = read_range(tail, tail->keep, tail->keep, &row);
        if (status == DAYBOOK_OK) {
            status = find_other(tail, &row.rows[0], tail->arena, &found);
        }
        tail->keep -= status == DAYBOOK_OK && found ? 1 : 0;
    }
    return status;
}

/* What stays must end in a signature of the author. */
static enum daybook_status keep_signed(struct tail *tail)
{
    struct signed_head head;
    enum daybook_status status =
        tail->keep == 0 || tail->keep == tail->feed.number
            ? DAYBOOK_OK
            : feed_rows_next_signed_head(tail->circle->journal->database, tail->feed.feed_no,
                                         tail->keep, &head);
    if (status == DAYBOOK_OK && tail->keep > 0 && tail->keep < tail->feed.number) {
        tail->keep = head.number;
    }
    return status;
}

static enum daybook_status yield(struct tail *tail)
{
    struct database *database = tail->circle->journal->database;
    enum daybook_status status = database_begin(database);
    if (status != DAYBOOK_OK) {
        return status;
    }
    status = drop(tail);
    if (status == DAYBOOK_OK) {
        status = database_commit(database);
    }
    if (status != DAYBOOK_OK) {
        database_rollback(database);
        return status;
    }
    take_over(tail, false);
    return DAYBOOK_OK;
}

enum daybook_status salvage_yield(struct own_circle *circle, struct id128 feed, bool *out_changed)
{
    const struct feed_row *row = own_circle_feed(circle, feed);
    if (row == NULL || row->number == 0) {
        return DAYBOOK_OK;
    }
    struct tail tail = {.circle = circle, .feed = *row, .arena = arena_create(0)};
    enum daybook_status status = tail.arena == NULL ? DAYBOOK_NO_MEMORY : find_keep(&tail);
    if (status == DAYBOOK_OK) {
        status = keep_signed(&tail);
    }
    if (status == DAYBOOK_OK) {
        arena_reset(tail.arena);
        status = read_tail(&tail);
    }
    if (status == DAYBOOK_OK && tail.list.count > 0) {
        status = yield(&tail);
        *out_changed = status == DAYBOOK_OK;
    }
    arena_free(tail.arena);
    return status;
}

/* One stretch of a feed whose place was taken by what the others hold. */
static enum daybook_status catch_up(struct own_circle *circle, const struct feed_row *feed)
{
    struct writer writer;
    struct operation_list list;
    struct tail tail = {.circle = circle, .feed = *feed, .arena = arena_create(0)};
    uint64_t last =
        feed->number - feed->rewritten > STRETCH ? feed->rewritten + STRETCH : feed->number;
    enum daybook_status status = tail.arena == NULL
                                     ? DAYBOOK_NO_MEMORY
                                     : read_range(&tail, feed->rewritten + 1, last, &list);
    if (status == DAYBOOK_OK) {
        status = writer_begin(circle, tail.feed.stream, &writer);
    }
    if (status != DAYBOOK_OK) {
        arena_free(tail.arena);
        return status;
    }
    status = write_all_again(&writer, &tail, &list);
    if (status == DAYBOOK_OK) {
        status = feed_rows_set_rewritten(circle->journal->database, tail.feed.feed_no, last);
    }
    status = writer_end(&writer, status);
    if (status == DAYBOOK_OK) {
        own_circle_feed(circle, tail.feed.feed)->rewritten = last;
        circle->fold_due = circle->fold_due || tail.feed.stream == STREAM_CIRCLE;
    }
    arena_free(tail.arena);
    return status;
}

enum daybook_status salvage_catch_up(struct own_circle *circle)
{
    enum daybook_status status = DAYBOOK_OK;
    for (size_t i = 0; i < circle->feed_count && status == DAYBOOK_OK; i++) {
        const struct feed_row *feed = &circle->feeds[i];
        if (feed->given_up && feed->number > feed->rewritten && may_write(circle, feed->stream)) {
            status = catch_up(circle, feed);
        }
    }
    return status;
}
