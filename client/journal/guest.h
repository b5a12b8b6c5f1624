/* An invitation of ours, taken out of the store to be worked on. For journal/ only. */
#ifndef JOURNAL_GUEST_H
#define JOURNAL_GUEST_H

#include <stdbool.h>

#include <daybook/status.h>

#include "base/arena.h"
#include "journal/state.h"
#include "journal/terms.h"
#include "store/invitation_rows.h"
#include "vault/pairing.h"
#include "wire/invitation.h"

struct guest {
    struct invitation_row row;
    struct terms terms;
    struct pairing *pairing;
    struct join_request request; /* once row.request is there */
    struct arena *arena;         /* what the row borrows */
};

/* Is this a row of the inviting side? */
bool guest_is_inviting(const struct invitation_row *row);

/* Decode the parts of guest->row into guest; the arena is set. The caller frees guest->pairing.
 * DAMAGED. */
enum daybook_status guest_open(struct guest *guest);

/* Find the first invitation of ours the test accepts. The caller ends the guest after OK.
 * NOT_FOUND. */
enum daybook_status guest_find(struct journal *journal,
                               bool (*test)(const struct guest *guest, const void *context),
                               const void *context, struct guest *out_guest);

void guest_end(struct guest *guest);

/* The circle it is an invitation to; NULL when this journal has left it. */
struct own_circle *guest_circle(const struct journal *journal, const struct guest *guest);

/* The final transcript as it was kept with the answer, zeros before that. */
struct key256 guest_transcript(const struct guest *guest);

#endif
