/* Giving out invitations: the inviting device's side of a pairing. */
#include "journal/inviting.h"

#include <assert.h>
#include <string.h>

#include "base/buffer.h"
#include "journal/circles.h"
#include "journal/labels.h"
#include "journal/membership.h"
#include "journal/own_circle.h"
#include "journal/seat_record.h"
#include "journal/sending.h"
#include "journal/terms.h"
#include "journal/topic.h"
#include "journal/transcript.h"
#include "store/invitation_rows.h"
#include "vault/digest.h"
#include "vault/pairing.h"
#include "vault/random.h"
#include "wire/envelope.h"

enum { INVITATION_LIFE_MS = 24 * 3600 * 1000 };

/* An invitation of ours, taken out of the store to be worked on. */
struct guest {
    struct invitation_row row;
    struct terms terms;
    struct pairing *pairing;
    struct join_request request; /* once row.request is there */
    struct arena *arena;
};

static void guest_end(struct guest *guest)
{
    pairing_free(guest->pairing);
    arena_free(guest->arena);
    *guest = (struct guest){0};
}

static bool is_inviting(const struct invitation_row *row)
{
    return row->state < INVITATION_CALLING;
}

static enum daybook_status guest_open(struct guest *guest)
{
    enum daybook_status status = terms_decode(guest->row.terms, guest->arena, &guest->terms);
    if (status == DAYBOOK_OK) {
        status = pairing_import(guest->row.pairing, &guest->pairing);
    }
    if (status == DAYBOOK_OK && guest->row.request.data != NULL) {
        status = join_request_decode(guest->row.request, &guest->request);
    }
    return status == DAYBOOK_INVALID ? DAYBOOK_DAMAGED : status;
}

/* Find the first invitation of ours the test accepts. The caller ends the guest after OK.
 * NOT_FOUND. */
static enum daybook_status guest_find(struct journal *journal,
                                      bool (*test)(const struct guest *guest, const void *context),
                                      const void *context, struct guest *out_guest)
{
    struct invitation_row *rows = NULL;
    size_t count = 0;
    struct guest guest = {.arena = arena_create(0)};
    enum daybook_status status =
        guest.arena == NULL ? DAYBOOK_NO_MEMORY
                            : invitation_rows_list(journal->database, guest.arena, &rows, &count);
    for (size_t i = 0; i < count && status == DAYBOOK_OK; i++) {
        if (!is_inviting(&rows[i])) {
            continue;
        }
        guest.row = rows[i];
        status = guest_open(&guest);
        if (status == DAYBOOK_OK && test(&guest, context)) {
            *out_guest = guest;
            return DAYBOOK_OK;
        }
        pairing_free(guest.pairing);
        guest.pairing = NULL;
    }
    guest_end(&guest);
    return status == DAYBOOK_OK ? DAYBOOK_NOT_FOUND : status;
}

static struct own_circle *guest_circle(const struct journal *journal, const struct guest *guest)
{
    for (size_t i = 0; i < journal->circle_count; i++) {
        if (journal->circles[i]->row.circle_no == guest->row.circle_no) {
            return journal->circles[i];
        }
    }
    return NULL;
}

static enum daybook_status check_invite(const struct own_circle *own,
                                        const struct journal_invite *invite,
                                        struct complaint *out_complaint)
{
    char reason[TRANSPORT_REASON_SIZE];
    if (circle_rank(own->circle, own->journal->self.sign) < RANK_CO_OWNER) {
        complaint_begin(out_complaint,
                        "Only the patient, or a caregiver named co-owner, can invite.");
        return DAYBOOK_DENIED;
    }
    if (invite->name.size == 0 || invite->name.size > NAME_TEXT_MAX ||
        !bytes_are_text(invite->name)) {
        complaint_begin(out_complaint,
                        "Give the invited person's name, up to 120 bytes, with --name.");
        return DAYBOOK_INVALID;
    }
    if (invite->role == ROLE_DEVICE || (invite->co_owner && invite->role != ROLE_CAREGIVER) ||
        (invite->grant_log && invite->role != ROLE_THERAPIST)) {
        complaint_begin(out_complaint, "That role cannot have that grant: 'log' is for therapists, "
                                       "'co-owner' for caregivers.");
        return DAYBOOK_INVALID;
    }
    if (seat_check(&invite->seat, reason) != DAYBOOK_OK) {
        complaint_begin(out_complaint, reason);
        return DAYBOOK_INVALID;
    }
    if (own->uplink.has_seat && strcmp(own->uplink.seat.circle, invite->seat.circle) != 0) {
        complaint_begin(
            out_complaint,
            "That seat is of another circle at the broker: ask its keeper for one of this circle.");
        return DAYBOOK_INVALID;
    }
    if (own->uplink.has_seat && strcmp(own->uplink.seat.client_id, invite->seat.client_id) == 0) {
        complaint_begin(out_complaint,
                        "That seat is this device's own: the new device needs one of its own.");
        return DAYBOOK_INVALID;
    }
    return DAYBOOK_OK;
}

static enum daybook_status keep_guest(struct own_circle *own, const struct journal_invite *invite,
                                      const struct pairing *pairing, int64_t expires_ms)
{
    struct secret *exported = NULL;
    struct buffer terms_bytes = {0};
    const struct terms terms = {
        .name = invite->name,
        .role = invite->role,
        .grant_log = invite->grant_log,
        .co_owner = invite->co_owner,
        .auto_approve = invite->auto_approve,
        .person = invite->role == ROLE_PATIENT ? circle_patient(own->circle)->person : random_id(),
    };
    terms_encode(&terms, &terms_bytes);
    enum daybook_status status =
        terms_bytes.failed ? DAYBOOK_NO_MEMORY : pairing_export(pairing, &exported);
    if (status == DAYBOOK_OK) {
        const struct invitation_row row = {
            .invitation = pairing_name(pairing),
            .circle_no = own->row.circle_no,
            .state = INVITATION_OPEN,
            .expires_ms = expires_ms,
            .terms = buffer_bytes(&terms_bytes),
            .pairing = {secret_data(exported), secret_size(exported)},
        };
        status = invitation_rows_put(own->journal->database, &row);
    }
    secret_free(exported);
    buffer_free(&terms_bytes);
    return status;
}

enum daybook_status journal_invite(struct journal *journal, size_t circle,
                                   const struct journal_invite *invite, struct buffer *out_code,
                                   struct complaint *out_complaint)
{
    struct own_circle *own = journal_circle(journal, circle);
    assert(own != NULL);
    struct pairing *pairing = NULL;
    struct invitation code = {.expires_ms = journal_wall_ms(journal) + INVITATION_LIFE_MS,
                              .role = invite->role};
    enum daybook_status status = check_invite(own, invite, out_complaint);
    if (status != DAYBOOK_OK) {
        return status;
    }
    random_fill(code.secret, sizeof code.secret);
    status = pairing_create((struct bytes){code.secret, sizeof code.secret}, &pairing);
    if (status == DAYBOOK_OK) {
        status = keep_guest(own, invite, pairing, code.expires_ms);
    }
    if (status == DAYBOOK_OK) {
        const struct id128 fingerprint = digest_fingerprint(journal->self.sign);
        memcpy(code.inviter_fingerprint, fingerprint.bytes, sizeof code.inviter_fingerprint);
        seat_record_to_invitation(&invite->seat, &code.seat);
        invitation_encode(&code, out_code);
        status = out_code->failed ? DAYBOOK_NO_MEMORY : DAYBOOK_OK;
    }
    pairing_free(pairing);
    return status;
}

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

/* The answer to a first call: who the joiner becomes, whose circle it is, signed over all that was
 * said. */
static enum daybook_status make_answer(struct own_circle *circle, struct guest *guest,
                                       struct bytes request, struct buffer *out_answer,
                                       struct key256 *out_final)
{
    struct journal *journal = circle->journal;
    struct signature signature;
    struct join_answer answer = {
        .circle = circle->row.circle,
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
    enum daybook_status status = make_answer(circle, guest, request, &answer, &final);
    if (status == DAYBOOK_OK) {
        guest->row.state = INVITATION_ANSWERED;
        guest->row.request = request;
        guest->row.answer = buffer_bytes(&answer);
        guest->row.transcript = (struct bytes){final.bytes, sizeof final.bytes};
        status = invitation_rows_put(circle->journal->database, &guest->row);
    }
    if (status == DAYBOOK_OK) {
        status = join_request_decode(request, &guest->request);
    }
    if (status == DAYBOOK_OK) {
        status = send_answer(circle, guest);
    }
    buffer_free(&answer);
    return status;
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
static enum daybook_status admit(struct own_circle *circle, struct guest *guest)
{
    struct circle_change changes[2];
    size_t count = 0;
    const struct circle_device *present = circle_find_device(circle->circle, guest->request.sign);
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
    enum daybook_status status = count == 0 ? DAYBOOK_OK : membership_write(circle, changes, count);
    if (status == DAYBOOK_OK) {
        guest->row.state = INVITATION_DONE;
        status = invitation_rows_put(circle->journal->database, &guest->row);
    }
    if (status == DAYBOOK_OK) {
        status = sending_keys(circle, guest->request.sign, 0);
    }
    return status == DAYBOOK_FULL || status == DAYBOOK_OFFLINE
               ? DAYBOOK_OK
               : status; /* the joiner calls again */
}

/* The final transcript as it was kept with the answer. */
static struct key256 kept_transcript(const struct guest *guest)
{
    struct key256 final = {{0}};
    if (guest->row.transcript.size == sizeof final.bytes) {
        memcpy(final.bytes, guest->row.transcript.data, sizeof final.bytes);
    }
    return final;
}

/* JOIN3: the joiner proves its key over everything both have seen. */
static enum daybook_status called_finally(struct own_circle *circle, struct guest *guest,
                                          struct bytes sealed)
{
    struct buffer plain = {0};
    struct signature signature;
    const struct key256 final = kept_transcript(guest);
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
        status = sending_keys(circle, guest->request.sign, 0); /* what was sent was lost */
        return status == DAYBOOK_FULL || status == DAYBOOK_OFFLINE ? DAYBOOK_OK : status;
    }
    if (approved) {
        return admit(circle, guest);
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

static void describe(const struct guest *guest, struct journal_pending *out_pending)
{
    *out_pending = (struct journal_pending){
        .invitation = guest->row.invitation,
        .name = guest->terms.name,
        .said_name = guest->row.request.data == NULL ? (struct bytes){0} : guest->request.name,
        .role = guest->terms.role,
        .answered = guest->row.transcript.size == 32,
        .expires_ms = guest->row.expires_ms,
    };
    if (out_pending->answered) {
        pairing_words(kept_transcript(guest), out_pending->words);
    }
}

enum daybook_status journal_pending(struct journal *journal, struct arena *arena,
                                    struct journal_pending **out_pending, size_t *out_count)
{
    struct invitation_row *rows = NULL;
    size_t count = 0;
    size_t pending_count = 0;
    enum daybook_status status = invitation_rows_list(journal->database, arena, &rows, &count);
    struct journal_pending *pending = arena_take_array(arena, count, sizeof *pending);
    if (status == DAYBOOK_OK && pending == NULL) {
        status = DAYBOOK_NO_MEMORY;
    }
    for (size_t i = 0; i < count && status == DAYBOOK_OK; i++) {
        struct guest guest = {.row = rows[i], .arena = arena};
        bool waits = is_inviting(&rows[i]) && rows[i].state != INVITATION_DONE &&
                     rows[i].expires_ms >= journal_wall_ms(journal);
        if (!waits) {
            continue;
        }
        status = guest_open(&guest);
        if (status == DAYBOOK_OK) {
            describe(&guest, &pending[pending_count++]);
        }
        pairing_free(guest.pairing);
    }
    if (status == DAYBOOK_OK) {
        *out_pending = pending;
        *out_count = pending_count;
    }
    return status;
}

static bool can_be_approved(const struct guest *guest, const void *context)
{
    const struct bytes *who = context;
    bool ready =
        guest->row.state == INVITATION_ANSWERED || guest->row.state == INVITATION_CONFIRMED;
    return ready && (who->size == 0 || journal_name_starts(guest->terms.name, *who) ||
                     journal_id_starts(guest->row.invitation, *who));
}

static enum daybook_status count_answered(struct journal *journal, size_t *out_count)
{
    struct journal_pending *pending = NULL;
    size_t count = 0;
    struct arena *arena = arena_create(0);
    enum daybook_status status =
        arena == NULL ? DAYBOOK_NO_MEMORY : journal_pending(journal, arena, &pending, &count);
    *out_count = 0;
    for (size_t i = 0; i < count && status == DAYBOOK_OK; i++) {
        *out_count += pending[i].answered ? 1 : 0;
    }
    arena_free(arena);
    return status;
}

enum daybook_status journal_approve(struct journal *journal, struct bytes who,
                                    struct complaint *out_complaint)
{
    struct guest guest;
    size_t answered = 0;
    enum daybook_status status = count_answered(journal, &answered);
    if (status == DAYBOOK_OK && who.size == 0 && answered > 1) {
        complaint_begin(out_complaint,
                        "Several people wait: say whom, as 'daybook circle pending' shows them.");
        return DAYBOOK_CONFLICT;
    }
    if (status == DAYBOOK_OK) {
        status = guest_find(journal, can_be_approved, &who, &guest);
    }
    if (status != DAYBOOK_OK) {
        if (status == DAYBOOK_NOT_FOUND) {
            complaint_begin(out_complaint, "Nobody of that name has called yet: let them run "
                                           "'daybook circle join', then 'daybook sync' here.");
        }
        return status;
    }
    struct own_circle *circle = guest_circle(journal, &guest);
    if (circle == NULL || !circle->complete) {
        status = DAYBOOK_NOT_FOUND;
    } else if (guest.row.state == INVITATION_CONFIRMED) {
        status = admit(circle, &guest);
    } else {
        guest.row.state = INVITATION_APPROVED;
        status = invitation_rows_put(journal->database, &guest.row);
    }
    guest_end(&guest);
    return status;
}
