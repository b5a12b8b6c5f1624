/* Accepting an invitation: the joining device's side of a pairing. */
#include "journal/joining.h"

#include <string.h>

#include "base/buffer.h"
#include "journal/labels.h"
#include "journal/own_circle.h"
#include "journal/seat_record.h"
#include "journal/state.h"
#include "journal/topic.h"
#include "wire/envelope.h"

enum { CALL_PAUSE_MS = 2000 }; /* between two JOIN1, and two JOIN3 */

void joining_end(struct joining *joining)
{
    pairing_free(joining->pairing);
    uplink_end(&joining->uplink);
    arena_free(joining->arena);
    bool complete = joining->complete;
    bool refused = joining->refused;
    *joining = (struct joining){.complete = complete, .refused = refused};
}

/* The connection in use: the joining's own until the circle is known. */
static struct uplink *line(struct joining *joining)
{
    return joining->circle == NULL ? &joining->uplink : &joining->circle->uplink;
}

enum daybook_status joining_keep_row(struct journal *journal)
{
    return invitation_rows_put(journal->database, &journal->joining.row);
}

/* Decode the code and the pairing of the row; on failure nothing is active. */
enum daybook_status joining_activate(struct journal *journal, const struct invitation_row *row,
                                     struct arena *arena)
{
    struct joining joining = {.active = true, .arena = arena, .row = *row};
    struct seat seat;
    enum daybook_status status = invitation_decode(row->code, arena, &joining.invitation);
    if (status == DAYBOOK_OK) {
        status = seat_record_from_invitation(&joining.invitation.seat, &seat);
    }
    if (status == DAYBOOK_OK) {
        status = pairing_import(row->pairing, &joining.pairing);
    }
    if (status == DAYBOOK_OK) {
        status = uplink_set_seat(&joining.uplink, &seat);
        seat_wipe(&seat);
    }
    if (status != DAYBOOK_OK) {
        joining.arena = NULL;
        joining_end(&joining);
        return status;
    }
    joining_end(&journal->joining);
    journal->joining = joining;
    journal->joining.complete = false;
    journal->joining.refused = false;
    return DAYBOOK_OK;
}

/* The row of the invitation that was being accepted; NULL when there is none. */
static const struct invitation_row *find_open(const struct journal *journal,
                                              const struct invitation_row *rows, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        bool open = rows[i].state == INVITATION_CALLING || rows[i].state == INVITATION_ACCEPTED;
        if (open && rows[i].expires_ms >= journal_wall_ms(journal)) {
            return &rows[i];
        }
    }
    return NULL;
}

/* The answer that came before the restart, if one did, and the circle it was for. */
static void recall_answer(struct journal *journal)
{
    struct joining *joining = &journal->joining;
    const struct invitation_row *row = &joining->row;
    struct join_answer answer;
    struct key256 final;
    if (row->answer.data == NULL || row->transcript.size != sizeof final.bytes ||
        join_answer_decode(row->answer, &answer) != DAYBOOK_OK) {
        return;
    }
    memcpy(final.bytes, row->transcript.data, sizeof final.bytes);
    joining_remember_answer(joining, &answer, final);
    joining->circle = own_circle_find(journal, answer.circle);
    if (joining->circle != NULL) {
        uplink_end(&joining->uplink); /* the circle has the seat */
    }
}

enum daybook_status joining_resume(struct journal *journal)
{
    struct invitation_row *rows = NULL;
    size_t count = 0;
    struct arena *arena = arena_create(0);
    enum daybook_status status =
        arena == NULL ? DAYBOOK_NO_MEMORY
                      : invitation_rows_list(journal->database, arena, &rows, &count);
    const struct invitation_row *open =
        status == DAYBOOK_OK && !journal->joining.active ? find_open(journal, rows, count) : NULL;
    if (open != NULL) {
        status = joining_activate(journal, open, arena);
    }
    if (status == DAYBOOK_OK && open != NULL) {
        arena = NULL; /* the joining's now */
        recall_answer(journal);
    }
    arena_free(arena);
    return status;
}

/* Publish a JOIN message on the own join topic. */
static enum daybook_status publish_call(struct journal *journal, enum envelope_kind kind,
                                        const struct pairing_step *step, struct bytes plain)
{
    struct joining *joining = &journal->joining;
    struct uplink *uplink = line(joining);
    struct buffer sealed = {0};
    struct buffer payload = {0};
    char text[TRANSPORT_TOPIC_MAX + 1];
    const struct id128 name = pairing_name(joining->pairing);
    struct join_message message = {.kind = kind};
    const struct topic topic = {.kind = TOPIC_JOIN,
                                .sender = bytes_of_text(uplink->seat.client_id)};
    memcpy(message.name_start, name.bytes, sizeof message.name_start);
    enum daybook_status status = pairing_seal(joining->pairing, step, plain, &sealed);
    if (status == DAYBOOK_OK) {
        message.sealed = buffer_bytes(&sealed);
        join_message_encode(&message, &payload);
        topic_write(uplink->seat.circle, (struct id128){{0}}, &topic, text);
        const struct transport_publish publish = {.topic = text, .payload = buffer_bytes(&payload)};
        status = payload.failed ? DAYBOOK_NO_MEMORY
                                : uplink_publish(uplink, &publish, &(struct uplink_ticket){0});
    }
    buffer_free(&sealed);
    buffer_free(&payload);
    return status == DAYBOOK_FULL || status == DAYBOOK_OFFLINE ? DAYBOOK_OK
                                                               : status; /* called again soon */
}

static enum daybook_status call_finally(struct journal *journal)
{
    struct joining *joining = &journal->joining;
    struct signature signature;
    struct key256 final;
    struct buffer plain = {0};
    if (joining->row.transcript.size != sizeof final.bytes ||
        joining->row.answer.size < sizeof(struct key256)) {
        return DAYBOOK_DAMAGED;
    }
    memcpy(final.bytes, joining->row.transcript.data, sizeof final.bytes);
    identity_sign(journal->identity, LABEL_JOIN_JOINER, joining->row.transcript, &signature);
    join_confirmation_encode(signature.bytes, &plain);
    const struct pairing_step step = {3, &joining->inviter_ephemeral, final};
    enum daybook_status status =
        plain.failed ? DAYBOOK_NO_MEMORY
                     : publish_call(journal, ENVELOPE_JOIN3, &step, buffer_bytes(&plain));
    buffer_free(&plain);
    return status;
}

static enum daybook_status call(struct journal *journal)
{
    struct joining *joining = &journal->joining;
    joining->call_ms = journal_monotonic_ms(journal) + CALL_PAUSE_MS;
    /* After a restart the inviter's ephemeral key is gone, and JOIN1 brings it back with JOIN2. */
    if (joining->row.state == INVITATION_ACCEPTED && joining->has_inviter_ephemeral) {
        return call_finally(journal);
    }
    const struct pairing_step step = {.number = 1};
    return publish_call(journal, ENVELOPE_JOIN1, &step, joining->row.request);
}

/* Member at last: the invitation is done, and its secrets go. */
static enum daybook_status finish(struct journal *journal)
{
    struct joining *joining = &journal->joining;
    enum daybook_status status = invitation_rows_remove(journal->database, joining->row.invitation);
    if (status == DAYBOOK_OK) {
        struct joining done = {.complete = true};
        memcpy(done.words, joining->words, sizeof done.words);
        memcpy(done.patient, joining->patient, sizeof done.patient);
        joining->circle->asked = true;
        joining_end(joining);
        *joining = done;
    }
    return status;
}

static enum daybook_status hear(struct journal *journal)
{
    struct joining *joining = &journal->joining;
    struct transport_event event;
    enum daybook_status status = DAYBOOK_OK;
    struct uplink *uplink = &joining->uplink;
    while (joining->circle == NULL && status == DAYBOOK_OK &&
           uplink_next_event(uplink, journal_monotonic_ms(journal), &event)) {
        int64_t now_ms = journal_monotonic_ms(journal);
        if (event.type == TRANSPORT_CONNECTED) {
            char filter[1][TRANSPORT_TOPIC_MAX + 1];
            const struct topic to = {.kind = TOPIC_TO,
                                     .sender = bytes_of_text("+"),
                                     .receiver = bytes_of_text(uplink->seat.client_id)};
            topic_write(uplink->seat.circle, (struct id128){{0}}, &to, filter[0]);
            uplink_connected(uplink, &event, now_ms);
            (void)uplink_subscribe(uplink, filter, 1); /* a loss follows as its own event */
            uplink->hears_own = true;
        } else if (event.type == TRANSPORT_DISCONNECTED) {
            uplink_lost(uplink, &event, now_ms);
        } else if (event.type == TRANSPORT_SUBSCRIBED ||
                   event.type == TRANSPORT_SUBSCRIBE_REFUSED) {
            uplink_answered(uplink, &event);
        } else if (event.type == TRANSPORT_MESSAGE) {
            struct envelope_clear clear;
            bool answer = envelope_clear_decode(event.payload, &clear) == DAYBOOK_OK &&
                          clear.kind == ENVELOPE_JOIN2;
            status = answer ? joining_answered(journal, event.payload) : DAYBOOK_OK;
        } else {
            struct uplink_ticket ticket;
            (void)uplink_take_ticket(uplink, event.ticket, &ticket); /* nobody waits for it */
        }
    }
    return status;
}

/* A member that the broker will keep messages for: whoever joins and goes away again must not miss
 * what follows. And one with a key to speak under: without, nobody hears what it still lacks. */
static bool hears_everything(const struct own_circle *circle)
{
    return circle->complete && own_circle_epoch(circle, STREAM_CIRCLE, NULL) != NULL &&
           circle->engine.connected && circle->uplink.filters_due == 0;
}

enum daybook_status joining_step(struct journal *journal)
{
    struct joining *joining = &journal->joining;
    enum daybook_status status = DAYBOOK_OK;
    if (!joining->active || !journal->wants_online) {
        return DAYBOOK_OK;
    }
    if (joining->circle == NULL) {
        uplink_try(&joining->uplink, &journal->ports, journal_monotonic_ms(journal));
        status = hear(journal);
    }
    if (status == DAYBOOK_OK && joining->circle != NULL && hears_everything(joining->circle)) {
        return finish(journal);
    }
    if (status == DAYBOOK_OK && line(joining)->stage == UPLINK_READY &&
        journal_monotonic_ms(journal) >= joining->call_ms) {
        status = call(journal);
    }
    return status;
}

int64_t joining_wake_ms(const struct joining *joining)
{
    if (!joining->active) {
        return INT64_MAX;
    }
    const struct uplink *uplink =
        joining->circle == NULL ? &joining->uplink : &joining->circle->uplink;
    if (uplink->stage == UPLINK_READY) {
        return joining->call_ms;
    }
    return joining->circle == NULL ? uplink_wake_ms(uplink) : INT64_MAX;
}

void journal_join_state(const struct journal *journal, struct journal_join_state *out_state)
{
    const struct joining *joining = &journal->joining;
    struct journal_join_state state = {.stage = JOURNAL_JOIN_NONE};
    if (joining->complete) {
        state.stage = JOURNAL_JOIN_COMPLETE;
    } else if (joining->refused) {
        state.stage = JOURNAL_JOIN_REFUSED;
    } else if (joining->active) {
        state.stage = joining->words[0] == NULL ? JOURNAL_JOIN_CALLING : JOURNAL_JOIN_WORDS;
    }
    memcpy(state.words, joining->words, sizeof state.words);
    state.patient = bytes_of_text(joining->patient);
    *out_state = state;
}
