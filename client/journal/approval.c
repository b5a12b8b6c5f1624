/* Who waits to be let in, and letting them in. */
#include "journal/circles.h"
#include "journal/guest.h"
#include "journal/inviting.h"

static void describe(const struct guest *guest, struct journal_pending *out_pending)
{
    *out_pending = (struct journal_pending){
        .invitation = guest->row.invitation,
        .name = guest->terms.name,
        .said_name = guest->row.request.data != NULL ? guest->request.name : (struct bytes){0},
        .role = guest->terms.role,
        .answered = guest->row.transcript.size == 32,
        .expires_ms = guest->row.expires_ms,
    };
    if (out_pending->answered) {
        pairing_words(guest_transcript(guest), out_pending->words);
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
        bool waits = guest_is_inviting(&rows[i]) && rows[i].state != INVITATION_DONE &&
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

static bool is_meant(struct bytes name, struct id128 invitation, struct bytes who)
{
    return who.size == 0 || journal_name_starts(name, who) || journal_id_starts(invitation, who);
}

/* Whom a person approves, and when. */
struct approval {
    struct bytes who;
    int64_t now_ms;
};

static bool can_be_approved(const struct guest *guest, const void *context)
{
    const struct approval *approval = context;
    bool ready =
        guest->row.state == INVITATION_ANSWERED || guest->row.state == INVITATION_CONFIRMED;
    return ready && guest->row.expires_ms >= approval->now_ms &&
           is_meant(guest->terms.name, guest->row.invitation, approval->who);
}

/* Those whose words are known and whom this may mean. */
static enum daybook_status count_meant(struct journal *journal, struct bytes who, size_t *out_count)
{
    struct journal_pending *pending = NULL;
    size_t count = 0;
    struct arena *arena = arena_create(0);
    enum daybook_status status =
        arena == NULL ? DAYBOOK_NO_MEMORY : journal_pending(journal, arena, &pending, &count);
    *out_count = 0;
    for (size_t i = 0; i < count && status == DAYBOOK_OK; i++) {
        bool meant = is_meant(pending[i].name, pending[i].invitation, who);
        *out_count += pending[i].answered && meant ? 1 : 0;
    }
    arena_free(arena);
    return status;
}

enum daybook_status journal_approve(struct journal *journal, struct bytes who,
                                    struct complaint *out_complaint)
{
    struct guest guest;
    size_t meant = 0;
    const struct approval approval = {who, journal_wall_ms(journal)};
    enum daybook_status status = count_meant(journal, who, &meant);
    if (status == DAYBOOK_OK && meant > 1) {
        complaint_begin(out_complaint, "Several people wait whom that may mean: give more of the "
                                       "name, or the id, as 'daybook circle pending' shows them.");
        return DAYBOOK_CONFLICT;
    }
    if (status == DAYBOOK_OK) {
        status = guest_find(journal, can_be_approved, &approval, &guest);
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
        status = inviting_admit(circle, &guest);
    } else {
        guest.row.state = INVITATION_APPROVED;
        status = invitation_rows_put(journal->database, &guest.row);
    }
    guest_end(&guest);
    return status;
}

enum daybook_status journal_approvals_waiting(struct journal *journal, size_t *out_count)
{
    struct invitation_row *rows = NULL;
    size_t count = 0;
    size_t waiting = 0;
    struct arena *arena = arena_create(0);
    enum daybook_status status =
        arena == NULL ? DAYBOOK_NO_MEMORY
                      : invitation_rows_list(journal->database, arena, &rows, &count);
    for (size_t i = 0; i < count; i++) {
        waiting +=
            rows[i].state == INVITATION_APPROVED && rows[i].expires_ms >= journal_wall_ms(journal)
                ? 1
                : 0;
    }
    arena_free(arena);
    if (status == DAYBOOK_OK) {
        *out_count = waiting;
    }
    return status;
}
