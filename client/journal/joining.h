/* Accepting an invitation: the joining device's side of a pairing. For journal/ only. */
#ifndef JOURNAL_JOINING_H
#define JOURNAL_JOINING_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/limits.h"
#include "journal/circles.h"
#include "journal/uplink.h"
#include "store/invitation_rows.h"
#include "vault/pairing.h"
#include "wire/invitation.h"

struct own_circle;
struct journal;

/* One invitation at a time is being accepted. */
struct joining {
    bool active;
    struct arena *arena; /* of the row and the invitation */
    struct invitation_row row;
    struct invitation invitation;
    struct pairing *pairing;
    struct uplink uplink;            /* until the circle is known; then the circle's own */
    struct own_circle *circle;       /* from JOIN2 on */
    struct key256 inviter_ephemeral; /* of JOIN2 */
    bool has_inviter_ephemeral;
    int64_t call_ms; /* when to send JOIN1 or JOIN3 next */
    const char *words[PAIRING_WORD_COUNT];
    char patient[NAME_TEXT_MAX + 1];
    bool complete; /* the last one accepted is done */
    bool refused;  /* or was for a circle this device is in, or was removed from */
};

/* Make a row the invitation that is being accepted; the arena, which the row borrows from, is given
 * away on OK. INVALID, DAMAGED. */
enum daybook_status joining_activate(struct journal *journal, const struct invitation_row *row,
                                     struct arena *arena);

/* Write the row down as it is now. */
enum daybook_status joining_keep_row(struct journal *journal);

/* Go on after a restart with the invitation that was being accepted, if any. */
enum daybook_status joining_resume(struct journal *journal);

/* Connect, hear, send what is due. */
enum daybook_status joining_step(struct journal *journal);

/* JOIN2 arrived. Anything that does not fit is ignored. */
enum daybook_status joining_answered(struct journal *journal, struct bytes payload);

/* Keep the four words and the patient's name, once JOIN2 is there. */
void joining_remember_answer(struct joining *joining, const struct join_answer *answer,
                             struct key256 final);

/* When the next call is due on the monotonic clock; INT64_MAX for never. */
int64_t joining_wake_ms(const struct joining *joining);

/* Free what is held. */
void joining_end(struct joining *joining);

#endif
