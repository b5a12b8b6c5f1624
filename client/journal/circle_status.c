/* What is kept where, and who was heard when: the status of a circle. */
#include <assert.h>
#include <stdlib.h>

#include "journal/circles.h"
#include "journal/erasing.h"
#include "journal/inspection.h"
#include "journal/state.h"
#include "store/entry_rows.h"
#include "store/operation_rows.h"
#include "store/peer_rows.h"

/* How many operations of a feed have this reach at least: reach never rises along a feed, so
 * halving finds the end. */
static uint64_t count_reach(const struct own_circle *circle, const struct feed_row *feed,
                            enum sync_reach reach)
{
    uint64_t low = 0;
    uint64_t high = feed->number;
    while (low < high) {
        uint64_t middle = low + (high - low + 1) / 2;
        if (sync_reach(circle->engine.sync, feed->stream, feed->feed, middle) >= reach) {
            low = middle;
        } else {
            high = middle - 1;
        }
    }
    return low;
}

/* How far an own feed has come. */
struct reached {
    const struct feed_row *feed;
    uint64_t shared;
    uint64_t everywhere;
};

/* Of the operations behind a number, those a person wrote: in the stream of the days, questions. */
static enum daybook_status count_written(const struct own_circle *circle,
                                         const struct feed_row *feed, uint64_t behind,
                                         uint64_t *out_count)
{
    struct operation_questions questions;
    enum daybook_status status = DAYBOOK_OK;
    switch (feed->stream) {
    case STREAM_CIRCLE:
        *out_count = 0;
        return DAYBOOK_OK;
    case STREAM_LOG:
    case STREAM_PLAN:
        *out_count = feed->number - behind;
        return DAYBOOK_OK;
    case STREAM_TREND:
        break;
    }
    status = operation_rows_questions(circle->journal->database, feed->feed_no, behind, &questions);
    if (status == DAYBOOK_OK) {
        *out_count = questions.count;
    }
    return status;
}

/* When the oldest was written of what a person wrote and nobody else is known to hold. */
static enum daybook_status find_oldest(const struct own_circle *circle,
                                       const struct reached *reached, struct arena *arena,
                                       int64_t *out_ms)
{
    const struct feed_row *feed = reached->feed;
    const struct operation_range first = {feed->feed_no, reached->shared + 1, reached->shared + 1};
    struct operation_list list = {0};
    struct operation_questions questions;
    if (feed->stream == STREAM_TREND) {
        enum daybook_status status = operation_rows_questions(
            circle->journal->database, feed->feed_no, reached->shared, &questions);
        *out_ms = status == DAYBOOK_OK ? questions.first_ms : *out_ms;
        return status;
    }
    enum daybook_status status =
        operation_rows_read(circle->journal->database, &first, arena, &list);
    *out_ms = status == DAYBOOK_OK && list.count > 0 ? list.rows[0].received_ms : *out_ms;
    return status;
}

static enum daybook_status add_written(const struct own_circle *circle,
                                       const struct reached *reached, struct arena *arena,
                                       struct journal_status *status_out)
{
    uint64_t behind[] = {0, reached->everywhere, reached->shared};
    uint64_t counts[] = {0, 0, 0};
    enum daybook_status status = DAYBOOK_OK;
    for (size_t i = 0; i < 3 && status == DAYBOOK_OK; i++) {
        status = count_written(circle, reached->feed, behind[i], &counts[i]);
    }
    if (status == DAYBOOK_OK && counts[2] > 0) {
        int64_t oldest_ms = INT64_MAX;
        status = find_oldest(circle, reached, arena, &oldest_ms);
        bool older = status_out->written.here == 0 || oldest_ms < status_out->only_here_since_ms;
        status_out->only_here_since_ms = older ? oldest_ms : status_out->only_here_since_ms;
    }
    status_out->written.everywhere += counts[0] - counts[1];
    status_out->written.shared += counts[1] - counts[2];
    status_out->written.here += counts[2];
    return status;
}

static enum daybook_status count_own(const struct own_circle *circle, struct arena *arena,
                                     struct journal_status *status_out)
{
    enum daybook_status status = DAYBOOK_OK;
    for (size_t i = 0; i < circle->feed_count && status == DAYBOOK_OK; i++) {
        const struct feed_row *feed = &circle->feeds[i];
        if (!key256_equal(feed->device, circle->journal->self.sign)) {
            continue;
        }
        const struct reached reached = {feed, count_reach(circle, feed, SYNC_REACH_SHARED),
                                        count_reach(circle, feed, SYNC_REACH_EVERYWHERE)};
        status_out->operations.here += feed->number - reached.shared;
        status_out->operations.shared += reached.shared - reached.everywhere;
        status_out->operations.everywhere += reached.everywhere;
        status = add_written(circle, &reached, arena, status_out);
    }
    return status;
}

/* The devices of a member that may be heard, but for this one; returns how many. */
static size_t find_peers(const struct journal_member *member, struct journal_status_peer *out_peers)
{
    size_t count = 0;
    for (size_t i = 0; i < member->device_count; i++) {
        const struct journal_device_row *device = &member->devices[i];
        if (device->is_self || device->retired) {
            continue;
        }
        out_peers[count++] = (struct journal_status_peer){
            .name = member->name,
            .role = member->role,
            .device = device->device,
            .heard = device->heard,
            .heard_ms = device->heard_ms,
        };
    }
    return count;
}

/* Operations held here, of streams the device reads, that it has not said it holds. */
static uint64_t count_lacking(const struct own_circle *own, struct key256 device,
                              const struct peer_position_row *positions, size_t count)
{
    uint64_t lacking = 0;
    const struct circle_device *member = circle_find_device(own->circle, device);
    for (size_t i = 0; i < own->feed_count; i++) {
        const struct feed_row *feed = &own->feeds[i];
        uint64_t held = 0;
        if (member == NULL || !circle_reads(own->circle, member, feed->stream)) {
            continue;
        }
        for (size_t j = 0; j < count; j++) {
            bool said = key256_equal(positions[j].device, device) &&
                        id128_equal(positions[j].feed, feed->feed);
            held = said ? positions[j].number : held;
        }
        lacking += held < feed->number ? feed->number - held : 0;
    }
    return lacking;
}

/* Who was never heard first, then who was not heard for longest. */
static int compare_silence(const void *left, const void *right)
{
    const struct journal_status_peer *one = left;
    const struct journal_status_peer *other = right;
    if (one->heard != other->heard) {
        return one->heard ? 1 : -1;
    }
    return (one->heard_ms > other->heard_ms) - (one->heard_ms < other->heard_ms);
}

static enum daybook_status list_peers(struct journal *journal, size_t circle, struct arena *arena,
                                      struct journal_status *status_out)
{
    struct journal_member *members = NULL;
    size_t count = 0;
    const struct own_circle *own = journal_circle(journal, circle);
    struct peer_position_row *positions = NULL;
    size_t position_count = 0;
    enum daybook_status status = journal_members(journal, circle, arena, &members, &count);
    if (status == DAYBOOK_OK) {
        status = peer_rows_positions(journal->database, own->row.circle_no, arena, &positions,
                                     &position_count);
    }
    struct journal_status_peer *peers =
        arena_take_array(arena, own->circle->device_count, sizeof *peers);
    size_t used = 0;
    if (status != DAYBOOK_OK || peers == NULL) {
        return status == DAYBOOK_OK ? DAYBOOK_NO_MEMORY : status;
    }
    for (size_t i = 0; i < count; i++) {
        used += find_peers(&members[i], peers + used);
    }
    for (size_t i = 0; i < used; i++) {
        peers[i].lacks = count_lacking(own, peers[i].device, positions, position_count);
    }
    qsort(peers, used, sizeof *peers, compare_silence);
    status_out->peers = peers;
    status_out->peer_count = used;
    return DAYBOOK_OK;
}

static enum daybook_status count_erased(struct journal *journal, size_t circle, struct arena *arena,
                                        struct journal_status *status_out)
{
    struct journal_erasure *erasures = NULL;
    size_t count = 0;
    enum daybook_status status = journal_erasures(journal, circle, arena, &erasures, &count);
    for (size_t i = 0; i < count && status == DAYBOOK_OK; i++) {
        status_out->erased_waiting += erasures[i].waiting_count > 0 ? 1 : 0;
    }
    status_out->erased = count;
    return status;
}

enum daybook_status journal_circle_status(struct journal *journal, size_t circle,
                                          struct arena *arena, struct journal_status *out_status)
{
    const struct own_circle *own = journal_circle(journal, circle);
    assert(own != NULL);
    struct journal_status result = {.patient = journal_patient(journal, circle)};
    enum daybook_status status =
        entry_rows_count(journal->database, own->row.circle_no, &result.entries);
    if (status == DAYBOOK_OK) {
        status =
            operation_rows_quarantined(journal->database, own->row.circle_no, &result.quarantined);
    }
    if (status == DAYBOOK_OK) {
        status = count_erased(journal, circle, arena, &result);
    }
    if (status == DAYBOOK_OK) {
        status = list_peers(journal, circle, arena, &result);
    }
    if (status == DAYBOOK_OK) {
        status = count_own(own, arena, &result);
    }
    if (status == DAYBOOK_OK) {
        *out_status = result;
    }
    return status;
}
