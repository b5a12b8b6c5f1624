/* The question a check-in has for the team, passed on as a question of its own: entries are in the
 * log, which a therapist may not read. For journal/ only.
 *
 * It shares its fate with the check-in: amended, taken back and erased with it, in the same
 * transaction. An undo does not find it, because it goes with the check-in that is undone. */
#ifndef JOURNAL_ASKING_H
#define JOURNAL_ASKING_H

#include <stdbool.h>

#include <daybook/status.h>

#include "base/arena.h"
#include "domain/entry.h"
#include "journal/state.h"
#include "journal/writer.h"

/* Is this a new entry with a question for the team? */
bool asking_has_question(const struct entry *entry);

/* Does a correction of this entry have to be followed by its question: has it one, or had it? */
enum daybook_status asking_follows(struct own_circle *circle, struct id128 id,
                                   const struct entry *entry, struct arena *arena,
                                   bool *out_follows);

/* Write the question as the entry has it now; NULL: the entry was taken back. Nothing to change is
 * OK. The writer is one of the trend stream. */
enum daybook_status asking_pass_on(struct writer *trend, struct id128 id, const struct entry *entry,
                                   struct arena *arena);

/* Erase the question of an entry that is erased; there has to be one. */
enum daybook_status asking_erase(struct writer *trend, struct id128 id, struct arena *arena);

#endif
