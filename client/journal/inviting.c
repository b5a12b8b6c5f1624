/* Answering those who use an invitation: the inviting device's side of a pairing. */
#include "journal/inviting.h"

#include <string.h>

#include "base/buffer.h"
#include "journal/engine.h"
#include "journal/guest.h"
#include "journal/labels.h"
#include "journal/membership.h"
#include "journal/topic.h"
#include "journal/transcript.h"

/* Send JOIN2 again or for the first time: the clear bytes, our ephemeral key, and the sealed
 * answer. */
static enum daybook_status send_answer(struct own_circle *circle, const struct guest *guest)
{
    struct buffer sealed = {0};
    struct buffer payload = {0};
    char text[TRANSPORT_TOPIC_MAX + 1];
    const struct id128 name = pairing_name(guest->pairing);
    struct join_message message = {.kind = ENVELOPE_JOIN2,
                                   .ephemeral = pairing_public(guest->pairing)};
    const struct pairing_step step = {2, &guest->request.ephemeral,
                                      transcript_first(guest->row.request, message.ephemeral)};
    const struct topic topic = {.kind = TOPIC_TO,
                                .sender = bytes_of_text(circle->uplink.seat.client_id),
                                .receiver = guest->request.client_id};
    memcpy(message.name_start, name.bytes, sizeof message.name_start);
    enum daybook_status status = pairing_seal(guest->pairing, &step, guest->row.answer, &sealed);
    if (status == DAYBOOK_OK) {
        message.sealed = buffer_bytes(&sealed);
        join_message_encode(&message, &payload);
        topic_write(circle->uplink.seat.circle, circle->row.circle, &topic, text);
        const struct transport_publish publish = {.topic = text, .payload = buffer_bytes(&payload)};
        status = payload.failed
                     ? DAYBOOK_NO_MEMORY
                     : uplink_publish(&circle->uplink, &publish, &(struct uplink_ticket){0});
    }
    buffer_free(&sealed);
    buffer_free(&payload);
    return status == DAYBOOK_FULL || status == DAYBOOK_OFFLINE
               ? DAYBOOK_OK
               : status; /* the joiner calls again */
}

static bool request_is_signed(const struct join_request *request)
{
    struct buffer covered = {0};
    struct signature signature;
    memcpy(signature.bytes, request->signature, sizeof signature.bytes);
    join_request_encode(request, false, &covered);
    bool good =
        !covered.failed && identity_verify(request->sign, LABEL_JOIN_REQUEST,
                                           buffer_bytes(&covered), &signature) == DAYBOOK_OK;
    buffer_free(&covered);
    return good;
}

/* Others know the keys of a device that was removed as those of somebody who is out. */
static bool was_sent_away(const struct own_circle *circle, const struct guest *guest)
{
    const struct circle_device *device = circle_find_device(circle->circle, guest->request.sign);
    return device != NULL && device->retired;
}

/* The answer to a first call: who the joiner becomes, whose circle it is, signed over all that was
 * said. One who was sent away is told no circle: its own journal then says what to do. */
static enum daybook_status make_answer(struct own_circle *circle, struct guest *guest,
                                       struct bytes request, struct buffer *out_answer,
                                       struct key256 *out_final)
{
    struct journal *journal = circle->journal;
    struct signature signature;
    struct join_answer answer = {
        .circle = !was_sent_away(circle, guest) ? circle->row.circle : (struct id128){{0}},
        .person = guest->terms.person,
        .sign = journal->self.sign,
        .box = journal->self.box,
        .client_id = bytes_of_text(circle->uplink.seat.client_id),
        .patient_name = circle_patient(circle->circle)->name,
    };
    const struct key256 first = transcript_first(request, pairing_public(guest->pairing));
    enum daybook_status status = transcript_final(first, &answer, out_final);
    if (status != DAYBOOK_OK) {
        return status;
    }
    identity_sign(journal->identity, LABEL_JOIN_INVITER,
                  (struct bytes){out_final->bytes, sizeof out_final->bytes}, &signature);
    memcpy(answer.signature, signature.bytes, sizeof answer.signature);
    join_answer_encode(&answer, true, out_answer);
    return out_answer->failed ? DAYBOOK_NO_MEMORY : DAYBOOK_OK;
}

static enum daybook_status answer_call(struct own_circle *circle, struct guest *guest,
                                       struct bytes request)
{
    struct buffer answer = {0};
    struct key256 final;
    enum daybook_status status = join_request_decode(request, &guest->request);
    if (status == DAYBOOK_OK) {
        status = make_answer(circle, guest, request, &answer, &final);
    }
    if (status == DAYBOOK_OK) {
        bool kept = arena_copy(guest->arena, request, &guest->row.request) &&
                    arena_copy(guest->arena, buffer_bytes(&answer), &guest->row.answer) &&
                    arena_copy(guest->arena, (struct bytes){final.bytes, sizeof final.bytes},
                               &guest->row.transcript);
        status = kept ? DAYBOOK_OK : DAYBOOK_NO_MEMORY;
    }
    buffer_free(&answer);
    if (status == DAYBOOK_OK) {
        guest->row.state = was_sent_away(circle, guest) ? INVITATION_DONE : INVITATION_ANSWERED;
        status = invitation_rows_put(circle->journal->database, &guest->row);
    }
    if (status == DAYBOOK_OK) {
        status = join_request_decode(guest->row.request, &guest->request);
    }
    return status == DAYBOOK_OK ? send_answer(circle, guest) : status;
}

/* JOIN1. A second device under one code means that the code leaked: it is burnt, and both are left
 * outside. */
static enum daybook_status called_first(struct own_circle *circle, struct guest *guest,
                                        struct bytes client_id, struct bytes sealed)
{
    struct buffer request_bytes = {0};
    struct join_request request;
    const struct pairing_step step = {.number = 1};
    enum daybook_status status = pairing_open(guest->pairing, &step, sealed, &request_bytes);
    if (status == DAYBOOK_OK) {
        status = join_request_decode(buffer_bytes(&request_bytes), &request);
    }
    if (status == DAYBOOK_OK &&
        (!bytes_equal(request.client_id, client_id) || !request_is_signed(&request))) {
        status = DAYBOOK_FORGED;
    }
    if (status != DAYBOOK_OK) {
        buffer_free(&request_bytes);
        return status == DAYBOOK_NO_MEMORY ? status : DAYBOOK_OK;
    }
    if (guest->row.request.data == NULL) {
        status = answer_call(circle, guest, buffer_bytes(&request_bytes));
    } else if (bytes_equal(guest->row.request, buffer_bytes(&request_bytes))) {
        status = send_answer(circle, guest);
    } else if (guest->row.state != INVITATION_DONE) {
        guest->row.state = INVITATION_BROKEN;
        status = invitation_rows_put(circle->journal->database, &guest->row);
    }
    buffer_free(&request_bytes);
    return status;
}

/* Make the joiner a member: the person unless they are one, the device, the keys; then send it all
 * of that. */
enum daybook_status inviting_admit(struct own_circle *circle, struct guest *guest)
{
    struct circle_change changes[2];
    size_t count = 0;
    const struct circle_device *present = circle_find_device(circle->circle, guest->request.sign);
    if (was_sent_away(circle, guest)) { /* since the call was answered */
        guest->row.state = INVITATION_BROKEN;
        return invitation_rows_put(circle->journal->database, &guest->row);
    }
    if (circle_find_person(circle->circle, guest->terms.person) == NULL) {
        changes[count++] = (struct circle_change){
            .type = OPERATION_ADD_PERSON,
            .person = {.person = guest->terms.person,
                       .name = guest->terms.name,
                       .role = guest->terms.role,
                       .grants = {.log = guest->terms.grant_log,
                                  .co_owner = guest->terms.co_owner,
                                  .log_from_day = INT32_MIN}},
        };
    }
    if (present == NULL) {
        changes[count++] = (struct circle_change){
            .type = OPERATION_ADD_DEVICE,
            .device = {.sign = guest->request.sign,
                       .box = guest->request.box,
                       .person = guest->terms.person,
                       .client_id = guest->request.client_id},
        };
    }
    /* Somebody admitted before a crash may still be without keys. */
    enum daybook_status status =
        count == 0 ? membership_renew_epochs(circle) : membership_write(circle, changes, count);
    if (status == DAYBOOK_OK) {
        guest->row.state = INVITATION_DONE;
        status = invitation_rows_put(circle->journal->database, &guest->row);
    }
    circle->keys_due = circle->keys_due || status == DAYBOOK_OK;
    return status == DAYBOOK_FULL || status == DAYBOOK_OFFLINE
               ? DAYBOOK_OK
               : status; /* the joiner calls again */
}

/* JOIN3: the joiner proves its key over everything both have seen. */
static enum daybook_status called_finally(struct own_circle *circle, struct guest *guest,
                                          struct bytes sealed)
{
    struct buffer plain = {0};
    struct signature signature;
    const struct key256 final = guest_transcript(guest);
    const struct pairing_step step = {3, &guest->request.ephemeral, final};
    enum daybook_status status = pairing_open(guest->pairing, &step, sealed, &plain);
    if (status == DAYBOOK_OK) {
        status = join_confirmation_decode(buffer_bytes(&plain), signature.bytes);
    }
    if (status == DAYBOOK_OK) {
        status = identity_verify(guest->request.sign, LABEL_JOIN_JOINER,
                                 (struct bytes){final.bytes, sizeof final.bytes}, &signature);
    }
    buffer_free(&plain);
    if (status != DAYBOOK_OK) {
        return status == DAYBOOK_NO_MEMORY ? status : DAYBOOK_OK;
    }
    bool approved = guest->row.state == INVITATION_APPROVED || guest->terms.auto_approve;
    if (guest->row.state == INVITATION_DONE) {
        return engine_deliver(circle, &(struct sync_event){.type = SYNC_EVENT_SEND_KEYS,
                                                           .device = guest->request.sign});
    }
    if (approved) {
        return inviting_admit(circle, guest);
    }
    guest->row.state = INVITATION_CONFIRMED;
    return invitation_rows_put(circle->journal->database, &guest->row);
}

struct call {
    const struct own_circle *circle;
    const uint8_t *reference;
};

static bool is_called(const struct guest *guest, const void *context)
{
    const struct call *call = context;
    const struct id128 name = pairing_name(guest->pairing);
    return guest->row.circle_no == call->circle->row.circle_no &&
           guest->row.state != INVITATION_BROKEN &&
           memcmp(name.bytes, call->reference, ENVELOPE_KEY_REFERENCE_SIZE) == 0;
}

enum daybook_status inviting_called(struct own_circle *circle, struct bytes client_id,
                                    struct bytes payload)
{
    struct join_message message;
    struct guest guest;
    if (!circle->complete || join_message_decode(payload, &message) != DAYBOOK_OK) {
        return DAYBOOK_OK;
    }
    const struct call call = {circle, message.name_start};
    enum daybook_status status = guest_find(circle->journal, is_called, &call, &guest);
    if (status != DAYBOOK_OK) {
        return status == DAYBOOK_NOT_FOUND ? DAYBOOK_OK : status;
    }
    bool expired = journal_wall_ms(circle->journal) > guest.row.expires_ms &&
                   guest.row.state != INVITATION_DONE;
    if (expired) {
        status = invitation_rows_remove(circle->journal->database, guest.row.invitation);
    } else if (message.kind == ENVELOPE_JOIN1) {
        status = called_first(circle, &guest, client_id, message.sealed);
    } else if (message.kind == ENVELOPE_JOIN3 && guest.row.request.data != NULL) {
        status = called_finally(circle, &guest, message.sealed);
    }
    guest_end(&guest);
    return status;
}
