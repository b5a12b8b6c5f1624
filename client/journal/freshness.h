/* Is this journal's file the newest state of it that this machine has seen? For journal/ only.
 *
 * A random token is in the store and, outside the journal's home, in the state file. It changes at
 * each opening and each closing, so that an older copy of the store has another token than the
 * file. The store is changed first and remembers the token before; a state file that has that one
 * was cut off from its change by a crash, and is brought up to date. A missing state file says
 * nothing: the machine is new, or the home was copied to it; what the others hold tells then.
 *
 * Who carries the home between machines, or starts the agent with another environment, has several
 * state files, each in a place with a name of its own. The store has a token for each of the 16
 * places that it was opened in last, so that what one place has not seen is no alarm there. */
#ifndef JOURNAL_FRESHNESS_H
#define JOURNAL_FRESHNESS_H

#include <daybook/status.h>

struct journal;

/* Compare, before anything is written and before the circles are loaded. When an older copy was put
 * back, or pages of one into a store that was closed here, every circle gets a new incarnation and
 * people are told; statuses of the store then. What the state file's folder refuses is no failure:
 * the journal opens without it. */
enum daybook_status freshness_check(struct journal *journal, const char *state_folder);

/* Change the token of an open journal: what was copied before is an older copy from now on. Before
 * and after a change of the data key, which begins a state file of its own. Nothing is told. */
void freshness_renew(struct journal *journal);

/* The same when anything was written since the token changed last, and note which pages the store
 * is left with. Right before it is closed. */
void freshness_leave(struct journal *journal);

#endif
