/* What others say they hold: their HAVE, checked, told to the engine and remembered. */
#include <string.h>

#include "domain/clock_skew.h"
#include "journal/engine.h"
#include "journal/incarnation.h"
#include "journal/labels.h"
#include "journal/reception.h"
#include "store/peer_rows.h"

static bool have_is_signed(const struct own_circle *circle, enum stream stream,
                           struct key256 sender, struct bytes signed_part,
                           const uint8_t signature_bytes[static SIGNATURE_SIZE])
{
    struct buffer covered = {0};
    struct signature signature;
    const uint8_t stream_byte = (uint8_t)stream;
    memcpy(signature.bytes, signature_bytes, sizeof signature.bytes);
    buffer_append(&covered, signed_part);
    buffer_append(&covered,
                  (struct bytes){circle->row.circle.bytes, sizeof circle->row.circle.bytes});
    buffer_append(&covered, (struct bytes){&stream_byte, 1});
    bool good = !covered.failed && identity_verify(sender, LABEL_HAVE, buffer_bytes(&covered),
                                                   &signature) == DAYBOOK_OK;
    buffer_free(&covered);
    return good;
}

/* Just after connecting the broker hands over what waited there. */
static bool may_be_late(const struct own_circle *circle)
{
    return !circle->engine.connected ||
           journal_monotonic_ms(circle->journal) < circle->connected_ms + CONNECTED_LATE_MS;
}

/* Remember what the peer holds, so that `status` and the next start know it. */
static enum daybook_status keep_have(struct reception *reception, const struct have *have,
                                     const struct sync_position *positions)
{
    struct database *database = reception->circle->journal->database;
    int64_t circle_no = reception->circle->row.circle_no;
    struct peer_row peer = {.device = have->device,
                            .heard_ms = journal_wall_ms(reception->circle->journal),
                            .counter = have->counter,
                            .version = have->version};
    peer.has_ahead = clock_skew_read(have->wall_ms, peer.heard_ms, may_be_late(reception->circle),
                                     &peer.ahead_ms);
    enum daybook_status status = database_begin(database);
    if (status != DAYBOOK_OK) {
        return status;
    }
    if (!reception->retained) {
        status = peer_rows_put(database, circle_no, &peer);
    }
    if (status == DAYBOOK_OK) {
        status =
            peer_rows_drop_positions(database, circle_no, have->device, reception->topic.stream);
    }
    for (size_t i = 0; i < have->feed_count && status == DAYBOOK_OK; i++) {
        struct peer_position_row row = {.device = have->device,
                                        .stream = reception->topic.stream,
                                        .feed = positions[i].feed,
                                        .number = positions[i].number};
        memcpy(row.hash_start, positions[i].hash_start, sizeof row.hash_start);
        status = peer_rows_put_position(database, circle_no, &row);
    }
    if (status == DAYBOOK_OK) {
        status = database_commit(database);
    }
    if (status != DAYBOOK_OK) {
        database_rollback(database);
    }
    reception->circle->contested_due = true;
    return status;
}

static enum daybook_status take_have(struct reception *reception, const struct have *have)
{
    struct sync_position *positions =
        arena_take_array(reception->arena, have->feed_count, sizeof *positions);
    if (positions == NULL) {
        return DAYBOOK_NO_MEMORY;
    }
    for (size_t i = 0; i < have->feed_count; i++) {
        positions[i] =
            (struct sync_position){.feed = have->feeds[i].feed, .number = have->feeds[i].number};
        memcpy(positions[i].hash_start, have->feeds[i].hash_start, sizeof positions[i].hash_start);
    }
    const struct sync_event event = {
        .type = SYNC_EVENT_HAVE,
        .stream = reception->topic.stream,
        .device = have->device,
        .positions = positions,
        .position_count = have->feed_count,
        .counter = have->counter,
        .retained = reception->retained,
        .wants_answer = have->wants_answer,
    };
    enum daybook_status status = engine_deliver(reception->circle, &event);
    bool heard = reception->circle->engine.heard;
    for (size_t i = 0; i < have->feed_count && status == DAYBOOK_OK; i++) {
        status = incarnation_heard(reception->circle, &positions[i]);
    }
    bool own = key256_equal(have->device, reception->circle->journal->self.sign);
    if (own) {
        journal_heed_counter(reception->circle->journal, have->counter);
    }
    return status == DAYBOOK_OK && !own && heard ? keep_have(reception, have, positions) : status;
}

/* A member that speaks under an old key of the membership stream has missed the new one. */
static enum daybook_status notice_stale_keys(struct reception *reception,
                                             const struct held_epoch *epoch, struct key256 device)
{
    const struct own_circle *circle = reception->circle;
    const struct circle_epoch *current =
        circle->circle == NULL ? NULL : circle->circle->epochs[STREAM_CIRCLE];
    if (reception->topic.stream != STREAM_CIRCLE || current == NULL ||
        key256_equal(current->id, epoch->id) || reception->retained) {
        return DAYBOOK_OK;
    }
    const struct sync_event event = {.type = SYNC_EVENT_STALE_KEYS, .device = device};
    return engine_deliver(reception->circle, &event);
}

static enum daybook_status read_have(struct reception *reception, struct bytes plain,
                                     struct key256 sender, struct buffer *content,
                                     struct have *out_have)
{
    struct bytes signed_part = {0};
    uint8_t signature[SIGNATURE_SIZE];
    enum daybook_status status = envelope_unpack(plain, reception->clear.flags, content);
    if (status == DAYBOOK_OK) {
        status = have_content_decode(buffer_bytes(content), &signed_part, signature);
    }
    if (status == DAYBOOK_OK) {
        status = have_decode(signed_part, reception->arena, out_have);
    }
    if (status == DAYBOOK_OK && (!key256_equal(out_have->device, sender) ||
                                 !have_is_signed(reception->circle, reception->topic.stream, sender,
                                                 signed_part, signature))) {
        status = DAYBOOK_FORGED;
    }
    return status;
}

enum daybook_status receiving_have(struct reception *reception, struct key256 sender)
{
    struct buffer plain = {0};
    struct buffer content = {0};
    struct have have;
    const struct held_epoch *epoch = NULL;
    enum daybook_status status = receiving_open(reception, sender, &plain, &epoch);
    if (status == DAYBOOK_OK && epoch != NULL) {
        status = read_have(reception, buffer_bytes(&plain), sender, &content, &have);
        if (status == DAYBOOK_OK) {
            status = take_have(reception, &have);
        } else if (status != DAYBOOK_NO_MEMORY) {
            status = DAYBOOK_OK; /* dropped */
            epoch = NULL;
        }
    }
    if (status == DAYBOOK_OK && epoch != NULL) {
        status = notice_stale_keys(reception, epoch, sender);
    }
    buffer_free(&plain);
    buffer_free(&content);
    return status;
}
