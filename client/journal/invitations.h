/* Forgetting invitations that are over, with the secrets they hold. For journal/ only. */
#ifndef JOURNAL_INVITATIONS_H
#define JOURNAL_INVITATIONS_H

#include <daybook/status.h>

struct journal;

/* Remove from the store every invitation that is over: one that expired, one that was burnt or
 * accepted, and one that was used, once the new device was heard or a week after it expired. Until
 * then the new device may still ask for the keys it was sent. What is being accepted now stays. */
enum daybook_status invitations_purge(struct journal *journal);

#endif
