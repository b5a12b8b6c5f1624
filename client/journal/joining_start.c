/* Beginning to accept an invitation: the code is read, and JOIN1 made once and for all. */
#include <string.h>

#include "base/buffer.h"
#include "journal/joining.h"
#include "journal/labels.h"
#include "journal/own_circle.h"
#include "journal/state.h"

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
    return kept ? joining_keep_row(journal) : DAYBOOK_NO_MEMORY;
}

/* A device that was removed may not have heard of it. */
static void explain_conflict(const struct own_circle *circle, struct complaint *out_complaint)
{
    complaint_begin(out_complaint,
                    own_circle_self(circle)->retired
                        ? "This device was removed from that circle: make a new journal with "
                          "'daybook init' in another home, and join with that one."
                        : "This journal belongs to that circle already; if it was removed from it, "
                          "make a new journal with 'daybook init' in another home and join with "
                          "that one.");
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
            explain_conflict(journal->circles[i], out_complaint);
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

/* One invitation at a time: what was begun with another code must not come back after a restart. */
static enum daybook_status forget_earlier(struct journal *journal)
{
    return journal->joining.active
               ? invitation_rows_remove(journal->database, journal->joining.row.invitation)
               : DAYBOOK_OK;
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
    status = forget_earlier(journal);
    if (status == DAYBOOK_OK) {
        status = joining_activate(journal, &row, arena);
    }
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
