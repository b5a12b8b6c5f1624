/* What an amendment does to an entry. For journal/ only. */
#ifndef JOURNAL_ENTRY_CHANGE_H
#define JOURNAL_ENTRY_CHANGE_H

#include <daybook/status.h>

#include "base/arena.h"
#include "journal/entries.h"

/* Put the changes into the entry: it borrows from them and the arena. NO_MEMORY. */
enum daybook_status entry_change_apply(struct entry *entry, const struct journal_change *change,
                                       struct arena *arena);

#endif
