/* What another version of the program made of days. */
#ifndef JOURNAL_RULE_CHANGE_H
#define JOURNAL_RULE_CHANGE_H

#include "journal/state.h"

/* When the journal was last opened by a program with other rules of how days are reduced, forget
 * what was to be seen at a glance, and have every day looked at again by whoever publishes it; a
 * day that says the same is not published twice. Circles are loaded. Outside any transaction. */
enum daybook_status rule_change_heed(struct journal *journal);

#endif
