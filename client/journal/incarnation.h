/* Incarnations: what one life of this device writes. A device that was set back to an older copy,
 * or copied, must not go on with numbers that were given away already. For journal/ only. */
#ifndef JOURNAL_INCARNATION_H
#define JOURNAL_INCARNATION_H

#include <daybook/status.h>

struct journal;

/* An older copy of the file was put back: begin a new incarnation in every circle of the store,
 * before any is loaded, and tell people. Inside the open transaction. What the old feeds miss comes
 * back from the others like anybody else's writing. */
enum daybook_status incarnation_renew_stored(struct journal *journal);

#endif
