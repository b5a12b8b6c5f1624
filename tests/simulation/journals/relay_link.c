/* The transport of one journal to the hostile broker. */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "simulation/journals/relay_parts.h"

static void parcel_free(struct parcel *parcel)
{
    if (parcel != NULL) {
        letter_release(parcel->letter);
        free(parcel);
    }
}

static bool is_before(const struct parcel *left, const struct parcel *right)
{
    return left->at_ms != right->at_ms ? left->at_ms < right->at_ms : left->order < right->order;
}

void relay_link_post(struct relay_link *link, const struct parcel *parcel)
{
    struct parcel *kept = malloc(sizeof *kept);
    assert(kept != NULL);
    *kept = *parcel;
    kept->order = link->relay->order++;
    if (kept->letter != NULL) {
        kept->event.topic = kept->letter->topic;
        kept->event.payload = (struct bytes){kept->letter->payload, kept->letter->size};
    }
    struct parcel **place = &link->parcels;
    while (*place != NULL && !is_before(kept, *place)) {
        place = &(*place)->next;
    }
    kept->next = *place;
    *place = kept;
}

void relay_link_drop_all(struct relay_link *link)
{
    while (link->parcels != NULL) {
        struct parcel *parcel = link->parcels;
        link->parcels = parcel->next;
        parcel_free(parcel);
    }
    link->in_flight_count = 0;
    link->in_flight_size = 0;
}

static enum daybook_status connect_link(void *context, const struct seat *seat)
{
    struct relay_link *link = context;
    char reason[TRANSPORT_REASON_SIZE];
    enum daybook_status status = seat_check(seat, reason);
    if (status == DAYBOOK_OK) {
        relay_enter(link, seat->client_id);
    }
    return status;
}

static void leave(struct relay_link *link)
{
    if (link->session != NULL) {
        link->session->link = NULL;
        link->session = NULL;
    }
    relay_link_drop_all(link);
    link->connected = false;
}

static void disconnect(void *context)
{
    struct relay_link *link = context;
    leave(link);
    parcel_free(link->lent);
    link->lent = NULL;
}

static enum daybook_status subscribe(void *context, const char *filter)
{
    struct relay_link *link = context;
    if (!transport_filter_is_valid(filter)) {
        return DAYBOOK_INVALID;
    }
    if (!link->connected || link->session == NULL) {
        return DAYBOOK_OFFLINE;
    }
    relay_subscribe(link, filter);
    return DAYBOOK_OK;
}

static enum daybook_status publish(void *context, const struct transport_publish *message)
{
    struct relay_link *link = context;
    size_t size = message->payload.size;
    if (!transport_topic_is_valid(message->topic) || size > TRANSPORT_PAYLOAD_MAX) {
        return DAYBOOK_INVALID;
    }
    if (!link->connected || link->session == NULL) {
        return DAYBOOK_OFFLINE;
    }
    if (link->in_flight_count >= TRANSPORT_IN_FLIGHT_MAX ||
        size > TRANSPORT_IN_FLIGHT_SIZE_MAX - link->in_flight_size) {
        return DAYBOOK_FULL;
    }
    link->in_flight_count++;
    link->in_flight_size += size;
    relay_publish(link, message);
    return DAYBOOK_OK;
}

static bool next_event(void *context, struct transport_event *out_event)
{
    struct relay_link *link = context;
    parcel_free(link->lent);
    link->lent = link->parcels;
    if (link->lent == NULL || link->lent->at_ms > *link->relay->now_ms) {
        link->lent = NULL;
        return false;
    }
    link->parcels = link->lent->next;
    *out_event = link->lent->event;
    if (out_event->type == TRANSPORT_CONNECTED) {
        link->connected = true;
    } else if (out_event->type == TRANSPORT_DISCONNECTED) {
        leave(link);
    } else if (out_event->type == TRANSPORT_PUBLISHED ||
               out_event->type == TRANSPORT_PUBLISH_REFUSED) {
        link->in_flight_count--;
        link->in_flight_size -= link->lent->in_flight;
    }
    return true;
}

static int wake_fd(void *context)
{
    (void)context;
    return -1;
}

static void destroy(void *context)
{
    struct relay_link *link = context;
    disconnect(link);
    struct relay_link **place = &link->relay->links;
    while (*place != link) {
        place = &(*place)->next;
    }
    *place = link->next;
    free(link);
}

static const struct transport_calls calls = {
    .connect = connect_link,
    .disconnect = disconnect,
    .subscribe = subscribe,
    .publish = publish,
    .next_event = next_event,
    .wake_fd = wake_fd,
    .destroy = destroy,
};

void relay_attach(struct relay *relay, size_t owner, struct transport *out_transport)
{
    struct relay_link *link = calloc(1, sizeof *link);
    assert(link != NULL);
    *link = (struct relay_link){.relay = relay, .owner = owner, .next = relay->links};
    relay->links = link;
    *out_transport = (struct transport){link, &calls};
}

int64_t relay_due_ms(const struct relay *relay, size_t owner)
{
    int64_t due_ms = INT64_MAX;
    for (const struct relay_link *link = relay->links; link != NULL; link = link->next) {
        if (link->owner == owner && link->parcels != NULL && link->parcels->at_ms < due_ms) {
            due_ms = link->parcels->at_ms;
        }
    }
    return due_ms;
}
