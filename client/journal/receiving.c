/* Opening what arrives, and giving it to the engine once it is authentic. */
#include "journal/receiving.h"

#include <string.h>

#include "base/buffer.h"
#include "journal/ahead.h"
#include "journal/engine.h"
#include "journal/incarnation.h"
#include "journal/inviting.h"
#include "journal/joining.h"
#include "journal/own_circle.h"
#include "journal/reception.h"

static bool is_known_to(const struct circle *circle, struct key256 author)
{
    return key256_equal(author, circle->recovery_sign) ||
           circle_find_device(circle, author) != NULL;
}

/* Authors outside the circle's own stream must be known: whoever is not cannot have had the key. */
static bool knows_author(const struct own_circle *circle, enum stream stream, struct key256 device)
{
    return stream == STREAM_CIRCLE ||
           (circle->circle != NULL && circle_find_device(circle->circle, device) != NULL);
}

/* Feeds of `circle` by devices nobody has let in, as far as is known: some come before the
 * certificate they wait for, and anybody who has the key can make up more. Who is let in has room
 * nevertheless, and what is left out is asked for again. */
static bool has_room_for(struct own_circle *circle, const struct received_run *received)
{
    enum { STRANGER_FEEDS_MAX = HAVE_FEED_MAX / 8 };
    size_t strangers = 0;
    if (received->stream != STREAM_CIRCLE || circle->circle == NULL ||
        is_known_to(circle->circle, received->run->device) ||
        own_circle_feed(circle, received->feed) != NULL) {
        return true;
    }
    for (size_t i = 0; i < circle->feed_count; i++) {
        const struct feed_row *feed = &circle->feeds[i];
        bool is_strange =
            feed->stream == STREAM_CIRCLE && !is_known_to(circle->circle, feed->device);
        strangers += is_strange ? 1 : 0;
    }
    return strangers < STRANGER_FEEDS_MAX;
}

/* What became of a run, when so much of its feed was held before. */
static void count_run(struct reception *reception, const struct received_run *received,
                      uint64_t before)
{
    const struct wire_run *run = received->run;
    uint64_t last = run->first + run->count - 1;
    uint64_t after = own_circle_held(reception->circle, received->feed);
    uint64_t reached = after < last ? after : last;
    reception->tally.operations += run->count;
    reception->tally.fresh += after > before ? after - before : 0;
    reception->tally.behind += last - (reached < run->first - 1 ? run->first - 1 : reached);
}

/* A run of an own feed may tell another history than the one that is here, also below its head. */
static enum daybook_status compare_own(struct own_circle *circle,
                                       const struct received_run *received)
{
    const struct wire_run *run = received->run;
    struct sync_position last = {.feed = received->feed, .number = run->first + run->count - 1};
    memcpy(last.hash_start, received->hashes[run->count - 1].bytes, sizeof last.hash_start);
    return incarnation_proven(circle, &last);
}

static enum daybook_status deliver(struct own_circle *circle, const struct received_run *received,
                                   bool retained)
{
    const struct wire_run *run = received->run;
    const struct sync_event event = {
        .type = SYNC_EVENT_RUN,
        .stream = received->stream,
        .device = run->device,
        .position.feed = received->feed,
        .first = run->first,
        .previous = run->previous,
        .hashes = received->hashes,
        .hash_count = run->count,
        .retained = retained,
    };
    return engine_deliver_run(circle, &event, received);
}

/* What came ahead of a gap in the feed that is closed now. */
static enum daybook_status deliver_kept(struct own_circle *circle, struct id128 feed)
{
    enum daybook_status status = DAYBOOK_OK;
    struct ahead_run *kept = ahead_take(circle, feed);
    while (kept != NULL) {
        status = deliver(circle, ahead_run_received(kept), true);
        ahead_run_free(kept);
        kept = status == DAYBOOK_OK ? ahead_take(circle, feed) : NULL;
    }
    return status;
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
    bool own = key256_equal(run->device, circle->journal->self.sign);
    uint64_t before = own_circle_held(circle, received.feed);
    if (!has_room_for(circle, &received)) {
        count_run(reception, &received, before);
        return DAYBOOK_OK;
    }
    if (own && circle->engine.connected && incarnation_refuses(circle, &received)) {
        return DAYBOOK_OK;
    }
    status = deliver(circle, &received, reception->retained);
    if (status == DAYBOOK_OK && own) {
        status = compare_own(circle, &received);
    }
    /* What gave way to it makes room only afterwards, and a file comes once. */
    if (status == DAYBOOK_OK && own &&
        own_circle_held(circle, received.feed) < run->first + run->count - 1) {
        status = deliver(circle, &received, reception->retained);
    }
    count_run(reception, &received, before);
    return status == DAYBOOK_OK ? deliver_kept(circle, received.feed) : status;
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

/* Whoever writes under a key that never came here may have missed our keys just as well: two who
 * renewed them apart could not tell each other so in the open stream. */
static enum daybook_status take_unreadable(struct reception *reception)
{
    struct own_circle *circle = reception->circle;
    enum stream stream = reception->topic.stream;
    const struct sync_event unreadable = {.type = SYNC_EVENT_UNREADABLE, .stream = stream};
    enum daybook_status status = engine_deliver(circle, &unreadable);
    const struct circle_device *device =
        circle->circle == NULL ? NULL : circle_find_client(circle->circle, reception->topic.sender);
    if (status != DAYBOOK_OK || stream != STREAM_CIRCLE || reception->retained || device == NULL) {
        return status;
    }
    const struct sync_event stale = {.type = SYNC_EVENT_STALE_KEYS, .device = device->sign};
    return engine_deliver(circle, &stale);
}

enum daybook_status receiving_open(struct reception *reception, struct key256 sender,
                                   struct buffer *out_plain, const struct held_epoch **out_epoch)
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
        return take_unreadable(reception);
    }
    enum daybook_status status = epoch_open(epoch->epoch, &context, reception->payload, out_plain);
    if (status == DAYBOOK_OK) {
        *out_epoch = epoch;
        reception->opened = true;
    }
    return status == DAYBOOK_NO_MEMORY ? status : DAYBOOK_OK;
}

enum daybook_status receiving_ops(struct reception *reception)
{
    struct buffer plain = {0};
    const struct held_epoch *epoch = NULL;
    enum daybook_status status = receiving_open(reception, (struct key256){{0}}, &plain, &epoch);
    if (status == DAYBOOK_OK && epoch != NULL) {
        status = take_runs(reception, reception->topic.stream, buffer_bytes(&plain));
    }
    buffer_free(&plain);
    return status;
}

static enum daybook_status receive_have(struct reception *reception)
{
    const struct own_circle *circle = reception->circle;
    const struct circle_device *device =
        circle->circle == NULL ? NULL : circle_find_client(circle->circle, reception->topic.sender);
    return device == NULL ? DAYBOOK_OK : receiving_have(reception, device->sign);
}

enum daybook_status receiving_keys(struct reception *reception)
{
    struct buffer plain = {0};
    struct bytes sealed = {reception->payload.data + ENVELOPE_CLEAR_SIZE,
                           reception->payload.size - ENVELOPE_CLEAR_SIZE};
    enum daybook_status status =
        identity_open(reception->circle->journal->identity, sealed, &plain);
    if (status == DAYBOOK_OK) {
        reception->retained = true; /* nobody else was sent these */
        reception->opened = true;
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
        return kind == ENVELOPE_OPS ? receiving_ops(reception) : DAYBOOK_OK;
    case TOPIC_HAVE:
        return kind == ENVELOPE_HAVE ? receive_have(reception) : DAYBOOK_OK;
    case TOPIC_TO:
        if (kind == ENVELOPE_JOIN2) {
            return joining_answered(journal, reception->payload);
        }
        return kind == ENVELOPE_KEYS ? receiving_keys(reception) : DAYBOOK_OK;
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
