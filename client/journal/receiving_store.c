/* Committing what arrived and the engine accepted, with its views. */
#include <string.h>

#include "journal/flag_watch.h"
#include "journal/own_circle.h"
#include "journal/receiving.h"
#include "journal/view.h"
#include "store/operation_rows.h"
#include "store/setting_rows.h"
#include "wire/operation.h"

/* One operation of a run into store and views. */
static enum daybook_status store_operation(struct own_circle *circle,
                                           const struct received_run *received, size_t index,
                                           const struct feed_row *feed, struct arena *arena)
{
    struct journal *journal = circle->journal;
    const struct wire_operation *operation = &received->run->operations[index];
    struct operation_header header;
    enum daybook_status status = operation_header_decode(operation->header, arena, &header);
    if (status != DAYBOOK_OK) {
        return status;
    }
    struct operation_row row = {
        .feed_no = feed->feed_no,
        .number = received->run->first + index,
        .hash = received->hashes[index],
        .type = header.type,
        .entity = header.entity,
        .hlc = header.hlc,
        .header = operation->header,
        .body = operation->body,
        .received_ms =
            received->marks == NULL ? journal_wall_ms(journal) : received->marks[index].received_ms,
        .device = feed->device,
        .stream = feed->stream,
    };
    bool was_refused = received->marks != NULL && received->marks[index].quarantined;
    row.quarantined = was_refused || !view_allows(circle, &row);
    journal->clock = hybrid_clock_hear(journal->clock, header.hlc, journal_wall_ms(journal));
    status = operation_rows_add(journal->database, &row);
    if (status != DAYBOOK_OK || feed->stream == STREAM_CIRCLE) {
        return status;
    }
    return row.quarantined ? view_set_aside(circle, &row, arena) : view_apply(circle, &row, arena);
}

/* All of the run from skip on, its signed head and the clock; feed is moved to its new head. */
static enum daybook_status store_run(struct own_circle *circle, const struct received_run *received,
                                     size_t skip, struct feed_row *feed)
{
    struct database *database = circle->journal->database;
    const struct wire_run *run = received->run;
    struct signed_head head = {.number = run->first + run->count - 1};
    struct arena *arena = arena_create(0);
    enum daybook_status status = arena == NULL ? DAYBOOK_NO_MEMORY : DAYBOOK_OK;
    for (size_t i = skip; i < run->count && status == DAYBOOK_OK; i++) {
        arena_reset(arena);
        status = store_operation(circle, received, i, feed, arena);
    }
    arena_free(arena);
    feed->number = head.number;
    feed->hash = received->hashes[run->count - 1];
    memcpy(head.signature.bytes, run->signature, sizeof head.signature.bytes);
    if (status == DAYBOOK_OK) {
        status = feed_rows_set_head(database, feed->feed_no, feed->number, feed->hash);
    }
    if (status == DAYBOOK_OK) {
        status = feed_rows_sign(database, feed->feed_no, &head);
    }
    if (status == DAYBOOK_OK) {
        status = setting_rows_put_number(database, SETTING_CLOCK, circle->journal->clock);
    }
    return status;
}

/* The engine compares a few bytes of the hash; here the whole of it must continue what is held. */
static bool continues(const struct feed_row *feed, const struct received_run *received, size_t skip)
{
    struct key256 before = skip == 0 ? received->run->previous : received->hashes[skip - 1];
    return received->run->first + skip == feed->number + 1 && key256_equal(before, feed->hash);
}

enum daybook_status receiving_put(struct own_circle *circle, const struct received_run *received,
                                  size_t skip)
{
    struct feed_row *feed = own_circle_feed(circle, received->feed);
    enum daybook_status status = DAYBOOK_OK;
    if (feed == NULL) {
        status = own_circle_add_feed(circle, received->run->device, received->run->incarnation,
                                     received->stream, &feed);
    }
    if (status != DAYBOOK_OK) {
        return status;
    }
    struct feed_row moved = *feed;
    status = continues(feed, received, skip) ? store_run(circle, received, skip, &moved)
                                             : DAYBOOK_FORGED;
    if (status == DAYBOOK_OK) {
        *feed = moved;
    }
    return status;
}

enum daybook_status receiving_store(struct own_circle *circle, const struct received_run *received,
                                    size_t skip)
{
    struct database *database = circle->journal->database;
    size_t feeds_before = circle->feed_count;
    const struct feed_row *known = own_circle_feed(circle, received->feed);
    const struct feed_row before = known != NULL ? *known : (struct feed_row){0};
    enum daybook_status status = database_begin(database);
    if (status != DAYBOOK_OK) {
        return status;
    }
    status = receiving_put(circle, received, skip);
    if (status == DAYBOOK_OK) {
        status = database_commit(database);
    }
    if (status != DAYBOOK_OK) {
        database_rollback(database);
        own_circle_drop_feeds(circle, feeds_before);
        struct feed_row *feed = own_circle_feed(circle, received->feed);
        if (feed != NULL) {
            *feed = before;
        }
        return status;
    }
    circle->given_up = 0;
    circle->contested_due = true;
    circle->received += received->run->count - skip;
    circle->summaries_due_ms = journal_monotonic_ms(circle->journal) + SUMMARIES_PAUSE_MS;
    flag_watch_note(circle);
    return DAYBOOK_OK;
}
