/* Publishing what the engine wants others to have. */
#include "journal/sending.h"

#include "base/buffer.h"
#include "journal/own_circle.h"
#include "journal/sealing.h"
#include "journal/topic.h"

static struct bytes sender(const struct own_circle *circle)
{
    return bytes_of_text(circle->uplink.seat.client_id);
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

enum daybook_status sending_run(struct own_circle *circle, const struct sync_action *action)
{
    struct buffer envelope = {0};
    struct sealing_range range = {
        .feed = action->feed, .first = action->first, .last = action->last};
    const struct topic topic = {
        .kind = TOPIC_OPS, .sender = sender(circle), .stream = action->stream};
    if (circle->uplink.stage != UPLINK_READY) {
        return DAYBOOK_OFFLINE;
    }
    enum daybook_status status = sealing_run(circle, &range, &envelope);
    if (status == DAYBOOK_OK) {
        /* A run may reach further than was asked, to end at a signed head. */
        const struct uplink_ticket ticket = {.engine_ticket = action->ticket,
                                             .last = range.last < action->last ? range.last
                                                                               : action->last,
                                             .operations = range.operations};
        status = publish(circle, &topic, buffer_bytes(&envelope), &ticket);
    }
    buffer_free(&envelope);
    return status;
}

enum daybook_status sending_have(struct own_circle *circle, const struct sync_action *action)
{
    struct buffer envelope = {0};
    const struct topic topic = {
        .kind = TOPIC_HAVE, .sender = sender(circle), .stream = action->stream};
    if (circle->uplink.stage != UPLINK_READY) {
        return DAYBOOK_OFFLINE;
    }
    enum daybook_status status =
        sealing_have(circle, action->stream, action->wants_answer, &envelope);
    if (status == DAYBOOK_OK) {
        const struct uplink_ticket ticket = {.engine_ticket = action->ticket};
        status = publish(circle, &topic, buffer_bytes(&envelope), &ticket);
    }
    buffer_free(&envelope);
    return status;
}

/* All of a feed in as many messages as it takes; the ticket goes with the last of them. */
static enum daybook_status send_feed_sealed(struct own_circle *circle, const struct feed_row *feed,
                                            const struct circle_device *receiver, uint64_t ticket)
{
    struct buffer envelope = {0};
    enum daybook_status status = DAYBOOK_OK;
    const struct topic topic = {
        .kind = TOPIC_TO, .sender = sender(circle), .receiver = receiver->client_id};
    for (uint64_t next = 1; next <= feed->number && status == DAYBOOK_OK;) {
        struct sealing_range range = {.feed = feed->feed, .first = next, .last = feed->number};
        buffer_clear(&envelope);
        status = sealing_keys(circle, receiver->box, &range, &envelope);
        if (status == DAYBOOK_OK) {
            const struct uplink_ticket own_ticket = {.engine_ticket =
                                                         range.last == feed->number ? ticket : 0};
            status = publish(circle, &topic, buffer_bytes(&envelope), &own_ticket);
        }
        next = range.last + 1;
    }
    buffer_free(&envelope);
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
