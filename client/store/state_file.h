/* The file outside the journal's home that remembers which state of the store is the newest, so
 * that an older copy of the whole file is noticed (schema/store/format.md). */
#ifndef STORE_STATE_FILE_H
#define STORE_STATE_FILE_H

#include <stdint.h>

#include <daybook/status.h>

#include "base/bytes.h"

struct database;

/* What such a file says. */
struct state_note {
    struct id128 place; /* a random name of this one file: a store may be used in several places */
    struct id128 token;
    uint64_t opening;    /* the store's count of openings then */
    struct key256 pages; /* of the store as it was left closed; zero while it is open */
};

/* Read the note kept in the folder for this store. NOT_FOUND: none is, or what is there was not
 * written with this store's key; FAILED, NO_MEMORY. */
enum daybook_status state_file_read(const struct database *database, const char *folder,
                                    struct state_note *out_note);

/* Keep a note, durably and at once: whoever reads finds the old or the new one. The folder is
 * made, for the user alone, when it is missing. FAILED, NO_MEMORY: the old one is there, or none.
 */
enum daybook_status state_file_write(const struct database *database, const char *folder,
                                     const struct state_note *note);

/* What tells one state of the main file from every other: a keyed digest over all its pages, as
 * they lie on the disk. The log is emptied into it first; nothing may be written between this and
 * the closing. FULL, FAILED, NO_MEMORY. */
enum daybook_status state_file_pages(struct database *database, struct key256 *out_pages);

/* A number that rises whenever rows are changed while the store is open. */
int64_t state_file_changes(struct database *database);

#endif
