/* Publishing what the engine wants others to have. */
#include "journal/sending.h"

#include "base/buffer.h"
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

/* What the engine will be told of a batch. A run may reach further than was asked, to end at a
 * signed head. */
static struct uplink_ticket ticket_of(const struct sync_action *action,
                                      const struct sealing_range *range)
{
    return (struct uplink_ticket){.engine_ticket = action->ticket,
                                  .last = range->last < action->last ? range->last : action->last};
}

enum daybook_status sending_run(struct own_circle *circle, const struct sync_action *action)
{
    struct buffer envelope = {0};
    struct sealing_range range = {.feed = action->feed,
                                  .first = action->first,
                                  .last = action->last,
                                  .size_max = uplink_payload_max(&circle->uplink)};
    const struct topic topic = {
        .kind = TOPIC_OPS, .sender = sender(circle), .stream = action->stream};
    if (circle->uplink.stage != UPLINK_READY) {
        return DAYBOOK_OFFLINE;
    }
    enum daybook_status status = sealing_run(circle, &range, &envelope);
    if (status == DAYBOOK_OK) {
        struct uplink_ticket ticket = ticket_of(action, &range);
        ticket.operations = range.operations;
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

enum daybook_status sending_keys(struct own_circle *circle, const struct sync_action *action)
{
    struct buffer envelope = {0};
    struct sealing_range range = {.feed = action->feed,
                                  .first = action->first,
                                  .last = action->last,
                                  .size_max = uplink_payload_max(&circle->uplink)};
    const struct circle_device *receiver =
        circle->circle == NULL ? NULL : circle_find_device(circle->circle, action->device);
    bool reachable = receiver != NULL && !receiver->retired && receiver->client_id.size > 0;
    if (circle->uplink.stage != UPLINK_READY || !reachable) {
        return DAYBOOK_OFFLINE;
    }
    const struct topic topic = {
        .kind = TOPIC_TO, .sender = sender(circle), .receiver = receiver->client_id};
    enum daybook_status status = sealing_keys(circle, receiver->box, &range, &envelope);
    if (status == DAYBOOK_OK) {
        const struct uplink_ticket ticket = ticket_of(action, &range);
        status = publish(circle, &topic, buffer_bytes(&envelope), &ticket);
    }
    buffer_free(&envelope);
    return status;
}
