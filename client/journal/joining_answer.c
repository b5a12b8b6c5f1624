/* JOIN2: who answers a call, and the circle that is known from then on. */
#include <string.h>

#include "base/buffer.h"
#include "journal/joining.h"
#include "journal/labels.h"
#include "journal/own_circle.h"
#include "journal/seat_record.h"
#include "journal/state.h"
#include "journal/transcript.h"
#include "vault/digest.h"
#include "vault/random.h"

/* What the four words and the patient's name are, once JOIN2 is there. */
void joining_remember_answer(struct joining *joining, const struct join_answer *answer,
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

/* The row of a circle that was stored when it could not be loaded. */
static enum daybook_status find_row(struct journal *journal, struct id128 circle,
                                    struct circle_row *out_row)
{
    struct circle_row *rows = NULL;
    size_t count = 0;
    enum daybook_status status =
        circle_rows_list(journal->database, journal->joining.arena, &rows, &count);
    if (status != DAYBOOK_OK) {
        return status;
    }
    for (size_t i = 0; i < count; i++) {
        if (id128_equal(rows[i].circle, circle)) {
            *out_row = rows[i];
            return DAYBOOK_OK;
        }
    }
    return DAYBOOK_NOT_FOUND;
}

/* The circle as the store knows it: a new one, or one that an earlier invitation did not complete.
 */
static enum daybook_status keep_circle(struct journal *journal, const struct join_answer *answer,
                                       struct bytes seat, struct own_circle **out_circle)
{
    struct own_circle *known = own_circle_find(journal, answer->circle);
    struct circle_row row = {
        .circle = answer->circle,
        .person = answer->person,
        .incarnation = random_id(),
        .seat = seat,
        .joined_ms = journal_wall_ms(journal),
    };
    enum daybook_status status =
        known == NULL ? circle_rows_add(journal->database, &row)
                      : circle_rows_set_seat(journal->database, known->row.circle_no, seat);
    if (status == DAYBOOK_CONFLICT) {
        status = find_row(journal, answer->circle, &row);
        row.seat = seat;
        if (status == DAYBOOK_OK) {
            status = circle_rows_set_seat(journal->database, row.circle_no, seat);
        }
    }
    if (status == DAYBOOK_OK && known == NULL) {
        status = own_circle_load(journal, &row, &known);
    }
    if (status == DAYBOOK_OK) {
        *out_circle = known;
    }
    return status;
}

/* The circle is known from here on: store it, and let it have the connection. */
static enum daybook_status adopt_circle(struct journal *journal, const struct join_answer *answer)
{
    struct joining *joining = &journal->joining;
    struct buffer seat = {0};
    seat_record_encode(&joining->uplink.seat, &seat);
    enum daybook_status status =
        seat.failed ? DAYBOOK_NO_MEMORY
                    : keep_circle(journal, answer, buffer_bytes(&seat), &joining->circle);
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

/* Is this device in the circle, or was it sent away from there? An inviter who knows the latter
 * names no circle. */
static bool was_member(const struct journal *journal, struct id128 circle)
{
    const struct own_circle *known = own_circle_find(journal, circle);
    return id128_is_zero(circle) || (known != NULL && known->complete);
}

/* The invitation cannot be accepted here, ever: forget it. */
static enum daybook_status refuse(struct journal *journal)
{
    struct joining *joining = &journal->joining;
    enum daybook_status status = invitation_rows_remove(journal->database, joining->row.invitation);
    if (status == DAYBOOK_OK) {
        joining->refused = true;
        joining_end(joining);
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
    if ((joining->circle == NULL || id128_is_zero(answer.circle)) &&
        was_member(journal, answer.circle)) {
        buffer_free(&answer_bytes);
        return refuse(journal);
    }
    joining_remember_answer(joining, &answer, final);
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
        status = joining_keep_row(journal);
    }
    joining->call_ms = 0; /* confirm at once */
    return status;
}
