/* Making the envelopes a device sends: operations, what it holds, and keys for one other device. */
#include "journal/sealing.h"

#include <string.h>

#include "journal/labels.h"
#include "journal/membership.h"
#include "journal/own_circle.h"
#include "store/operation_rows.h"
#include "wire/envelope.h"

enum {
    CONTENT_SIZE_MAX = 4 * BATCH_SIZE_MAX, /* before deflating, so that little is read in vain */
    OVERHEAD_SIZE = ENVELOPE_CLEAR_SIZE + ENVELOPE_NONCE_SIZE + ENVELOPE_TAG_SIZE,
};

/* Operations of a feed on their way into an envelope. */
struct shipment {
    const struct feed_row *feed;
    uint64_t first;
    uint64_t last; /* wanted at most; then really taken */
    size_t size_max;
    bool signs; /* an own feed: the end is signed here when it was not */
    struct wire_run run;
};

/* The signed head that ends the run: the highest within reach. When a span is longer, an own one is
 * signed where it must end, and another device's ends at the first there is. */
static enum daybook_status find_end(const struct own_circle *circle, struct shipment *shipment)
{
    struct signed_head head;
    struct database *database = circle->journal->database;
    const struct key256 self = circle->journal->self.sign;
    uint64_t reach = shipment->first + BATCH_OPERATIONS_MAX - 1;
    uint64_t last = shipment->last < reach ? shipment->last : reach;
    enum daybook_status status =
        feed_rows_signed_head(database, shipment->feed->feed_no, shipment->first, last, &head);
    if (status == DAYBOOK_NOT_FOUND && key256_equal(shipment->feed->device, self)) {
        shipment->last = last;
        shipment->signs = true;
        return DAYBOOK_OK;
    }
    shipment->signs = false;
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
    if (shipment->signs) {
        struct signature signature;
        identity_sign_head(circle->journal->identity, shipment->feed->feed, shipment->last,
                           rows[count - 1].hash, &signature);
        memcpy(shipment->run.signature, signature.bytes, sizeof shipment->run.signature);
    }
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
            fits = out_plain->size + OVERHEAD_SIZE <= shipment->size_max || !divisible;
        }
        if (!fits) {
            shipment->last = shipment->first + (shipment->last - shipment->first) / 2;
        }
    }
    buffer_free(&content);
    arena_free(arena);
    return status;
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

/* Seal what was packed under the stream's key. */
static enum daybook_status seal(struct own_circle *circle, const struct held_epoch *epoch,
                                const struct envelope_context *context, struct bytes plain,
                                struct buffer *out_envelope)
{
    uint8_t nonce_input[40];
    uint64_t counter = 0;
    enum daybook_status status = journal_next_counter(circle->journal, &counter);
    if (status != DAYBOOK_OK) {
        return status;
    }
    memcpy(nonce_input, circle->journal->self.sign.bytes, 32);
    for (size_t i = 0; i < 8; i++) {
        nonce_input[32 + i] = (uint8_t)(counter >> (8 * i));
    }
    return epoch_seal(epoch->epoch, context, (struct bytes){nonce_input, sizeof nonce_input}, plain,
                      out_envelope);
}

/* Begin to pack a range. OFFLINE: the feed does not reach so far; its tail may have been given up
 * since this was asked for. */
static enum daybook_status begin_shipment(struct own_circle *circle,
                                          const struct sealing_range *range,
                                          struct shipment *out_shipment)
{
    *out_shipment = (struct shipment){
        .feed = own_circle_feed(circle, range->feed),
        .first = range->first,
        .last = range->last,
        .size_max = range->size_max == 0 || range->size_max > BATCH_SIZE_MAX ? BATCH_SIZE_MAX
                                                                             : range->size_max};
    bool reaches = out_shipment->feed != NULL && range->first <= out_shipment->feed->number;
    return reaches ? DAYBOOK_OK : DAYBOOK_OFFLINE;
}

static void end_shipment(const struct shipment *shipment, struct sealing_range *range)
{
    range->last = shipment->last;
    range->operations = shipment->run.count;
}

enum daybook_status sealing_run(struct own_circle *circle, struct sealing_range *range,
                                struct buffer *out_envelope)
{
    const struct held_epoch *epoch = NULL;
    struct buffer plain = {0};
    struct shipment shipment;
    struct envelope_context context = {.kind = ENVELOPE_OPS, .circle = circle->row.circle};
    enum daybook_status status = begin_shipment(circle, range, &shipment);
    if (status != DAYBOOK_OK) {
        return status;
    }
    enum stream stream = shipment.feed->stream;
    context.stream = (uint8_t)stream;
    status = find_key(circle, stream, &epoch);
    if (status == DAYBOOK_OK) {
        shipment.feed =
            own_circle_feed(circle, range->feed); /* a renewed key may have moved the feeds */
        status = pack_run(circle, &shipment, &context.flags, &plain);
    }
    if (status == DAYBOOK_OK) {
        status = seal(circle, epoch, &context, buffer_bytes(&plain), out_envelope);
        end_shipment(&shipment, range);
    }
    buffer_free(&plain);
    return status;
}

static enum daybook_status encode_have(struct own_circle *circle, enum stream stream,
                                       bool wants_answer, struct arena *arena,
                                       struct buffer *out_signed)
{
    struct have_feed *feeds = arena_take_array(arena, circle->feed_count, sizeof *feeds);
    struct have have = {.device = circle->journal->self.sign,
                        .wall_ms = journal_wall_ms(circle->journal),
                        .wants_answer = wants_answer,
                        .version = bytes_of_text(DAYBOOK_VERSION),
                        .feeds = feeds};
    if (feeds == NULL) {
        return DAYBOOK_NO_MEMORY;
    }
    for (size_t i = 0; i < circle->feed_count; i++) {
        const struct feed_row *feed = &circle->feeds[i];
        if (feed->stream != stream || feed->number == 0) {
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

static enum daybook_status pack_have(struct own_circle *circle, enum stream stream,
                                     bool wants_answer, uint8_t *out_flags,
                                     struct buffer *out_plain)
{
    struct buffer signed_part = {0};
    struct buffer covered = {0};
    struct buffer content = {0};
    struct signature signature;
    const uint8_t stream_byte = (uint8_t)stream;
    struct arena *arena = arena_create(0);
    enum daybook_status status =
        arena == NULL ? DAYBOOK_NO_MEMORY
                      : encode_have(circle, stream, wants_answer, arena, &signed_part);
    if (status == DAYBOOK_OK) {
        buffer_append(&covered, buffer_bytes(&signed_part));
        buffer_append(&covered,
                      (struct bytes){circle->row.circle.bytes, sizeof circle->row.circle.bytes});
        buffer_append(&covered, (struct bytes){&stream_byte, 1});
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

enum daybook_status sealing_have(struct own_circle *circle, enum stream stream, bool wants_answer,
                                 struct buffer *out_envelope)
{
    struct buffer plain = {0};
    const struct held_epoch *epoch = telling_epoch(circle, stream);
    struct envelope_context context = {.kind = ENVELOPE_HAVE,
                                       .circle = circle->row.circle,
                                       .stream = (uint8_t)stream,
                                       .sender = circle->journal->self.sign};
    if (epoch == NULL) {
        return DAYBOOK_DENIED;
    }
    enum daybook_status status = pack_have(circle, stream, wants_answer, &context.flags, &plain);
    if (status == DAYBOOK_OK) {
        status = seal(circle, epoch, &context, buffer_bytes(&plain), out_envelope);
    }
    buffer_free(&plain);
    return status;
}

enum daybook_status sealing_keys(struct own_circle *circle, struct key256 box,
                                 struct sealing_range *range, struct buffer *out_envelope)
{
    struct buffer plain = {0};
    struct shipment shipment;
    struct envelope_clear clear = {.kind = ENVELOPE_KEYS};
    enum daybook_status status = begin_shipment(circle, range, &shipment);
    if (status != DAYBOOK_OK) {
        return status;
    }
    status = pack_run(circle, &shipment, &clear.flags, &plain);
    uint8_t *start = status == DAYBOOK_OK ? buffer_extend(out_envelope, ENVELOPE_CLEAR_SIZE) : NULL;
    if (status == DAYBOOK_OK && start == NULL) {
        status = DAYBOOK_NO_MEMORY;
    }
    if (status == DAYBOOK_OK) {
        envelope_clear_encode(&clear, start);
        status = identity_seal_to(box, buffer_bytes(&plain), out_envelope);
        end_shipment(&shipment, range);
    }
    buffer_free(&plain);
    return status;
}
