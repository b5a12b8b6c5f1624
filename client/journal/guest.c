/* An invitation of ours, taken out of the store to be worked on. */
#include "journal/guest.h"

#include <string.h>

void guest_end(struct guest *guest)
{
    pairing_free(guest->pairing);
    arena_free(guest->arena);
    *guest = (struct guest){0};
}

bool guest_is_inviting(const struct invitation_row *row)
{
    return row->state < INVITATION_CALLING;
}

enum daybook_status guest_open(struct guest *guest)
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
enum daybook_status guest_find(struct journal *journal,
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
        if (!guest_is_inviting(&rows[i])) {
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

struct own_circle *guest_circle(const struct journal *journal, const struct guest *guest)
{
    for (size_t i = 0; i < journal->circle_count; i++) {
        if (journal->circles[i]->row.circle_no == guest->row.circle_no) {
            return journal->circles[i];
        }
    }
    return NULL;
}

/* The final transcript as it was kept with the answer. */
struct key256 guest_transcript(const struct guest *guest)
{
    struct key256 final = {{0}};
    if (guest->row.transcript.size == sizeof final.bytes) {
        memcpy(final.bytes, guest->row.transcript.data, sizeof final.bytes);
    }
    return final;
}
