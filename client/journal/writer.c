/* Appending own operations to a feed. */
#include "journal/writer.h"

#include <assert.h>

#include "base/buffer.h"
#include "journal/flag_watch.h"
#include "journal/own_circle.h"
#include "store/setting_rows.h"
#include "vault/digest.h"
#include "wire/operation.h"

enum {
    SIGNATURE_SPAN_SIZE = BATCH_SIZE_MAX / 2
}; /* a run up to a signed head must fit one envelope */

/* The feed to write to, found or added inside the open transaction. */
static enum daybook_status open_feed(struct own_circle *circle, enum stream stream,
                                     const struct writer_author *author, struct writer *out_writer)
{
    size_t feeds_before = circle->feed_count;
    const struct key256 sign = identity_public(author->identity).sign;
    struct feed_row *feed = own_circle_feed(
        circle, digest_feed(circle->row.circle, sign, author->incarnation, (uint8_t)stream));
    enum daybook_status status = DAYBOOK_OK;
    if (feed == NULL) {
        status = own_circle_add_feed(circle, sign, author->incarnation, stream, &feed);
    }
    if (status == DAYBOOK_OK) {
        *out_writer = (struct writer){.circle = circle,
                                      .identity = author->identity,
                                      .feed = *feed,
                                      .feeds_before = feeds_before};
    }
    return status;
}

enum daybook_status writer_begin_as(struct own_circle *circle, enum stream stream,
                                    const struct writer_author *author, struct writer *out_writer)
{
    struct database *database = circle->journal->database;
    size_t feeds_before = circle->feed_count;
    enum daybook_status status = database_begin(database);
    if (status != DAYBOOK_OK) {
        return status;
    }
    status = open_feed(circle, stream, author, out_writer);
    if (status != DAYBOOK_OK) {
        database_rollback(database);
        own_circle_drop_feeds(circle, feeds_before);
    }
    return status;
}

enum daybook_status writer_begin(struct own_circle *circle, enum stream stream,
                                 struct writer *out_writer)
{
    if (!circle->complete) {
        return DAYBOOK_DENIED;
    }
    const struct writer_author self = {circle->journal->identity, circle->row.incarnation};
    return writer_begin_as(circle, stream, &self, out_writer);
}

enum daybook_status writer_begin_beside(const struct writer *first, enum stream stream,
                                        struct writer *out_writer)
{
    const struct writer_author author = {first->identity, first->feed.incarnation};
    return open_feed(first->circle, stream, &author, out_writer);
}

static enum daybook_status sign_head(struct writer *writer)
{
    struct signed_head head = {.number = writer->feed.number};
    identity_sign_head(writer->identity, writer->feed.feed, head.number, writer->feed.hash,
                       &head.signature);
    writer->unsigned_count = 0;
    writer->unsigned_size = 0;
    return feed_rows_sign(writer->circle->journal->database, writer->feed.feed_no, &head);
}

/* When it is said to be written. */
static uint64_t clock_of(struct journal *journal, const struct writer_operation *operation)
{
    if (operation->former != NULL) {
        return operation->former->hlc;
    }
    uint64_t stamp = journal_stamp(journal);
    bool above = stamp > operation->after_hlc || operation->after_hlc == UINT64_MAX;
    return above ? stamp : operation->after_hlc + 1;
}

enum daybook_status writer_append(struct writer *writer, const struct writer_operation *operation,
                                  struct operation_row *out_row)
{
    struct journal *journal = writer->circle->journal;
    const struct writer_former *former = operation->former;
    struct buffer bytes = {.limit_size = OPERATION_HEADER_MAX};
    const struct operation_header header = {
        .type = operation->type,
        .entity = operation->entity,
        .hlc = clock_of(journal, operation),
        .supersedes = operation->supersedes,
        .supersedes_count = operation->supersedes_count,
        .body_hash = former == NULL ? digest_body(operation->body) : former->body_hash,
        .salvaged = former != NULL,
        .former = former != NULL ? former->hash : (struct key256){{0}},
    };
    operation_header_encode(&header, &bytes);
    if (bytes.failed) {
        buffer_free(&bytes);
        return DAYBOOK_NO_MEMORY;
    }
    uint64_t number = writer->feed.number + 1;
    struct operation_row row = {
        .feed_no = writer->feed.feed_no,
        .number = number,
        .hash =
            digest_operation(writer->feed.feed, number, writer->feed.hash, buffer_bytes(&bytes)),
        .type = header.type,
        .entity = header.entity,
        .hlc = header.hlc,
        .header = buffer_bytes(&bytes),
        .body = operation->body,
        .received_ms = journal_wall_ms(journal),
        .quarantined = former != NULL && former->quarantined,
        .device = writer->feed.device,
        .stream = writer->feed.stream,
    };
    enum daybook_status status = operation_rows_add(journal->database, &row);
    writer->unsigned_count++;
    writer->unsigned_size += bytes.size + operation->body.size;
    buffer_free(&bytes);
    if (status != DAYBOOK_OK) {
        return status;
    }
    writer->feed.number = number;
    writer->feed.hash = row.hash;
    row.header = (struct bytes){0};
    *out_row = row;
    bool span_is_full = writer->unsigned_count >= SIGNATURE_SPAN_MAX ||
                        writer->unsigned_size >= SIGNATURE_SPAN_SIZE;
    return span_is_full ? sign_head(writer) : DAYBOOK_OK;
}

static enum daybook_status close_feed(struct writer *writer)
{
    enum daybook_status status = DAYBOOK_OK;
    if (writer->unsigned_count > 0) {
        status = sign_head(writer);
    }
    return status != DAYBOOK_OK
               ? status
               : feed_rows_set_head(writer->circle->journal->database, writer->feed.feed_no,
                                    writer->feed.number, writer->feed.hash);
}

static enum daybook_status commit(const struct journal *journal)
{
    enum daybook_status status =
        setting_rows_put_number(journal->database, SETTING_CLOCK, journal->clock);
    return status == DAYBOOK_OK ? database_commit(journal->database) : status;
}

/* What is committed is told to those who go by it. */
static void follow(const struct writer *writer)
{
    struct own_circle *circle = writer->circle;
    struct feed_row *feed = own_circle_feed(circle, writer->feed.feed);
    assert(feed != NULL);
    *feed = writer->feed;
    bool own = writer->identity == circle->journal->identity;
    circle->written_due[writer->feed.stream] = circle->written_due[writer->feed.stream] || own;
    if (writer->feed.stream != STREAM_CIRCLE) {
        flag_watch_note(circle);
    }
    if (writer->feed.stream == STREAM_LOG) {
        circle->summaries_due_ms = journal_monotonic_ms(circle->journal) + SUMMARIES_PAUSE_MS;
    }
}

static enum daybook_status end(struct writer *first, struct writer *second,
                               enum daybook_status status)
{
    struct own_circle *circle = first->circle;
    if (status == DAYBOOK_OK) {
        status = close_feed(first);
    }
    if (status == DAYBOOK_OK && second != NULL) {
        status = close_feed(second);
    }
    if (status == DAYBOOK_OK) {
        status = commit(circle->journal);
    }
    if (status != DAYBOOK_OK) {
        database_rollback(circle->journal->database);
        own_circle_drop_feeds(circle, first->feeds_before);
        return status;
    }
    follow(first);
    if (second != NULL) {
        follow(second);
    }
    return DAYBOOK_OK;
}

enum daybook_status writer_end(struct writer *writer, enum daybook_status status)
{
    return end(writer, NULL, status);
}

enum daybook_status writer_end_both(struct writer *first, struct writer *second,
                                    enum daybook_status status)
{
    return end(first, second, status);
}
