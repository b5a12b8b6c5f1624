/* Opening what arrives, and giving it to the engine once it is authentic. */
#include "journal/receiving.h"

#include <assert.h>
#include <string.h>

#include "base/buffer.h"
#include "journal/engine.h"
#include "journal/incarnation.h"
#include "journal/inviting.h"
#include "journal/joining.h"
#include "journal/labels.h"
#include "journal/own_circle.h"
#include "journal/topic.h"
#include "store/peer_rows.h"

/* One message while it is handled; the arena holds what is decoded. */
struct reception {
    struct own_circle *circle;
    struct topic topic;
    struct bytes payload;
    bool retained;
    struct envelope_clear clear;
    struct arena *arena;
};

/* Authors outside the circle's own stream must be known: whoever is not cannot have had the key. */
static bool knows_author(const struct own_circle *circle, enum stream stream, struct key256 device)
{
    return stream == STREAM_CIRCLE ||
           (circle->circle != NULL && circle_find_device(circle->circle, device) != NULL);
}

static enum daybook_status take_run(struct reception *reception, enum stream stream,
                                    const struct wire_run *run)
{
    struct own_circle *circle = reception->circle;
    struct received_run received;
    if (!knows_author(circle, stream, run->device)) {
        return DAYBOOK_OK;
    }
    enum daybook_status status =
        receiving_check(circle->row.circle, stream, run, reception->arena, &received);
    if (status != DAYBOOK_OK) {
        return status == DAYBOOK_FORGED ? DAYBOOK_OK : status;
    }
    const struct sync_event event = {
        .type = SYNC_EVENT_RUN,
        .stream = stream,
        .device = run->device,
        .position.feed = received.feed,
        .first = run->first,
        .previous = run->previous,
        .hashes = received.hashes,
        .hash_count = run->count,
        .retained = reception->retained,
    };
    return engine_deliver_run(circle, &event, &received);
}

static enum daybook_status take_runs(struct reception *reception, enum stream stream,
                                     struct bytes plain)
{
    struct buffer content = {0};
    struct wire_run *runs = NULL;
    size_t count = 0;
    enum daybook_status status = envelope_unpack(plain, reception->clear.flags, &content);
    if (status == DAYBOOK_OK) {
        status = ops_decode(buffer_bytes(&content), reception->arena, &runs, &count);
    }
    if (status != DAYBOOK_OK) { /* written by a broken or newer program */
        count = 0;
        status = status == DAYBOOK_NO_MEMORY ? status : DAYBOOK_OK;
    }
    for (size_t i = 0; i < count && status == DAYBOOK_OK; i++) {
        status = take_run(reception, stream, &runs[i]);
    }
    buffer_free(&content);
    return status;
}

/* Open an envelope under a key of the stream. OK with *out_epoch NULL: it is not for us to read. */
static enum daybook_status open_envelope(struct reception *reception, struct key256 sender,
                                         struct buffer *out_plain,
                                         const struct held_epoch **out_epoch)
{
    struct own_circle *circle = reception->circle;
    const struct envelope_context context = {
        .kind = reception->clear.kind,
        .flags = reception->clear.flags,
        .circle = circle->row.circle,
        .stream = (uint8_t)reception->topic.stream,
        .sender = sender,
    };
    *out_epoch = NULL;
    const struct held_epoch *epoch =
        own_circle_epoch(circle, reception->topic.stream, reception->clear.key_reference);
    if (epoch == NULL) {
        const struct sync_event event = {.type = SYNC_EVENT_UNREADABLE,
                                         .stream = reception->topic.stream};
        return engine_deliver(circle, &event);
    }
    enum daybook_status status = epoch_open(epoch->epoch, &context, reception->payload, out_plain);
    if (status == DAYBOOK_OK) {
        *out_epoch = epoch;
    }
    return status == DAYBOOK_NO_MEMORY ? status : DAYBOOK_OK;
}

static enum daybook_status receive_ops(struct reception *reception)
{
    struct buffer plain = {0};
    const struct held_epoch *epoch = NULL;
    enum daybook_status status = open_envelope(reception, (struct key256){{0}}, &plain, &epoch);
    if (status == DAYBOOK_OK && epoch != NULL) {
        status = take_runs(reception, reception->topic.stream, buffer_bytes(&plain));
    }
    buffer_free(&plain);
    return status;
}

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

/* Remember what the peer holds, so that `status` and the next start know it. */
static enum daybook_status keep_have(struct reception *reception, const struct have *have,
                                     const struct sync_position *positions)
{
    struct database *database = reception->circle->journal->database;
    int64_t circle_no = reception->circle->row.circle_no;
    const struct peer_row peer = {.device = have->device,
                                  .heard_ms = journal_wall_ms(reception->circle->journal),
                                  .counter = have->counter,
                                  .version = have->version};
    enum daybook_status status = database_begin(database);
    if (status != DAYBOOK_OK) {
        return status;
    }
    if (!reception->retained) {
        status = peer_rows_put(database, circle_no, &peer);
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
    for (size_t i = 0; i < have->feed_count && status == DAYBOOK_OK; i++) {
        status = incarnation_heard(reception->circle, &positions[i]);
    }
    bool own = key256_equal(have->device, reception->circle->journal->self.sign);
    return status == DAYBOOK_OK && !own ? keep_have(reception, have, positions) : status;
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

static enum daybook_status receive_have(struct reception *reception)
{
    struct own_circle *circle = reception->circle;
    struct buffer plain = {0};
    struct buffer content = {0};
    struct have have;
    const struct held_epoch *epoch = NULL;
    const struct circle_device *device =
        circle->circle == NULL ? NULL : circle_find_client(circle->circle, reception->topic.sender);
    if (device == NULL) {
        return DAYBOOK_OK;
    }
    struct key256 sender = device->sign;
    enum daybook_status status = open_envelope(reception, sender, &plain, &epoch);
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

static enum daybook_status receive_keys(struct reception *reception)
{
    struct buffer plain = {0};
    struct bytes sealed = {reception->payload.data + ENVELOPE_CLEAR_SIZE,
                           reception->payload.size - ENVELOPE_CLEAR_SIZE};
    enum daybook_status status =
        identity_open(reception->circle->journal->identity, sealed, &plain);
    if (status == DAYBOOK_OK) {
        reception->retained = true; /* nobody else was sent these */
        status = take_runs(reception, STREAM_CIRCLE, buffer_bytes(&plain));
    }
    buffer_free(&plain);
    return status == DAYBOOK_FORGED || status == DAYBOOK_INVALID ? DAYBOOK_OK : status;
}

static enum daybook_status receive(struct reception *reception)
{
    struct journal *journal = reception->circle->journal;
    uint8_t kind = reception->clear.kind;
    switch (reception->topic.kind) {
    case TOPIC_OPS:
        return kind == ENVELOPE_OPS ? receive_ops(reception) : DAYBOOK_OK;
    case TOPIC_HAVE:
        return kind == ENVELOPE_HAVE ? receive_have(reception) : DAYBOOK_OK;
    case TOPIC_TO:
        if (kind == ENVELOPE_JOIN2) {
            return joining_answered(journal, reception->payload);
        }
        return kind == ENVELOPE_KEYS ? receive_keys(reception) : DAYBOOK_OK;
    case TOPIC_JOIN:
        return inviting_called(reception->circle, reception->topic.sender, reception->payload);
    }
    return DAYBOOK_OK;
}

/* What this device sent itself says nothing new; but a HAVE in its name may be a clone's. */
static bool is_echo(const struct own_circle *circle, const struct topic *topic)
{
    return topic->kind != TOPIC_HAVE &&
           bytes_equal_text(topic->sender, circle->uplink.seat.client_id);
}

enum daybook_status receiving_message(struct own_circle *circle,
                                      const struct transport_event *event)
{
    struct reception reception = {
        .circle = circle, .payload = event->payload, .retained = event->retained};
    if (!topic_read(circle->uplink.seat.circle, circle->row.circle, event->topic,
                    &reception.topic) ||
        is_echo(circle, &reception.topic) ||
        envelope_clear_decode(event->payload, &reception.clear) != DAYBOOK_OK) {
        return DAYBOOK_OK;
    }
    circle->uplink.active_ms = journal_monotonic_ms(circle->journal);
    reception.arena = arena_create(0);
    if (reception.arena == NULL) {
        return DAYBOOK_NO_MEMORY;
    }
    enum daybook_status status = receive(&reception);
    arena_free(reception.arena);
    return status;
}
