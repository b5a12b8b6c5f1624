/* Entries added while the journal is locked: sealed by anybody at the machine, without a key, and
 * taken in by whoever opens the journal next (schema/store/inbox.md). */
#ifndef JOURNAL_SEALED_H
#define JOURNAL_SEALED_H

#include <stdbool.h>
#include <stddef.h>

#include "domain/entry.h"
#include "journal/journal.h"

/* An entry to be sealed. Names stay as somebody typed them: who they are is not known before the
 * journal is open. */
struct journal_sealed {
    struct entry entry;   /* normalised in place; recorded_at_ms is set by the caller */
    struct bytes patient; /* empty: the only one */
    struct bytes person;  /* on whose behalf; empty: as usual */
    struct id128 id;      /* filled in: the entry will have it */
};

/* Check one entry against the catalogue, as somebody of any role. INVALID, DENIED or NOT_FOUND,
 * with a complaint. */
enum daybook_status journal_seal_check(struct journal_sealed *sealed, struct arena *arena,
                                       struct complaint *out_complaint);

/* Seal checked entries to the public key in the folder and write each durably: all or none. OK:
 * they are safe. NOT_FOUND: no journal, or it never took sealed entries; FULL: too many wait, or
 * the disk is full; with a complaint. */
enum daybook_status journal_seal(const char *folder, struct journal_sealed *sealed, size_t count,
                                 struct complaint *out_complaint);

/* What was found in the inbox. */
struct journal_sealed_news {
    size_t added;     /* entries taken in */
    size_t refused;   /* files that were set aside, in inbox/refused */
    bool key_changed; /* somebody had put another key in place of ours: what was sealed since is
                         readable to them and not to us */
};

/* Write the public key when it is missing or not ours, and take in what waits: each file in a
 * durable transaction, then removed. A file that is no entry of ours is set aside. What was found
 * is added to news, also when the rest must wait: FULL, NO_MEMORY, FAILED and other statuses of the
 * store, which leave the journal usable. Nothing to do for a journal in memory. */
enum daybook_status journal_take_sealed(struct journal *journal, struct journal_sealed_news *news);

#endif
