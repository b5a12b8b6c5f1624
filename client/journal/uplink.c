/* One connection to one broker: connecting, subscribing, coming back after a loss. */
#include "journal/uplink.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "journal/journal.h"
#include "vault/random.h"

enum {
    RETRY_FIRST_MS = 1000,
    RETRY_LAST_MS = 60000,
    STEADY_MS = 10000,  /* a connection that held for so long works */
    SILENCE_MS = 45000, /* for a batch on the slowest line, and 1.5 times the keep-alive */
    ASK_FIRST_MS = 60000,
    ASK_LAST_MS = 900000,
    TAKEOVERS_MAX = 3,
    CLOSES_MAX = 5,
    BRIEF_MS =
        120000, /* a connection that another one with the seat ends lasts about a pause of its */
    CONTESTED_FIRST_MS = 60000,
    CONTESTED_LAST_MS = 900000,
    PACKET_OVERHEAD = TRANSPORT_TOPIC_MAX + 16, /* bytes of a PUBLISH beside its payload */
};

static const char *const breaking_off[] = {
    [UPLINK_OWES_FILTERS] = "The broker broke off when asked for what is new: if that lasts, this "
                            "seat may not read there, so ask its keeper.",
    [UPLINK_OWES_PUBLISHES] =
        "The broker broke off when it was sent something: if that lasts, this "
        "seat may not write there, so ask its keeper.",
};

/* A first pause doubled for every time in a row, up to the last. */
static int64_t growing_ms(int64_t first_ms, uint32_t times, int64_t last_ms)
{
    int64_t pause_ms = first_ms;
    for (uint32_t i = 0; i < times && pause_ms < last_ms; i++) {
        pause_ms *= 2;
    }
    return pause_ms < last_ms ? pause_ms : last_ms;
}

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

bool uplink_is_contested(const struct uplink *uplink)
{
    return uplink->takeovers >= TAKEOVERS_MAX || uplink->closes >= CLOSES_MAX;
}

static enum uplink_owed owed(const struct uplink *uplink)
{
    enum uplink_owed besides = uplink_is_idle(uplink) ? UPLINK_OWES_NOTHING : UPLINK_OWES_PUBLISHES;
    return uplink->filters_due > 0 ? UPLINK_OWES_FILTERS : besides;
}

bool uplink_is_refused(const struct uplink *uplink)
{
    return uplink->refused || uplink->broke_off != UPLINK_OWES_NOTHING;
}

static void schedule_retry(struct uplink *uplink, int64_t now_ms)
{
    int64_t pause_ms = growing_ms(RETRY_FIRST_MS, uplink->failures, RETRY_LAST_MS);
    if (uplink->takeovers >= TAKEOVERS_MAX) {
        pause_ms =
            growing_ms(CONTESTED_FIRST_MS, uplink->takeovers - TAKEOVERS_MAX, CONTESTED_LAST_MS);
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
        (void)strncpy(
            uplink->reason,
            "The connection could not be begun: this device is short of memory or descriptors.",
            sizeof uplink->reason - 1);
        schedule_retry(uplink, now_ms);
        return;
    }
    uplink->stage = UPLINK_CONNECTING;
    uplink->active_ms = now_ms;
    uplink->heard_ms = now_ms;
}

int64_t uplink_unanswered_ms(const struct uplink *uplink)
{
    bool owes = uplink->stage == UPLINK_CONNECTING || owed(uplink) != UPLINK_OWES_NOTHING;
    int64_t since_ms =
        uplink->heard_ms > uplink->waiting_ms ? uplink->heard_ms : uplink->waiting_ms;
    return uplink->stage != UPLINK_OFF && owes ? since_ms : INT64_MAX;
}

/* When the broker will have owed an answer for too long. */
static int64_t silence_ms(const struct uplink *uplink)
{
    int64_t since_ms = uplink_unanswered_ms(uplink);
    return since_ms == INT64_MAX ? INT64_MAX : since_ms + SILENCE_MS;
}

static void forget_filters(struct uplink *uplink)
{
    memset(uplink->hears_stream, 0, sizeof uplink->hears_stream);
    uplink->hears_own = false;
    uplink->hears_joins = false;
}

/* When refused filters are to be asked for again. */
static int64_t asks_again_ms(const struct uplink *uplink)
{
    bool waits = uplink->stage == UPLINK_READY && uplink->refused && uplink->filters_due == 0;
    return waits ? uplink->ask_again_ms : INT64_MAX;
}

bool uplink_next_event(struct uplink *uplink, int64_t now_ms, struct transport_event *out_event)
{
    if (uplink->transport.calls == NULL) {
        return false;
    }
    uplink->step_ms = now_ms;
    if (transport_next_event(&uplink->transport, out_event)) {
        uplink->heard_ms = now_ms;
        return true;
    }
    if (asks_again_ms(uplink) <= now_ms) {
        uplink->ask_again_ms = INT64_MAX;
        forget_filters(uplink);
    }
    if (now_ms < silence_ms(uplink)) {
        return false;
    }
    transport_disconnect(&uplink->transport);
    *out_event = (struct transport_event){
        .type = TRANSPORT_DISCONNECTED,
        .status = DAYBOOK_OFFLINE,
        .reason = "The broker does not answer any more: tell its keeper if that lasts."};
    uplink->broke_off = owed(uplink);
    return true;
}

int64_t uplink_wake_ms(const struct uplink *uplink)
{
    if (uplink->stage == UPLINK_OFF) {
        return uplink->has_seat ? uplink->retry_ms : INT64_MAX;
    }
    int64_t again_ms = asks_again_ms(uplink);
    int64_t silent_ms = silence_ms(uplink);
    return again_ms < silent_ms ? again_ms : silent_ms;
}

void uplink_hurry(struct uplink *uplink)
{
    uplink->status = DAYBOOK_OK;
    uplink->broke_off = UPLINK_OWES_NOTHING;
    if (uplink->stage == UPLINK_OFF) {
        uplink->retry_ms = 0;
    }
    if (asks_again_ms(uplink) != INT64_MAX) {
        uplink->ask_again_ms = 0;
    }
}

void uplink_stop(struct uplink *uplink)
{
    if (uplink->transport.calls != NULL) {
        transport_disconnect(&uplink->transport);
    }
    uplink->stage = UPLINK_OFF;
    uplink->failures = 0;
    uplink->takeovers = 0;
    uplink->closes = 0;
    uplink->retry_ms = 0;
    uplink->ever_ready = false;
    uplink->status = DAYBOOK_OK;
    uplink->broke_off = UPLINK_OWES_NOTHING;
}

void uplink_end(struct uplink *uplink)
{
    transport_destroy(&uplink->transport);
    seat_wipe(&uplink->seat);
    free(uplink->ca);
    *uplink = (struct uplink){0};
}

void uplink_connected(struct uplink *uplink, const struct transport_event *event, int64_t now_ms)
{
    /* Who takes a session over leaves it there; a broker that was restarted may have none. */
    uplink->closes = event->session_present ? uplink->closes : 0;
    uplink->filters_due = 0;
    uplink->refused = false;
    uplink->refused_anew = false;
    uplink->packet_max = event->packet_max;
    uplink->seat.begins_older = event->older;
    memset(uplink->tickets, 0, sizeof uplink->tickets);
    forget_filters(uplink);
    uplink->active_ms = now_ms;
    uplink->status = uplink_is_refused(uplink) ? uplink->status : DAYBOOK_OK;
}

/* Every filter was granted or refused. */
static void end_subscribing(struct uplink *uplink)
{
    uplink->refused = uplink->refused_anew;
    uplink->refused_anew = false;
    if (uplink->broke_off == UPLINK_OWES_FILTERS) {
        uplink->broke_off = UPLINK_OWES_NOTHING;
    }
    if (uplink->refused) {
        uplink->ask_again_ms =
            uplink->step_ms + growing_ms(ASK_FIRST_MS, uplink->refusals, ASK_LAST_MS);
        uplink->refusals++;
    } else {
        uplink->refusals = 0;
        uplink->status = uplink_is_refused(uplink) ? uplink->status : DAYBOOK_OK;
    }
    if (uplink->stage == UPLINK_SUBSCRIBING) {
        uplink->stage = UPLINK_READY;
        uplink->ready_ms = uplink->step_ms;
        uplink->ever_ready = true;
    }
}

void uplink_answered(struct uplink *uplink, const struct transport_event *event)
{
    if (event->type == TRANSPORT_SUBSCRIBE_REFUSED) {
        uplink->refused_anew = true;
        uplink->status = DAYBOOK_DENIED;
        memcpy(uplink->reason, event->reason, sizeof uplink->reason);
    }
    if (uplink->filters_due > 0 && --uplink->filters_due == 0) {
        end_subscribing(uplink);
    }
}

/* Count what speaks for another device with this seat. */
static void note_contest(struct uplink *uplink, const struct transport_event *event, int64_t now_ms)
{
    bool ready = uplink->stage == UPLINK_READY;
    bool brief = ready && now_ms - uplink->ready_ms < BRIEF_MS;
    if (event->taken_over) {
        uplink->takeovers++;
    } else if (ready) {
        uplink->takeovers = 0;
    }
    uplink->closes =
        event->unexplained && brief && owed(uplink) == UPLINK_OWES_NOTHING ? uplink->closes + 1 : 0;
}

void uplink_lost(struct uplink *uplink, const struct transport_event *event, int64_t now_ms)
{
    note_contest(uplink, event, now_ms);
    bool steady = uplink->stage == UPLINK_READY && now_ms - uplink->ready_ms >= STEADY_MS;
    if (steady && !uplink_is_contested(uplink)) {
        uplink->failures = 0;
    }
    uplink->status = event->status;
    memcpy(uplink->reason, event->reason, sizeof uplink->reason);
    if (event->unexplained && owed(uplink) != UPLINK_OWES_NOTHING) {
        uplink->broke_off = owed(uplink);
        (void)snprintf(uplink->reason, sizeof uplink->reason, "%s", breaking_off[owed(uplink)]);
    }
    if (uplink_is_contested(uplink)) {
        (void)snprintf(uplink->reason, sizeof uplink->reason,
                       "Another device seems to use the seat of this one: ask the broker's keeper "
                       "for one more seat.");
    }
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
        uplink->waiting_ms = uplink->step_ms;
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
    if (uplink_is_idle(uplink)) {
        uplink->waiting_ms = uplink->step_ms;
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
    uplink->broke_off = UPLINK_OWES_NOTHING;
    uplink->status = uplink_is_refused(uplink) ? uplink->status : DAYBOOK_OK;
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
