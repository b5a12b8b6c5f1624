/* Accepting an invitation: the joining device's side of a pairing. */
#include "journal/joining.h"

#include <assert.h>
#include <string.h>

#include "base/buffer.h"
#include "journal/labels.h"
#include "journal/own_circle.h"
#include "journal/seat_record.h"
#include "journal/state.h"
#include "journal/topic.h"
#include "journal/transcript.h"
#include "vault/digest.h"
#include "vault/random.h"
#include "wire/envelope.h"

enum { CALL_PAUSE_MS = 2000 }; /* between two JOIN1, and two JOIN3 */

void joining_end(struct joining *joining)
{
    pairing_free(joining->pairing);
    uplink_end(&joining->uplink);
    arena_free(joining->arena);
    bool complete = joining->complete;
    *joining = (struct joining){.complete = complete};
}

/* The connection in use: the joining's own until the circle is known. */
static struct uplink *line(struct joining *joining)
{
    return joining->circle == NULL ? &joining->uplink : &joining->circle->uplink;
}

static enum daybook_status keep_row(struct journal *journal)
{
    return invitation_rows_put(journal->database, &journal->joining.row);
}

/* Decode the code and the pairing of the row; on failure nothing is active. */
static enum daybook_status activate(struct journal *journal, const struct invitation_row *row,
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
    return DAYBOOK_OK;
}

static struct join_request request_of(const struct journal *journal)
{
    const struct joining *joining = &journal->joining;
    return (struct join_request){
        .sign = journal->self.sign,
        .box = journal->self.box,
        .ephemeral = pairing_public(joining->pairing),
        .name = bytes_of_text(journal->name),
        .client_id = joining->invitation.seat.client_id,
    };
}

/* JOIN1's content, made once and kept: a second, different one would burn the code. */
static enum daybook_status make_request(struct journal *journal)
{
    struct joining *joining = &journal->joining;
    struct join_request request = request_of(journal);
    struct buffer bytes = {0};
    struct signature signature;
    join_request_encode(&request, false, &bytes);
    identity_sign(journal->identity, LABEL_JOIN_REQUEST, buffer_bytes(&bytes), &signature);
    memcpy(request.signature, signature.bytes, sizeof request.signature);
    buffer_clear(&bytes);
    join_request_encode(&request, true, &bytes);
    bool kept =
        !bytes.failed && arena_copy(joining->arena, buffer_bytes(&bytes), &joining->row.request);
    buffer_free(&bytes);
    return kept ? keep_row(journal) : DAYBOOK_NO_MEMORY;
}

static enum daybook_status check_code(const struct journal *journal, struct bytes code,
                                      struct arena *arena, struct invitation *out_invitation,
                                      struct complaint *out_complaint)
{
    enum daybook_status status = invitation_decode(code, arena, out_invitation);
    if (status == DAYBOOK_NEWER) {
        complaint_begin(out_complaint, "A newer Daybook made that code: update this program.");
    } else if (status == DAYBOOK_INVALID) {
        complaint_begin(
            out_complaint,
            "That is no invitation code, or part of it is missing: copy all of it again.");
    }
    if (status != DAYBOOK_OK) {
        return status;
    }
    if (out_invitation->expires_ms < journal_wall_ms(journal)) {
        complaint_begin(out_complaint, "That invitation has expired: ask for a new one.");
        return DAYBOOK_INVALID;
    }
    if (out_invitation->role != journal->role) {
        complaint_begin(out_complaint,
                        "That invitation is for another role than this journal's: it is for a ");
        complaint_add(out_complaint, role_name(out_invitation->role));
        complaint_add(out_complaint, ".");
        return DAYBOOK_INVALID;
    }
    for (size_t i = 0; i < journal->circle_count; i++) {
        const struct uplink *uplink = &journal->circles[i]->uplink;
        if (journal->circles[i]->complete && uplink->has_seat &&
            bytes_equal_text(out_invitation->seat.circle, uplink->seat.circle)) {
            complaint_begin(out_complaint, "This journal belongs to that circle already.");
            return DAYBOOK_CONFLICT;
        }
    }
    return DAYBOOK_OK;
}

static bool is_same_call(const struct joining *joining, const struct invitation *invitation)
{
    return joining->active &&
           memcmp(joining->invitation.secret, invitation->secret, sizeof invitation->secret) == 0;
}

enum daybook_status journal_join(struct journal *journal, struct bytes code,
                                 struct complaint *out_complaint)
{
    struct invitation invitation;
    struct pairing *pairing = NULL;
    struct secret *exported = NULL;
    struct invitation_row row = {.state = INVITATION_CALLING, .terms = bytes_of_text("")};
    struct arena *arena = arena_create(0);
    if (arena == NULL) {
        return DAYBOOK_NO_MEMORY;
    }
    enum daybook_status status = check_code(journal, code, arena, &invitation, out_complaint);
    if (status != DAYBOOK_OK || is_same_call(&journal->joining, &invitation)) {
        goto done; /* the same code again: go on with it */
    }
    status = pairing_create((struct bytes){invitation.secret, sizeof invitation.secret}, &pairing);
    if (status == DAYBOOK_OK) {
        status = pairing_export(pairing, &exported);
    }
    if (status != DAYBOOK_OK) {
        goto done;
    }
    row.invitation = pairing_name(pairing);
    row.expires_ms = invitation.expires_ms;
    if (!arena_copy(arena, code, &row.code) ||
        !arena_copy(arena, (struct bytes){secret_data(exported), secret_size(exported)},
                    &row.pairing)) {
        status = DAYBOOK_NO_MEMORY;
        goto done;
    }
    status = activate(journal, &row, arena);
    if (status == DAYBOOK_OK) {
        arena = NULL; /* the joining's now */
        status = make_request(journal);
    }
done:
    secret_free(exported);
    pairing_free(pairing);
    arena_free(arena);
    return status;
}

/* What the four words and the patient's name are, once JOIN2 is there. */
static void remember_answer(struct joining *joining, const struct join_answer *answer,
                            struct key256 final)
{
    size_t size =
        answer->patient_name.size < NAME_TEXT_MAX ? answer->patient_name.size : NAME_TEXT_MAX;
    memset(joining->patient, 0, sizeof joining->patient);
    if (size > 0) {
        memcpy(joining->patient, answer->patient_name.data, size);
    }
    pairing_words(final, joining->words);
}

static struct own_circle *find_circle(const struct journal *journal, struct id128 id)
{
    for (size_t i = 0; i < journal->circle_count; i++) {
        if (id128_equal(journal->circles[i]->row.circle, id)) {
            return journal->circles[i];
        }
    }
    return NULL;
}

enum daybook_status joining_resume(struct journal *journal)
{
    struct invitation_row *rows = NULL;
    size_t count = 0;
    struct arena *arena = arena_create(0);
    enum daybook_status status =
        arena == NULL ? DAYBOOK_NO_MEMORY
                      : invitation_rows_list(journal->database, arena, &rows, &count);
    for (size_t i = 0; i < count && status == DAYBOOK_OK; i++) {
        struct joining *joining = &journal->joining;
        bool open = rows[i].state == INVITATION_CALLING || rows[i].state == INVITATION_ACCEPTED;
        if (!open || rows[i].expires_ms < journal_wall_ms(journal) || joining->active) {
            continue;
        }
        status = activate(journal, &rows[i], arena);
        if (status != DAYBOOK_OK) {
            break;
        }
        arena = NULL; /* the joining's now */
        struct join_answer answer;
        struct key256 final;
        bool answered = rows[i].answer.data != NULL &&
                        rows[i].transcript.size == sizeof final.bytes &&
                        join_answer_decode(rows[i].answer, &answer) == DAYBOOK_OK;
        if (answered) {
            memcpy(final.bytes, rows[i].transcript.data, sizeof final.bytes);
            remember_answer(joining, &answer, final);
            joining->circle = find_circle(journal, answer.circle);
        }
        if (joining->circle != NULL) {
            uplink_end(&joining->uplink); /* the circle has the seat */
        }
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

/* The circle is known from here on: store it, and let it have the connection. */
static enum daybook_status adopt_circle(struct journal *journal, const struct join_answer *answer)
{
    struct joining *joining = &journal->joining;
    struct buffer seat = {0};
    seat_record_encode(&joining->uplink.seat, &seat);
    struct circle_row row = {
        .circle = answer->circle,
        .person = answer->person,
        .incarnation = random_id(),
        .seat = buffer_bytes(&seat),
        .joined_ms = journal_wall_ms(journal),
    };
    enum daybook_status status =
        seat.failed ? DAYBOOK_NO_MEMORY : circle_rows_add(journal->database, &row);
    if (status == DAYBOOK_OK) {
        status = own_circle_load(journal, &row, &joining->circle);
    }
    buffer_free(&seat);
    if (status == DAYBOOK_OK) {
        uplink_end(&joining->circle->uplink);
        joining->circle->uplink = joining->uplink;
        joining->uplink = (struct uplink){0};
    }
    return status;
}

/* Open and check JOIN2. FORGED: not from the inviter the code names, or not about what we said. */
static enum daybook_status open_answer(struct joining *joining, struct bytes payload,
                                       struct buffer *answer_bytes, struct join_answer *out_answer,
                                       struct key256 *out_final)
{
    struct join_message message;
    struct signature signature;
    if (join_message_decode(payload, &message) != DAYBOOK_OK || message.kind != ENVELOPE_JOIN2) {
        return DAYBOOK_FORGED;
    }
    const struct key256 first = transcript_first(joining->row.request, message.ephemeral);
    const struct pairing_step step = {2, &message.ephemeral, first};
    enum daybook_status status =
        pairing_open(joining->pairing, &step, message.sealed, answer_bytes);
    if (status == DAYBOOK_OK) {
        status = join_answer_decode(buffer_bytes(answer_bytes), out_answer);
    }
    if (status == DAYBOOK_OK) {
        status = transcript_final(first, out_answer, out_final);
    }
    if (status != DAYBOOK_OK) {
        return status;
    }
    const struct id128 fingerprint = digest_fingerprint(out_answer->sign);
    memcpy(signature.bytes, out_answer->signature, sizeof signature.bytes);
    if (memcmp(fingerprint.bytes, joining->invitation.inviter_fingerprint,
               sizeof fingerprint.bytes) != 0) {
        return DAYBOOK_FORGED;
    }
    status = identity_verify(out_answer->sign, LABEL_JOIN_INVITER,
                             (struct bytes){out_final->bytes, sizeof out_final->bytes}, &signature);
    if (status == DAYBOOK_OK) {
        joining->inviter_ephemeral = message.ephemeral;
        joining->has_inviter_ephemeral = true;
    }
    return status;
}

enum daybook_status joining_answered(struct journal *journal, struct bytes payload)
{
    struct joining *joining = &journal->joining;
    struct buffer answer_bytes = {0};
    struct join_answer answer;
    struct key256 final;
    if (!joining->active) {
        return DAYBOOK_OK;
    }
    enum daybook_status status = open_answer(joining, payload, &answer_bytes, &answer, &final);
    if (status != DAYBOOK_OK) {
        buffer_free(&answer_bytes);
        return status == DAYBOOK_NO_MEMORY ? status : DAYBOOK_OK;
    }
    remember_answer(joining, &answer, final);
    if (joining->circle == NULL) {
        status = adopt_circle(journal, &answer);
    }
    bool kept = arena_copy(joining->arena, buffer_bytes(&answer_bytes), &joining->row.answer) &&
                arena_copy(joining->arena, (struct bytes){final.bytes, sizeof final.bytes},
                           &joining->row.transcript);
    buffer_free(&answer_bytes);
    if (status == DAYBOOK_OK && !kept) {
        status = DAYBOOK_NO_MEMORY;
    }
    if (status == DAYBOOK_OK) {
        joining->row.state = INVITATION_ACCEPTED;
        status = keep_row(journal);
    }
    joining->call_ms = 0; /* confirm at once */
    return status;
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
    while (joining->circle == NULL && status == DAYBOOK_OK && uplink->transport.calls != NULL &&
           transport_next_event(&uplink->transport, &event)) {
        int64_t now_ms = journal_monotonic_ms(journal);
        if (event.type == TRANSPORT_CONNECTED) {
            char filter[1][TRANSPORT_TOPIC_MAX + 1];
            const struct topic to = {.kind = TOPIC_TO,
                                     .sender = bytes_of_text("+"),
                                     .receiver = bytes_of_text(uplink->seat.client_id)};
            topic_write(uplink->seat.circle, (struct id128){{0}}, &to, filter[0]);
            uplink_connected(uplink, now_ms);
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
    if (status == DAYBOOK_OK && joining->circle != NULL && joining->circle->complete) {
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
    if (joining->circle == NULL && joining->uplink.stage == UPLINK_OFF) {
        return joining->uplink.retry_ms;
    }
    const struct uplink *uplink =
        joining->circle == NULL ? &joining->uplink : &joining->circle->uplink;
    return uplink->stage == UPLINK_READY ? joining->call_ms : INT64_MAX;
}

void journal_join_state(const struct journal *journal, struct journal_join_state *out_state)
{
    const struct joining *joining = &journal->joining;
    struct journal_join_state state = {.stage = JOURNAL_JOIN_NONE};
    if (joining->complete) {
        state.stage = JOURNAL_JOIN_COMPLETE;
    } else if (joining->active) {
        state.stage = joining->words[0] == NULL ? JOURNAL_JOIN_CALLING : JOURNAL_JOIN_WORDS;
    }
    memcpy(state.words, joining->words, sizeof state.words);
    state.patient = bytes_of_text(joining->patient);
    *out_state = state;
}
