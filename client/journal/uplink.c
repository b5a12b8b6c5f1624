/* One connection to one broker: connecting, subscribing, coming back after a loss. */
#include "journal/uplink.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "journal/journal.h"
#include "vault/random.h"

enum {
    RETRY_FIRST_MS = 1000,
    RETRY_LAST_MS = 60000,
    PACKET_OVERHEAD = TRANSPORT_TOPIC_MAX + 16, /* bytes of a PUBLISH beside its payload */
};

enum daybook_status uplink_set_seat(struct uplink *uplink, const struct seat *seat)
{
    char *ca = malloc(seat->ca_pem.size + 1);
    if (ca == NULL) {
        return DAYBOOK_NO_MEMORY;
    }
    if (seat->ca_pem.size > 0) {
        memcpy(ca, seat->ca_pem.data, seat->ca_pem.size);
    }
    uplink_stop(uplink);
    free(uplink->ca);
    uplink->ca = ca;
    uplink->seat = *seat;
    uplink->seat.ca_pem = (struct bytes){(const uint8_t *)ca, seat->ca_pem.size};
    uplink->has_seat = true;
    uplink->retry_ms = 0;
    return DAYBOOK_OK;
}

static void schedule_retry(struct uplink *uplink, int64_t now_ms)
{
    uint32_t doublings = uplink->failures < 6 ? uplink->failures : 6;
    int64_t pause_ms = (int64_t)RETRY_FIRST_MS << doublings;
    if (pause_ms > RETRY_LAST_MS) {
        pause_ms = RETRY_LAST_MS;
    }
    uplink->failures++;
    uplink->stage = UPLINK_OFF;
    uplink->retry_ms = now_ms + pause_ms / 2 + (int64_t)(random_number() % (uint64_t)pause_ms);
}

void uplink_try(struct uplink *uplink, const struct journal_ports *ports, int64_t now_ms)
{
    if (uplink->stage != UPLINK_OFF || !uplink->has_seat || now_ms < uplink->retry_ms) {
        return;
    }
    enum daybook_status status = DAYBOOK_OK;
    if (uplink->transport.calls == NULL) {
        status = ports->open_transport(ports->context, &uplink->transport);
    }
    if (status == DAYBOOK_OK) {
        status = transport_connect(&uplink->transport, &uplink->seat);
    }
    if (status != DAYBOOK_OK) {
        uplink->status = status;
        (void)strncpy(uplink->reason, "The connection could not be begun.",
                      sizeof uplink->reason - 1);
        schedule_retry(uplink, now_ms);
        return;
    }
    uplink->stage = UPLINK_CONNECTING;
    uplink->active_ms = now_ms;
}

void uplink_stop(struct uplink *uplink)
{
    if (uplink->transport.calls != NULL) {
        transport_disconnect(&uplink->transport);
    }
    uplink->stage = UPLINK_OFF;
    uplink->failures = 0;
    uplink->retry_ms = 0;
    uplink->ever_ready = false;
}

void uplink_end(struct uplink *uplink)
{
    transport_destroy(&uplink->transport);
    seat_wipe(&uplink->seat);
    free(uplink->ca);
    *uplink = (struct uplink){0};
}

void uplink_connected(struct uplink *uplink, int64_t now_ms)
{
    uplink->failures = 0;
    uplink->filters_due = 0;
    memset(uplink->tickets, 0, sizeof uplink->tickets);
    memset(uplink->hears_stream, 0, sizeof uplink->hears_stream);
    uplink->hears_own = false;
    uplink->hears_joins = false;
    uplink->active_ms = now_ms;
    uplink->status = DAYBOOK_OK;
}

void uplink_answered(struct uplink *uplink, const struct transport_event *event)
{
    if (event->type == TRANSPORT_SUBSCRIBE_REFUSED) {
        uplink->status = DAYBOOK_DENIED;
        memcpy(uplink->reason, event->reason, sizeof uplink->reason);
    }
    if (uplink->filters_due > 0 && --uplink->filters_due == 0 &&
        uplink->stage == UPLINK_SUBSCRIBING) {
        uplink->stage = UPLINK_READY;
        uplink->ever_ready = true;
    }
}

void uplink_lost(struct uplink *uplink, const struct transport_event *event, int64_t now_ms)
{
    uplink->status = event->status;
    memcpy(uplink->reason, event->reason, sizeof uplink->reason);
    schedule_retry(uplink, now_ms);
}

enum daybook_status uplink_subscribe(struct uplink *uplink,
                                     char (*filters)[TRANSPORT_TOPIC_MAX + 1], size_t count)
{
    assert(count <= UPLINK_FILTERS_MAX);
    for (size_t i = 0; i < count; i++) {
        enum daybook_status status = transport_subscribe(&uplink->transport, filters[i]);
        if (status != DAYBOOK_OK) {
            return status;
        }
        uplink->filters_due++;
    }
    if (uplink->stage == UPLINK_CONNECTING) {
        uplink->stage = UPLINK_SUBSCRIBING;
    }
    return DAYBOOK_OK;
}

static struct uplink_ticket *find_ticket(struct uplink *uplink, uint64_t transport_ticket)
{
    for (size_t i = 0; i < UPLINK_TICKETS_MAX; i++) {
        if (uplink->tickets[i].transport_ticket == transport_ticket) {
            return &uplink->tickets[i];
        }
    }
    return NULL;
}

enum daybook_status uplink_publish(struct uplink *uplink, const struct transport_publish *message,
                                   const struct uplink_ticket *engine)
{
    struct uplink_ticket *ticket = find_ticket(uplink, 0);
    if (ticket == NULL) {
        return DAYBOOK_FULL;
    }
    struct transport_publish numbered = *message;
    numbered.ticket = uplink->last_ticket + 1;
    enum daybook_status status = transport_publish(&uplink->transport, &numbered);
    if (status != DAYBOOK_OK) {
        return status;
    }
    uplink->last_ticket = numbered.ticket;
    *ticket = *engine;
    ticket->transport_ticket = numbered.ticket;
    return DAYBOOK_OK;
}

bool uplink_take_ticket(struct uplink *uplink, uint64_t transport_ticket,
                        struct uplink_ticket *out_ticket)
{
    struct uplink_ticket *ticket =
        transport_ticket == 0 ? NULL : find_ticket(uplink, transport_ticket);
    if (ticket == NULL) {
        return false;
    }
    *out_ticket = *ticket;
    *ticket = (struct uplink_ticket){0};
    return true;
}

size_t uplink_forget_tickets(struct uplink *uplink,
                             struct sync_batch out_batches[static UPLINK_TICKETS_MAX])
{
    size_t count = 0;
    for (size_t i = 0; i < UPLINK_TICKETS_MAX; i++) {
        const struct uplink_ticket *ticket = &uplink->tickets[i];
        if (ticket->engine_ticket != 0) {
            out_batches[count++] =
                (struct sync_batch){.ticket = ticket->engine_ticket, .last = ticket->last};
        }
    }
    memset(uplink->tickets, 0, sizeof uplink->tickets);
    return count;
}

size_t uplink_payload_max(const struct uplink *uplink)
{
    if (uplink->packet_max == 0) {
        return 0;
    }
    return uplink->packet_max > PACKET_OVERHEAD ? uplink->packet_max - PACKET_OVERHEAD : 1;
}

bool uplink_is_idle(const struct uplink *uplink)
{
    for (size_t i = 0; i < UPLINK_TICKETS_MAX; i++) {
        if (uplink->tickets[i].transport_ticket != 0) {
            return false;
        }
    }
    return true;
}
