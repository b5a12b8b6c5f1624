/* Giving out an invitation. */
#include <assert.h>
#include <string.h>

#include "base/buffer.h"
#include "journal/circles.h"
#include "journal/member.h"
#include "journal/seat_record.h"
#include "journal/state.h"
#include "journal/terms.h"
#include "store/invitation_rows.h"
#include "vault/digest.h"
#include "vault/pairing.h"
#include "vault/random.h"
#include "wire/invitation.h"

enum { INVITATION_LIFE_MS = 24 * 3600 * 1000 };

/* Would the circle accept the person or device from this inviter? Nobody makes an equal, but the
 * patient may have several devices. */
static bool may_admit(const struct own_circle *own, const struct journal_invite *invite)
{
    const struct circle_grants grants = {.log = invite->grant_log, .co_owner = invite->co_owner};
    enum rank rank = circle_rank(own->circle, own->journal->self.sign);
    return rank > circle_role_rank(invite->role, grants) ||
           (invite->role == ROLE_PATIENT && rank == RANK_OWNER);
}

static enum daybook_status check_person(const struct own_circle *own,
                                        const struct journal_invite *invite,
                                        struct complaint *out_complaint)
{
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
    if (!may_admit(own, invite)) {
        complaint_begin(out_complaint, "Only the patient can invite another device of the patient, "
                                       "or name a co-owner.");
        return DAYBOOK_DENIED;
    }
    return DAYBOOK_OK;
}

static enum daybook_status check_seat(const struct own_circle *own,
                                      const struct journal_invite *invite,
                                      struct complaint *out_complaint)
{
    char reason[TRANSPORT_REASON_SIZE];
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

/* Whose device it is to be, and whether this device may say so. */
static enum daybook_status find_owner(const struct own_circle *own,
                                      const struct journal_invite *invite,
                                      const struct circle_person **out_person,
                                      struct complaint *out_complaint)
{
    const struct circle_person *person = circle_find_person(own->circle, own->row.person);
    enum daybook_status status = DAYBOOK_OK;
    if (invite->name.size > 0) {
        status = member_find(own, invite->name, &person, out_complaint);
    }
    if (status != DAYBOOK_OK) {
        return status;
    }
    bool is_own = id128_equal(person->person, own->row.person);
    if (!is_own && circle_rank(own->circle, own->journal->self.sign) <=
                       circle_role_rank(person->role, person->grants)) {
        complaint_begin(out_complaint, "A device of somebody of the same rank or above is invited "
                                       "by themselves, or by the patient.");
        return DAYBOOK_DENIED;
    }
    *out_person = person;
    return DAYBOOK_OK;
}

/* What the new device becomes: somebody new, or another device of somebody who is there. */
static enum daybook_status settle_terms(const struct own_circle *own,
                                        const struct journal_invite *invite,
                                        struct terms *out_terms, struct complaint *out_complaint)
{
    struct terms terms = {
        .name = invite->name,
        .role = invite->role,
        .grant_log = invite->grant_log,
        .co_owner = invite->co_owner,
        .auto_approve = invite->auto_approve,
        .person = invite->role == ROLE_PATIENT ? circle_patient(own->circle)->person : random_id()};
    if (circle_rank(own->circle, own->journal->self.sign) < RANK_CO_OWNER) {
        complaint_begin(out_complaint,
                        invite->device
                            ? "Only the patient, or a caregiver named co-owner, can invite: ask "
                              "them for 'daybook circle invite --device --name YOU'."
                            : "Only the patient, or a caregiver named co-owner, can invite.");
        return DAYBOOK_DENIED;
    }
    const struct circle_person *person = NULL;
    enum daybook_status status = invite->device ? find_owner(own, invite, &person, out_complaint)
                                                : check_person(own, invite, out_complaint);
    if (status == DAYBOOK_OK && invite->device) {
        terms.name = person->name;
        terms.role = person->role;
        terms.grant_log = person->grants.log;
        terms.co_owner = person->grants.co_owner;
        terms.person = person->person;
    }
    if (status == DAYBOOK_OK) {
        status = check_seat(own, invite, out_complaint);
    }
    if (status == DAYBOOK_OK) {
        *out_terms = terms;
    }
    return status;
}

static enum daybook_status keep_guest(struct own_circle *own, const struct terms *terms,
                                      const struct pairing *pairing, int64_t expires_ms)
{
    struct secret *exported = NULL;
    struct buffer terms_bytes = {0};
    terms_encode(terms, &terms_bytes);
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
                                   struct journal_invite *invite, struct buffer *out_code,
                                   struct complaint *out_complaint)
{
    struct own_circle *own = journal_circle(journal, circle);
    assert(own != NULL);
    struct pairing *pairing = NULL;
    struct terms terms;
    enum daybook_status status = settle_terms(own, invite, &terms, out_complaint);
    if (status != DAYBOOK_OK) {
        return status;
    }
    invite->name = terms.name;
    invite->role = terms.role;
    struct invitation code = {.expires_ms = journal_wall_ms(journal) + INVITATION_LIFE_MS,
                              .role = terms.role};
    random_fill(code.secret, sizeof code.secret);
    status = pairing_create((struct bytes){code.secret, sizeof code.secret}, &pairing);
    if (status == DAYBOOK_OK) {
        status = keep_guest(own, &terms, pairing, code.expires_ms);
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
