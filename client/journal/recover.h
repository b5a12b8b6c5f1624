/* Opening a journal with its recovery sheet when the passphrase was forgotten. */
#ifndef JOURNAL_RECOVER_H
#define JOURNAL_RECOVER_H

#include <stdint.h>

#include <daybook/status.h>

#include "journal/journal.h"

/* Open with the sheet's seed, tell every circle that the sheet belongs to that it was used on this
 * device, and set a new passphrase: from then on the old one opens nothing. The opening is of type
 * KEY_SLOT_RECOVERY. *out_told counts the circles. Statuses of journal_open() and
 * journal_change_passphrase(), with a complaint. The caller owns *out_journal. */
struct journal_recovering {
    struct journal_opening opening;
    const struct secret *passphrase;
    struct key_cost cost;
};
enum daybook_status journal_recover(const struct journal_recovering *recovering,
                                    const struct journal_ports *ports, struct journal **out_journal,
                                    uint64_t *out_told, struct complaint *out_complaint);

#endif
