/* Forgetting invitations that are over, with the secrets they hold. */
#include "journal/invitations.h"

#include "journal/guest.h"
#include "journal/state.h"
#include "store/peer_rows.h"

enum {
    USED_MORE_MS = 7 * 24 * 3600 * 1000
}; /* as long as a broker keeps what waits for a device */

static enum daybook_status was_heard(const struct journal *journal, const struct guest *guest,
                                     bool *out_heard)
{
    struct peer_row *peers = NULL;
    size_t count = 0;
    bool heard = false;
    enum daybook_status status =
        peer_rows_list(journal->database, guest->row.circle_no, guest->arena, &peers, &count);
    for (size_t i = 0; i < count; i++) {
        heard = heard || key256_equal(peers[i].device, guest->request.sign);
    }
    *out_heard = heard;
    return status;
}

/* A used invitation: is its device inside, or will it never be? */
static enum daybook_status is_settled(const struct journal *journal,
                                      const struct invitation_row *row, struct arena *arena,
                                      bool *out_settled)
{
    struct guest guest = {.row = *row, .arena = arena};
    bool heard = false;
    enum daybook_status status = guest_open(&guest);
    if (status == DAYBOOK_OK) {
        status = was_heard(journal, &guest, &heard);
    }
    pairing_free(guest.pairing);
    *out_settled = heard || journal_wall_ms(journal) - row->expires_ms > USED_MORE_MS;
    return status;
}

static enum daybook_status is_over(const struct journal *journal, const struct invitation_row *row,
                                   struct arena *arena, bool *out_over)
{
    const struct joining *joining = &journal->joining;
    bool expired = row->expires_ms < journal_wall_ms(journal);
    switch (row->state) {
    case INVITATION_DONE:
        return is_settled(journal, row, arena, out_over);
    case INVITATION_BROKEN:
    case INVITATION_JOINED:
        *out_over = true;
        return DAYBOOK_OK;
    case INVITATION_CALLING:
    case INVITATION_ACCEPTED:
        *out_over =
            expired && !(joining->active && id128_equal(joining->row.invitation, row->invitation));
        return DAYBOOK_OK;
    case INVITATION_OPEN:
    case INVITATION_ANSWERED:
    case INVITATION_CONFIRMED:
    case INVITATION_APPROVED:
        *out_over = expired;
        return DAYBOOK_OK;
    }
    return DAYBOOK_DAMAGED;
}

enum daybook_status invitations_purge(struct journal *journal)
{
    struct invitation_row *rows = NULL;
    size_t count = 0;
    struct arena *arena = arena_create(0);
    enum daybook_status status =
        arena == NULL ? DAYBOOK_NO_MEMORY
                      : invitation_rows_list(journal->database, arena, &rows, &count);
    for (size_t i = 0; i < count && status == DAYBOOK_OK; i++) {
        bool over = false;
        status = is_over(journal, &rows[i], arena, &over);
        if (status == DAYBOOK_OK && over) {
            status = invitation_rows_remove(journal->database, rows[i].invitation);
        }
    }
    arena_free(arena);
    return status;
}
