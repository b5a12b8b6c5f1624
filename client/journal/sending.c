/* Sealing and publishing what the engine wants others to have. */
#include "journal/sending.h"

#include <assert.h>
#include <string.h>

#include "base/buffer.h"
#include "journal/labels.h"
#include "journal/membership.h"
#include "journal/own_circle.h"
#include "journal/topic.h"
#include "store/operation_rows.h"
#include "wire/envelope.h"

enum {
    CONTENT_SIZE_MAX = 4 * BATCH_SIZE_MAX
}; /* before deflating, so that little is read in vain */

/* Operations of a feed on their way into an envelope. */
struct shipment {
    const struct feed_row *feed;
    uint64_t first;
    uint64_t last; /* wanted at most; then really taken */
    struct wire_run run;
};

static struct bytes sender(const struct own_circle *circle)
{
    return bytes_of_text(circle->uplink.seat.client_id);
}

/* The signed head that ends the run: the highest within reach, or the first there is when a span is
 * longer. */
static enum daybook_status find_end(const struct own_circle *circle, struct shipment *shipment)
{
    struct signed_head head;
    struct database *database = circle->journal->database;
    uint64_t reach = shipment->first + BATCH_OPERATIONS_MAX - 1;
    uint64_t last = shipment->last < reach ? shipment->last : reach;
    enum daybook_status status =
        feed_rows_signed_head(database, shipment->feed->feed_no, shipment->first, last, &head);
    if (status == DAYBOOK_NOT_FOUND) {
        status =
            feed_rows_next_signed_head(database, shipment->feed->feed_no, shipment->first, &head);
    }
    if (status == DAYBOOK_OK) {
        shipment->last = head.number;
        memcpy(shipment->run.signature, head.signature.bytes, sizeof shipment->run.signature);
    }
    return status;
}

static size_t content_size(const struct operation_list *list)
{
    size_t size = 0;
    for (size_t i = 0; i < list->count; i++) {
        size += list->rows[i].header.size + list->rows[i].body.size;
    }
    return size;
}

/* Read the run with the operation before it, whose hash it continues. */
static enum daybook_status load_run(const struct own_circle *circle, struct shipment *shipment,
                                    struct arena *arena, size_t *out_size)
{
    struct operation_list list;
    struct operation_range range = {shipment->feed->feed_no, shipment->first, 0};
    enum daybook_status status = find_end(circle, shipment);
    if (status != DAYBOOK_OK) {
        return status;
    }
    bool from_start = shipment->first == 1;
    range.first -= from_start ? 0 : 1;
    range.last = shipment->last;
    status = operation_rows_read(circle->journal->database, &range, arena, &list);
    if (status != DAYBOOK_OK) {
        return status;
    }
    size_t count = (size_t)(shipment->last - shipment->first + 1);
    if (list.count != count + (from_start ? 0 : 1)) {
        return DAYBOOK_DAMAGED;
    }
    struct wire_operation *operations = arena_take_array(arena, count, sizeof *operations);
    if (operations == NULL) {
        return DAYBOOK_NO_MEMORY;
    }
    const struct operation_row *rows = from_start ? list.rows : list.rows + 1;
    for (size_t i = 0; i < count; i++) {
        operations[i] = (struct wire_operation){rows[i].header, rows[i].body};
    }
    shipment->run.device = shipment->feed->device;
    shipment->run.incarnation = shipment->feed->incarnation;
    shipment->run.first = shipment->first;
    shipment->run.previous = !from_start ? list.rows[0].hash : (struct key256){{0}};
    shipment->run.operations = operations;
    shipment->run.count = count;
    *out_size = content_size(&list);
    return DAYBOOK_OK;
}

/* Encode, deflate and pad a run; what is too large is halved at a signed head until it fits or
 * cannot be halved. */
static enum daybook_status pack_run(const struct own_circle *circle, struct shipment *shipment,
                                    uint8_t *out_flags, struct buffer *out_plain)
{
    struct buffer content = {0};
    struct arena *arena = arena_create(0);
    enum daybook_status status = arena == NULL ? DAYBOOK_NO_MEMORY : DAYBOOK_OK;
    bool fits = false;
    uint64_t before = UINT64_MAX; /* where the larger run ended */
    while (status == DAYBOOK_OK && !fits) {
        size_t size = 0;
        arena_reset(arena);
        buffer_clear(&content);
        buffer_clear(out_plain);
        status = load_run(circle, shipment, arena, &size);
        /* Foreign authors sign as seldom as they like: there may be no earlier signed head. */
        bool divisible = shipment->last > shipment->first && shipment->last < before;
        before = shipment->last;
        if (status == DAYBOOK_OK && (size <= CONTENT_SIZE_MAX || !divisible)) {
            ops_encode(&shipment->run, 1, &content);
            status = content.failed ? DAYBOOK_NO_MEMORY
                                    : envelope_pack(buffer_bytes(&content), out_flags, out_plain);
            fits = out_plain->size <= BATCH_SIZE_MAX - ENVELOPE_CLEAR_SIZE - ENVELOPE_NONCE_SIZE -
                                          ENVELOPE_TAG_SIZE ||
                   !divisible;
        }
        if (!fits) {
            shipment->last = shipment->first + (shipment->last - shipment->first) / 2;
        }
    }
    buffer_free(&content);
    arena_free(arena);
    return status;
}

static enum daybook_status publish(struct own_circle *circle, const struct topic *topic,
                                   struct bytes payload, const struct uplink_ticket *ticket)
{
    char text[TRANSPORT_TOPIC_MAX + 1];
    topic_write(circle->uplink.seat.circle, circle->row.circle, topic, text);
    const struct transport_publish message = {
        .topic = text, .payload = payload, .retain = topic->kind == TOPIC_HAVE};
    circle->uplink.active_ms = journal_monotonic_ms(circle->journal);
    return uplink_publish(&circle->uplink, &message, ticket);
}

/* A key whose readers are the stream's readers, made now when there is none. */
static enum daybook_status find_key(struct own_circle *circle, enum stream stream,
                                    const struct held_epoch **out_epoch)
{
    enum daybook_status status = DAYBOOK_OK;
    if (own_circle_writing_epoch(circle, stream) == NULL) {
        status = membership_renew_epochs(circle);
    }
    *out_epoch = own_circle_writing_epoch(circle, stream);
    return status == DAYBOOK_OK && *out_epoch == NULL ? DAYBOOK_DENIED : status;
}

/* Seal what was packed under the stream's key and publish it. */
static enum daybook_status seal_and_publish(struct own_circle *circle,
                                            const struct held_epoch *epoch,
                                            const struct envelope_context *context,
                                            struct bytes plain, const struct uplink_ticket *ticket)
{
    uint8_t nonce_input[40];
    uint64_t counter = 0;
    struct buffer envelope = {0};
    enum daybook_status status = journal_next_counter(circle->journal, &counter);
    if (status != DAYBOOK_OK) {
        return status;
    }
    memcpy(nonce_input, circle->journal->self.sign.bytes, 32);
    for (size_t i = 0; i < 8; i++) {
        nonce_input[32 + i] = (uint8_t)(counter >> (8 * i));
    }
    status = epoch_seal(epoch->epoch, context, (struct bytes){nonce_input, sizeof nonce_input},
                        plain, &envelope);
    const struct topic topic = {.kind = context->kind == ENVELOPE_HAVE ? TOPIC_HAVE : TOPIC_OPS,
                                .sender = sender(circle),
                                .stream = (enum stream)context->stream};
    if (status == DAYBOOK_OK) {
        status = publish(circle, &topic, buffer_bytes(&envelope), ticket);
    }
    buffer_free(&envelope);
    return status;
}

enum daybook_status sending_run(struct own_circle *circle, const struct sync_action *action)
{
    const struct held_epoch *epoch = NULL;
    struct buffer plain = {0};
    struct shipment shipment = {.feed = own_circle_feed(circle, action->feed),
                                .first = action->first,
                                .last = action->last};
    struct envelope_context context = {
        .kind = ENVELOPE_OPS, .circle = circle->row.circle, .stream = (uint8_t)action->stream};
    /* The tail may have been given up since this was asked for. */
    if (circle->uplink.stage != UPLINK_READY || shipment.feed == NULL ||
        action->first > shipment.feed->number) {
        return DAYBOOK_OFFLINE;
    }
    enum daybook_status status = find_key(circle, action->stream, &epoch);
    if (status == DAYBOOK_OK) {
        shipment.feed =
            own_circle_feed(circle, action->feed); /* a renewed key may have moved the feeds */
        status = pack_run(circle, &shipment, &context.flags, &plain);
    }
    if (status == DAYBOOK_OK) {
        /* A run may reach further than was asked, to end at a signed head. */
        const struct uplink_ticket ticket = {.engine_ticket = action->ticket,
                                             .last = shipment.last < action->last ? shipment.last
                                                                                  : action->last,
                                             .operations = shipment.run.count};
        status = seal_and_publish(circle, epoch, &context, buffer_bytes(&plain), &ticket);
    }
    buffer_free(&plain);
    return status;
}

static enum daybook_status encode_have(struct own_circle *circle, const struct sync_action *action,
                                       struct arena *arena, struct buffer *out_signed)
{
    struct have_feed *feeds = arena_take_array(arena, circle->feed_count, sizeof *feeds);
    struct have have = {.device = circle->journal->self.sign,
                        .wall_ms = journal_wall_ms(circle->journal),
                        .wants_answer = action->wants_answer,
                        .version = bytes_of_text(DAYBOOK_VERSION),
                        .feeds = feeds};
    if (feeds == NULL) {
        return DAYBOOK_NO_MEMORY;
    }
    for (size_t i = 0; i < circle->feed_count; i++) {
        const struct feed_row *feed = &circle->feeds[i];
        if (feed->stream != action->stream || feed->number == 0) {
            continue;
        }
        struct have_feed *told = &feeds[have.feed_count++];
        told->feed = feed->feed;
        told->number = feed->number;
        memcpy(told->hash_start, feed->hash.bytes, sizeof told->hash_start);
    }
    enum daybook_status status = journal_next_counter(circle->journal, &have.counter);
    if (status == DAYBOOK_OK) {
        have_encode(&have, out_signed);
        status = out_signed->failed ? DAYBOOK_NO_MEMORY : DAYBOOK_OK;
    }
    return status;
}

static enum daybook_status pack_have(struct own_circle *circle, const struct sync_action *action,
                                     uint8_t *out_flags, struct buffer *out_plain)
{
    struct buffer signed_part = {0};
    struct buffer covered = {0};
    struct buffer content = {0};
    struct signature signature;
    const uint8_t stream = (uint8_t)action->stream;
    struct arena *arena = arena_create(0);
    enum daybook_status status =
        arena == NULL ? DAYBOOK_NO_MEMORY : encode_have(circle, action, arena, &signed_part);
    if (status == DAYBOOK_OK) {
        buffer_append(&covered, buffer_bytes(&signed_part));
        buffer_append(&covered,
                      (struct bytes){circle->row.circle.bytes, sizeof circle->row.circle.bytes});
        buffer_append(&covered, (struct bytes){&stream, 1});
        identity_sign(circle->journal->identity, LABEL_HAVE, buffer_bytes(&covered), &signature);
        have_content_encode(buffer_bytes(&signed_part), signature.bytes, &content);
        bool failed = covered.failed || content.failed;
        status = failed ? DAYBOOK_NO_MEMORY
                        : envelope_pack(buffer_bytes(&content), out_flags, out_plain);
    }
    buffer_free(&signed_part);
    buffer_free(&covered);
    buffer_free(&content);
    arena_free(arena);
    return status;
}

/* The key to say under what is held: the stream's current one, which a key that only this device
 * was given must not displace; the newest held when the current one is not for this device. */
static const struct held_epoch *telling_epoch(const struct own_circle *circle, enum stream stream)
{
    const struct circle_epoch *current =
        circle->circle == NULL ? NULL : circle->circle->epochs[stream];
    const struct held_epoch *held =
        current == NULL ? NULL : own_circle_epoch(circle, stream, current->id.bytes);
    return held != NULL ? held : own_circle_epoch(circle, stream, NULL);
}

enum daybook_status sending_have(struct own_circle *circle, const struct sync_action *action)
{
    struct buffer plain = {0};
    const struct held_epoch *epoch = telling_epoch(circle, action->stream);
    struct envelope_context context = {.kind = ENVELOPE_HAVE,
                                       .circle = circle->row.circle,
                                       .stream = (uint8_t)action->stream,
                                       .sender = circle->journal->self.sign};
    if (circle->uplink.stage != UPLINK_READY) {
        return DAYBOOK_OFFLINE;
    }
    if (epoch == NULL) {
        return DAYBOOK_DENIED;
    }
    enum daybook_status status = pack_have(circle, action, &context.flags, &plain);
    if (status == DAYBOOK_OK) {
        const struct uplink_ticket ticket = {.engine_ticket = action->ticket};
        status = seal_and_publish(circle, epoch, &context, buffer_bytes(&plain), &ticket);
    }
    buffer_free(&plain);
    return status;
}

static enum daybook_status send_sealed(struct own_circle *circle,
                                       const struct circle_device *device, struct bytes plain,
                                       uint8_t flags, uint64_t ticket_number)
{
    struct buffer payload = {0};
    const struct envelope_clear clear = {.kind = ENVELOPE_KEYS, .flags = flags};
    const struct topic topic = {
        .kind = TOPIC_TO, .sender = sender(circle), .receiver = device->client_id};
    const struct uplink_ticket ticket = {.engine_ticket = ticket_number};
    uint8_t *start = buffer_extend(&payload, ENVELOPE_CLEAR_SIZE);
    if (start == NULL) {
        return DAYBOOK_NO_MEMORY;
    }
    envelope_clear_encode(&clear, start);
    enum daybook_status status = identity_seal_to(device->box, plain, &payload);
    if (status == DAYBOOK_OK) {
        status = publish(circle, &topic, buffer_bytes(&payload), &ticket);
    }
    buffer_free(&payload);
    return status;
}

/* All of a feed in as many messages as it takes; the ticket goes with the last of them. */
static enum daybook_status send_feed_sealed(struct own_circle *circle, const struct feed_row *feed,
                                            const struct circle_device *receiver, uint64_t ticket)
{
    struct buffer plain = {0};
    enum daybook_status status = DAYBOOK_OK;
    for (uint64_t next = 1; next <= feed->number && status == DAYBOOK_OK;) {
        uint8_t flags = 0;
        struct shipment shipment = {.feed = feed, .first = next, .last = feed->number};
        buffer_clear(&plain);
        status = pack_run(circle, &shipment, &flags, &plain);
        if (status == DAYBOOK_OK) {
            uint64_t own_ticket = shipment.last == feed->number ? ticket : 0;
            status = send_sealed(circle, receiver, buffer_bytes(&plain), flags, own_ticket);
        }
        next = shipment.last + 1;
    }
    buffer_free(&plain);
    return status;
}

/* The engine's ticket goes with the very last message, so that its acknowledgement stands for all
 * of them. */
enum daybook_status sending_keys(struct own_circle *circle, struct key256 device, uint64_t ticket)
{
    const struct circle_device *receiver =
        circle->circle == NULL ? NULL : circle_find_device(circle->circle, device);
    bool reachable = receiver != NULL && !receiver->retired && receiver->client_id.size > 0;
    if (circle->uplink.stage != UPLINK_READY || !reachable) {
        return DAYBOOK_OFFLINE;
    }
    enum daybook_status status = DAYBOOK_OK;
    const struct feed_row *last = NULL;
    for (size_t i = 0; i < circle->feed_count; i++) {
        const struct feed_row *feed = &circle->feeds[i];
        last = feed->stream == STREAM_CIRCLE && feed->number > 0 ? feed : last;
    }
    for (size_t i = 0; i < circle->feed_count && status == DAYBOOK_OK; i++) {
        const struct feed_row *feed = &circle->feeds[i];
        if (feed->stream == STREAM_CIRCLE) {
            status = send_feed_sealed(circle, feed, receiver, feed == last ? ticket : 0);
        }
    }
    return status;
}

enum daybook_status sending_keys_to_all(struct own_circle *circle)
{
    struct sync_member members[CIRCLE_DEVICE_MAX];
    size_t count = own_circle_members(circle, members);
    for (size_t i = 0; i < count; i++) {
        if (key256_equal(members[i].device, circle->journal->self.sign)) {
            continue;
        }
        enum daybook_status status = sending_keys(circle, members[i].device, 0);
        if (status != DAYBOOK_OK && status != DAYBOOK_OFFLINE) {
            return status;
        }
    }
    return DAYBOOK_OK;
}
