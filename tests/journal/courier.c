/* Carries operations from journal to journal by hand, in any order and without a broker. */
#include "journal/courier.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "journal/membership.h"
#include "journal/own_circle.h"
#include "journal/receiving.h"
#include "store/operation_rows.h"

/* One operation as a run of its own, with its signature when its author ended a batch there. */
static void hand_over(struct database *source, const struct feed_row *feed,
                      const struct operation_row *row, struct key256 previous,
                      struct own_circle *to)
{
    const struct wire_operation operation = {row->header, row->body};
    struct signed_head head = {0};
    enum daybook_status found =
        feed_rows_signed_head(source, feed->feed_no, row->number, row->number, &head);
    assert_true(found == DAYBOOK_OK || found == DAYBOOK_NOT_FOUND);
    struct wire_run run = {.device = feed->device,
                           .incarnation = feed->incarnation,
                           .first = row->number,
                           .previous = previous,
                           .operations = &operation,
                           .count = 1};
    memcpy(run.signature, head.signature.bytes, sizeof run.signature);
    const struct received_run received = {
        .run = &run, .feed = feed->feed, .stream = feed->stream, .hashes = &row->hash};
    assert_int_equal(receiving_store(to, &received, 0), DAYBOOK_OK);
    if (feed->stream == STREAM_CIRCLE) {
        assert_int_equal(membership_changed(to), DAYBOOK_OK);
    }
}

size_t courier_carry(const struct own_circle *from, struct own_circle *to, struct id128 feed_id,
                     size_t most)
{
    const struct feed_row *feed = own_circle_feed(from, feed_id);
    const struct feed_row *held = own_circle_feed(to, feed_id);
    uint64_t number = held == NULL ? 0 : held->number;
    struct key256 previous = held != NULL ? held->hash : (struct key256){{0}};
    struct operation_list list;
    struct arena *arena = arena_create(0);
    if (feed == NULL || feed->number <= number) {
        arena_free(arena);
        return 0;
    }
    const struct operation_range range = {feed->feed_no, number + 1, feed->number};
    assert_int_equal(operation_rows_read(from->journal->database, &range, arena, &list),
                     DAYBOOK_OK);
    size_t count = list.count < most ? list.count : most;
    for (size_t i = 0; i < count; i++) {
        hand_over(from->journal->database, feed, &list.rows[i], previous, to);
        previous = list.rows[i].hash;
    }
    arena_free(arena);
    return count;
}

void courier_carry_all(const struct own_circle *from, struct own_circle *to)
{
    for (size_t i = 0; i < from->feed_count; i++) {
        (void)courier_carry(from, to, from->feeds[i].feed, SIZE_MAX);
    }
}
