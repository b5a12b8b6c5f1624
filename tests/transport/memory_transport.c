/* The transport to the broker in memory: every event appears during a call. */
#include <assert.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "transport/memory_parts.h"

void *memory_take(size_t size)
{
    void *memory = calloc(1, size);
    if (memory == NULL) {
        abort();
    }
    return memory;
}

struct mail *mail_create(const struct transport_event *event)
{
    size_t topic_size = event->topic == NULL ? 0 : strlen(event->topic) + 1;
    struct mail *mail = memory_take(sizeof *mail + topic_size + event->payload.size);
    mail->event = *event;
    if (topic_size > 0) {
        memcpy(mail->content, event->topic, topic_size);
        mail->event.topic = mail->content;
    }
    if (event->payload.size > 0) {
        memcpy(mail->content + topic_size, event->payload.data, event->payload.size);
        mail->event.payload.data = (const uint8_t *)mail->content + topic_size;
    }
    return mail;
}

void mail_append(struct mail_queue *queue, struct mail *mail)
{
    mail->next = NULL;
    if (queue->last == NULL) {
        queue->first = mail;
    } else {
        queue->last->next = mail;
    }
    queue->last = mail;
}

struct mail *mail_take(struct mail_queue *queue)
{
    struct mail *mail = queue->first;
    if (mail != NULL) {
        queue->first = mail->next;
    }
    if (queue->first == NULL) {
        queue->last = NULL;
    }
    return mail;
}

void mail_clear(struct mail_queue *queue)
{
    for (struct mail *mail = mail_take(queue); mail != NULL; mail = mail_take(queue)) {
        free(mail);
    }
}

static enum daybook_status memory_connect(void *context, const struct seat *seat)
{
    struct memory_transport *transport = context;
    assert(transport->state == MEMORY_DISCONNECTED);
    char reason[TRANSPORT_REASON_SIZE];
    enum daybook_status status = seat_check(seat, reason);
    if (status != DAYBOOK_OK) {
        return status;
    }
    transport->state = MEMORY_CONNECTING;
    memory_broker_accept(transport->broker, transport, seat);
    return DAYBOOK_OK;
}

static void forget_connection(struct memory_transport *transport)
{
    memory_broker_release(transport);
    mail_clear(&transport->events);
    transport->in_flight_count = 0;
    transport->in_flight_size = 0;
    transport->state = MEMORY_DISCONNECTED;
}

static void memory_disconnect(void *context)
{
    struct memory_transport *transport = context;
    forget_connection(transport);
    free(transport->lent);
    transport->lent = NULL;
}

/* What was cut is still connected for its user until the event was read, as with a real broker. */
static bool is_gone(const struct memory_transport *transport)
{
    return transport->state != MEMORY_CONNECTED || transport->session == NULL;
}

static enum daybook_status memory_subscribe(void *context, const char *topic_filter)
{
    struct memory_transport *transport = context;
    if (!transport_filter_is_valid(topic_filter)) {
        return DAYBOOK_INVALID;
    }
    if (is_gone(transport)) {
        return DAYBOOK_OFFLINE;
    }
    memory_broker_subscribe(transport->broker, transport->session, topic_filter);
    return DAYBOOK_OK;
}

static enum daybook_status memory_publish(void *context, const struct transport_publish *message)
{
    struct memory_transport *transport = context;
    size_t size = message->payload.size;
    if (!transport_topic_is_valid(message->topic) || size > TRANSPORT_PAYLOAD_MAX) {
        return DAYBOOK_INVALID;
    }
    if (is_gone(transport)) {
        return DAYBOOK_OFFLINE;
    }
    if (transport->in_flight_count >= TRANSPORT_IN_FLIGHT_MAX ||
        size > TRANSPORT_IN_FLIGHT_SIZE_MAX - transport->in_flight_size) {
        return DAYBOOK_FULL;
    }
    struct transport_event event = {.type = TRANSPORT_PUBLISHED, .ticket = message->ticket};
    enum memory_habit habit = MEMORY_DROPS;
    bool taken = memory_broker_takes(transport->broker, size, &habit);
    if (!taken && habit == MEMORY_CLOSES) {
        memory_broker_cut(transport->broker, transport->session->seat.client_id);
        return DAYBOOK_OK;
    }
    bool refused = taken ? !memory_broker_publish(transport->broker, transport->session, message)
                         : habit == MEMORY_REFUSES;
    if (refused) {
        event.type = TRANSPORT_PUBLISH_REFUSED;
        (void)snprintf(event.reason, sizeof event.reason, "The broker does not allow this.");
    }
    struct mail *answer = mail_create(&event);
    answer->in_flight_size = size;
    transport->in_flight_count++;
    transport->in_flight_size += size;
    mail_append(&transport->events, answer);
    return DAYBOOK_OK;
}

static bool memory_next_event(void *context, struct transport_event *out_event)
{
    struct memory_transport *transport = context;
    free(transport->lent);
    transport->lent = mail_take(&transport->events);
    if (transport->lent == NULL) {
        return false;
    }
    *out_event = transport->lent->event;
    switch (out_event->type) {
    case TRANSPORT_CONNECTED:
        transport->state = MEMORY_CONNECTED;
        break;
    case TRANSPORT_DISCONNECTED:
        forget_connection(transport);
        break;
    case TRANSPORT_PUBLISHED:
    case TRANSPORT_PUBLISH_REFUSED:
        transport->in_flight_count--;
        transport->in_flight_size -= transport->lent->in_flight_size;
        break;
    case TRANSPORT_SUBSCRIBED:
    case TRANSPORT_SUBSCRIBE_REFUSED:
    case TRANSPORT_MESSAGE:
        break;
    }
    return true;
}

static int memory_wake_fd(void *context)
{
    (void)context;
    return -1;
}

static void memory_destroy(void *context)
{
    memory_disconnect(context);
    free(context);
}

void memory_broker_attach(struct memory_broker *broker, struct transport *out_transport)
{
    static const struct transport_calls calls = {
        .connect = memory_connect,
        .disconnect = memory_disconnect,
        .subscribe = memory_subscribe,
        .publish = memory_publish,
        .next_event = memory_next_event,
        .wake_fd = memory_wake_fd,
        .destroy = memory_destroy,
    };
    struct memory_transport *transport = memory_take(sizeof *transport);
    transport->broker = broker;
    *out_transport = (struct transport){.context = transport, .calls = &calls};
}
