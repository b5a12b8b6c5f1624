/* The loop of the exchange: connections, engines, and what follows from what arrives. */
#include "journal/exchange.h"

#include <string.h>

#include "journal/flag_watch.h"
#include "journal/incarnation.h"
#include "journal/invitations.h"
#include "journal/joining.h"
#include "journal/notices.h"
#include "journal/own_circle.h"
#include "journal/receiving.h"
#include "journal/recovery.h"
#include "journal/reminder.h"
#include "journal/settling.h"
#include "journal/state.h"
#include "journal/topic.h"

enum {
    QUIET_MS = 100,        /* nothing arrived or left for so long: what was to come has come */
    QUIET_ASKED_MS = 700,  /* unless somebody who was asked so lately has not answered yet */
    QUIET_ALONE_MS = 1200, /* and so long when nobody else was heard */
};

void journal_go_online(struct journal *journal)
{
    journal->wants_online = true;
    for (size_t i = 0; i < journal->circle_count; i++) {
        journal->circles[i]->sent = 0;
        journal->circles[i]->received = 0;
    }
}

static enum daybook_status leave(struct own_circle *circle)
{
    struct sync_batch batches[UPLINK_TICKETS_MAX];
    size_t count = uplink_forget_tickets(&circle->uplink, batches);
    if (!circle->engine.connected) {
        return DAYBOOK_OK;
    }
    circle->engine.connected = false;
    ahead_forget(&circle->ahead); /* whoever is away for long does not hold memory meanwhile */
    return engine_deliver(circle, &(struct sync_event){.type = SYNC_EVENT_DISCONNECTED,
                                                       .batches = batches,
                                                       .batch_count = count});
}

void journal_go_offline(struct journal *journal)
{
    journal->wants_online = false;
    for (size_t i = 0; i < journal->circle_count; i++) {
        uplink_stop(&journal->circles[i]->uplink);
        (void)leave(journal->circles[i]); /* being disconnected stores nothing */
    }
    uplink_stop(&journal->joining.uplink);
}

void journal_exchange_now(struct journal *journal)
{
    for (size_t i = 0; i < journal->circle_count; i++) {
        struct own_circle *circle = journal->circles[i];
        circle->asked = true;
        circle->summaries_due_ms = journal_monotonic_ms(journal);
        uplink_hurry(&circle->uplink);
    }
    uplink_hurry(&journal->joining.uplink);
}

/* Ask for every filter this connection lacks: once connected, and whenever more may be read. */
static enum daybook_status subscribe(struct own_circle *circle)
{
    char filters[UPLINK_FILTERS_MAX][TRANSPORT_TOPIC_MAX + 1];
    struct uplink *uplink = &circle->uplink;
    const struct bytes anybody = bytes_of_text("+");
    size_t count = 0;
    for (int stream = 0; stream < STREAM_COUNT; stream++) {
        if (!uplink->hears_stream[stream] && own_circle_reads(circle, (enum stream)stream)) {
            const struct topic ops = {
                .kind = TOPIC_OPS, .sender = anybody, .stream = (enum stream)stream};
            const struct topic have = {
                .kind = TOPIC_HAVE, .sender = anybody, .stream = (enum stream)stream};
            topic_write(uplink->seat.circle, circle->row.circle, &ops, filters[count++]);
            topic_write(uplink->seat.circle, circle->row.circle, &have, filters[count++]);
            uplink->hears_stream[stream] = true;
        }
    }
    if (!uplink->hears_own) {
        const struct topic to = {
            .kind = TOPIC_TO, .sender = anybody, .receiver = bytes_of_text(uplink->seat.client_id)};
        topic_write(uplink->seat.circle, circle->row.circle, &to, filters[count++]);
        uplink->hears_own = true;
    }
    bool invites = circle->complete &&
                   circle_rank(circle->circle, circle->journal->self.sign) >= RANK_CO_OWNER;
    if (!uplink->hears_joins && invites) {
        const struct topic join = {.kind = TOPIC_JOIN, .sender = anybody};
        topic_write(uplink->seat.circle, circle->row.circle, &join, filters[count++]);
        uplink->hears_joins = true;
    }
    return uplink_subscribe(uplink, filters, count);
}

static enum daybook_status acknowledged(struct own_circle *circle,
                                        const struct transport_event *event)
{
    struct uplink_ticket ticket;
    bool published = event->type == TRANSPORT_PUBLISHED;
    if (!uplink_take_ticket(&circle->uplink, event->ticket, &ticket)) {
        return DAYBOOK_OK;
    }
    circle->uplink.active_ms = journal_monotonic_ms(circle->journal);
    circle->sent += published ? ticket.operations : 0;
    if (ticket.engine_ticket == 0) {
        return DAYBOOK_OK;
    }
    return engine_deliver(
        circle,
        &(struct sync_event){.type = published ? SYNC_EVENT_PUBLISHED : SYNC_EVENT_PUBLISH_FAILED,
                             .ticket = ticket.engine_ticket,
                             .last = ticket.last});
}

/* The connection ended, with what was under way. That somebody else uses the seat is told when it
 * begins. */
static enum daybook_status lost(struct own_circle *circle, const struct transport_event *event)
{
    bool contested = uplink_is_contested(&circle->uplink);
    uplink_lost(&circle->uplink, event, journal_monotonic_ms(circle->journal));
    enum daybook_status status = leave(circle);
    if (status == DAYBOOK_OK && !contested && uplink_is_contested(&circle->uplink)) {
        const struct notice notice = {.kind = NOTICE_SEAT_SHARED,
                                      .circle = circle->row.circle,
                                      .at_ms = journal_wall_ms(circle->journal)};
        status = notices_add(circle->journal, &notice);
    }
    return status;
}

/* Commands are short: the next one is to begin with what the broker speaks. */
static enum daybook_status connected(struct own_circle *circle, const struct transport_event *event)
{
    bool known = circle->uplink.seat.begins_older == event->older;
    uplink_connected(&circle->uplink, event, journal_monotonic_ms(circle->journal));
    (void)subscribe(circle); /* a loss follows as its own event */
    return known ? DAYBOOK_OK
                 : circle_rows_set_older_mqtt(circle->journal->database, circle->row.circle_no,
                                              event->older ? journal_wall_ms(circle->journal) : 0);
}

static enum daybook_status handle_event(struct own_circle *circle,
                                        const struct transport_event *event)
{
    switch (event->type) {
    case TRANSPORT_CONNECTED:
        return connected(circle, event);
    case TRANSPORT_DISCONNECTED:
        return lost(circle, event);
    case TRANSPORT_SUBSCRIBED:
    case TRANSPORT_SUBSCRIBE_REFUSED:
        uplink_answered(&circle->uplink, event);
        return DAYBOOK_OK;
    case TRANSPORT_PUBLISHED:
    case TRANSPORT_PUBLISH_REFUSED:
        return acknowledged(circle, event);
    case TRANSPORT_MESSAGE:
        return receiving_message(circle, event);
    }
    return DAYBOOK_OK;
}

static enum daybook_status tell_connected(struct own_circle *circle)
{
    enum daybook_status status = DAYBOOK_OK;
    if (!circle->engine.connected) {
        circle->engine.connected = true;
        circle->connected_ms = journal_monotonic_ms(circle->journal);
        status = engine_deliver(
            circle, &(struct sync_event){.type = SYNC_EVENT_CONNECTED,
                                         .messages_per_second = seat_rate(&circle->uplink.seat)});
    }
    if (status == DAYBOOK_OK && circle->asked) {
        circle->asked = false;
        status = engine_deliver(circle, &(struct sync_event){.type = SYNC_EVENT_ASKED});
    }
    if (status == DAYBOOK_OK && circle->keys_due) {
        circle->keys_due = false;
        status = engine_deliver(circle, &(struct sync_event){.type = SYNC_EVENT_SEND_KEYS});
        circle->keys_due = status == DAYBOOK_NO_MEMORY;
    }
    return status == DAYBOOK_OFFLINE || status == DAYBOOK_FULL ? DAYBOOK_OK : status;
}

static int64_t earlier(int64_t left, int64_t right)
{
    return left < right ? left : right;
}

static int64_t later(int64_t left, int64_t right)
{
    return left > right ? left : right;
}

/* When it will have been quiet long enough; INT64_MAX while something is on its way, or owed by or
 * to anybody who is there. */
static int64_t settles_ms(const struct own_circle *circle, const struct sync_owing *owing)
{
    bool at_rest = circle->engine.connected && owing->to_send == 0 && owing->to_fetch == 0 &&
                   owing->in_flight == 0 && uplink_is_idle(&circle->uplink) && !owing->queued &&
                   !circle->asked && circle->summaries_due_ms == INT64_MAX;
    int64_t last_ms = later(owing->quiet_since_ms, circle->uplink.active_ms);
    int64_t answered_ms = owing->silent == 0 ? INT64_MIN : owing->asking_ms + QUIET_ASKED_MS;
    int64_t quiet_ms =
        owing->present == 0 ? last_ms + QUIET_ALONE_MS : later(last_ms + QUIET_MS, answered_ms);
    return at_rest ? quiet_ms : INT64_MAX;
}

/* When a restored device may take it that it has fetched what others hold of the lost one: once it
 * is quiet among those present. INT64_MAX: nothing was lost, or nobody is there yet. */
static int64_t late_ms(const struct own_circle *circle)
{
    struct sync_owing owing;
    if (!circle->journal->restored || !circle->complete || circle->journal->role != ROLE_PATIENT) {
        return INT64_MAX;
    }
    sync_owing(circle->engine.sync, &owing);
    int64_t settled_ms = owing.present > 0 ? settles_ms(circle, &owing) : INT64_MAX;
    return later(settled_ms, circle->admit_after_ms);
}

static enum daybook_status advance(struct own_circle *circle)
{
    int64_t now_ms = journal_monotonic_ms(circle->journal);
    enum daybook_status status = settling_circle(circle);
    if (status == DAYBOOK_OK && circle->complete && circle->uplink.stage == UPLINK_READY) {
        (void)subscribe(circle); /* what may be read since; a loss follows as its own event */
        status = tell_connected(circle);
    }
    if (status == DAYBOOK_OK && late_ms(circle) <= now_ms) {
        status = recovery_admit_held(circle);
    }
    if (status == DAYBOOK_OK && now_ms >= circle->engine.wake_ms) {
        status = engine_deliver(circle, &(struct sync_event){.type = SYNC_EVENT_CLOCK});
    }
    return status;
}

static enum daybook_status step_circle(struct own_circle *circle)
{
    struct transport_event event;
    enum daybook_status first_failure = DAYBOOK_OK;
    if (!circle->journal->wants_online) {
        return DAYBOOK_OK;
    }
    if (circle->uplink.stage == UPLINK_OFF) {
        first_failure = leave(circle); /* no event tells of a connection that was ended here */
    }
    uplink_try(&circle->uplink, &circle->journal->ports, journal_monotonic_ms(circle->journal));
    while (uplink_next_event(&circle->uplink, journal_monotonic_ms(circle->journal), &event)) {
        enum daybook_status status = handle_event(circle, &event);
        first_failure = first_failure == DAYBOOK_OK ? status : first_failure;
    }
    enum daybook_status status = advance(circle);
    return first_failure == DAYBOOK_OK ? status : first_failure;
}

/* Once a day; one that fails waits a day, too. */
static enum daybook_status forget_invitations(struct journal *journal)
{
    int64_t now_ms = journal_monotonic_ms(journal);
    if (now_ms < journal->invitations_look_ms) {
        return DAYBOOK_OK;
    }
    journal->invitations_look_ms = now_ms + INVITATIONS_LOOK_MS;
    return invitations_purge(journal);
}

enum daybook_status journal_step(struct journal *journal)
{
    enum daybook_status first_failure = DAYBOOK_OK;
    for (size_t i = 0; i < journal->circle_count; i++) {
        enum daybook_status status = step_circle(journal->circles[i]);
        first_failure = first_failure == DAYBOOK_OK ? status : first_failure;
    }
    enum daybook_status status = joining_step(journal);
    first_failure = first_failure == DAYBOOK_OK ? status : first_failure;
    status = reminder_settle(journal);
    first_failure = first_failure == DAYBOOK_OK ? status : first_failure;
    status = forget_invitations(journal);
    return first_failure == DAYBOOK_OK ? status : first_failure;
}

static size_t add_poll(const struct uplink *uplink, struct pollfd *out_set, size_t count,
                       size_t room)
{
    int descriptor = uplink->transport.calls == NULL ? -1 : transport_wake_fd(&uplink->transport);
    if (descriptor >= 0 && count < room) {
        out_set[count++] = (struct pollfd){.fd = descriptor, .events = POLLIN};
    }
    return count;
}

size_t journal_poll_set(const struct journal *journal, struct pollfd *out_set, size_t room)
{
    size_t count = 0;
    for (size_t i = 0; i < journal->circle_count; i++) {
        count = add_poll(&journal->circles[i]->uplink, out_set, count, room);
    }
    return add_poll(&journal->joining.uplink, out_set, count, room);
}

static int64_t circle_wake_ms(const struct own_circle *circle)
{
    int64_t wake_ms = earlier(circle->engine.wake_ms, circle->summaries_due_ms);
    wake_ms = earlier(wake_ms, circle->complete ? circle->summaries_look_ms : INT64_MAX);
    wake_ms = earlier(wake_ms, flag_watch_wake_ms(circle));
    wake_ms = earlier(wake_ms, late_ms(circle));
    wake_ms = earlier(wake_ms, circle->engine.connected ? incarnation_wake_ms(circle) : INT64_MAX);
    bool due = circle->members_due || (circle->asked && circle->engine.connected);
    for (int stream = 0; stream < STREAM_COUNT; stream++) {
        due = due || circle->written_due[stream];
    }
    return due ? 0 : earlier(wake_ms, uplink_wake_ms(&circle->uplink));
}

int64_t journal_wake_ms(const struct journal *journal)
{
    int64_t wake_ms = INT64_MAX;
    if (!journal->wants_online) {
        return wake_ms;
    }
    for (size_t i = 0; i < journal->circle_count; i++) {
        wake_ms = earlier(wake_ms, circle_wake_ms(journal->circles[i]));
    }
    wake_ms = earlier(wake_ms, reminder_wake_ms(journal));
    return earlier(wake_ms, joining_wake_ms(&journal->joining));
}

static void add_uplink(const struct uplink *uplink, bool online, struct journal_exchange *state)
{
    state->has_seat = true;
    state->connected = state->connected && online && !uplink_is_refused(uplink);
    state->ever_connected = state->ever_connected || uplink->ever_ready;
    state->unanswered_ms = earlier(state->unanswered_ms, uplink_unanswered_ms(uplink));
    if (uplink->status != DAYBOOK_OK &&
        (uplink->stage != UPLINK_READY || uplink_is_refused(uplink))) {
        state->status = uplink->status;
        memcpy(state->reason, uplink->reason, sizeof state->reason);
    }
}

void journal_exchange_state(const struct journal *journal, struct journal_exchange *out_state)
{
    struct journal_exchange state = {
        .connected = true, .idle = true, .unanswered_ms = INT64_MAX, .settles_ms = INT64_MIN};
    for (size_t i = 0; i < journal->circle_count; i++) {
        const struct own_circle *circle = journal->circles[i];
        struct sync_owing owing;
        sync_owing(circle->engine.sync, &owing);
        state.unheard += owing.unheard;
        /* A circle whose invitation came to nothing says nothing about the others. */
        if (!circle->uplink.has_seat || !(circle->complete || journal->joining.circle == circle)) {
            continue;
        }
        add_uplink(&circle->uplink, circle->engine.connected, &state);
        state.settles_ms = later(state.settles_ms, settles_ms(circle, &owing));
        state.idle = state.idle && uplink_is_idle(&circle->uplink);
        state.present += owing.present;
        state.set_aside += owing.set_aside;
        state.to_send += owing.to_send;
        state.to_fetch += owing.to_fetch;
        state.sent += circle->sent;
        state.received += circle->received;
    }
    if (journal->joining.active) {
        if (journal->joining.uplink.has_seat) {
            add_uplink(&journal->joining.uplink, journal->joining.uplink.stage == UPLINK_READY,
                       &state);
        }
        state.settles_ms = INT64_MAX;
    }
    state.connected = state.connected && state.has_seat;
    state.settled = state.has_seat && state.settles_ms <= journal_monotonic_ms(journal);
    *out_state = state;
}
