/* Re-keying: the whole store written anew under a fresh key and a fresh name of its own, beside the
 * old one, which it then replaces. */
#ifndef STORE_REKEY_H
#define STORE_REKEY_H

#include <stdbool.h>

#include <daybook/status.h>

#include "vault/key_header.h"

struct database;

struct rekey {
    const struct secret *passphrase; /* that opens the store now, and will; borrowed */
    struct key_cost cost;
    struct key256 sheet_box; /* of the recovery sheet, whose words go on opening the store */
    void *context;
    void (*progress)(void *context, int percent); /* may be NULL */
};

/* Change the key of an open store that no statement is stepping on and that is in no transaction.
 * Until the new file replaces the old one in one step, the old one is whole and open; after it, the
 * new one is; a crash leaves one of them, and the rest is removed at the next opening. Every unit
 * and the order among them is checked before. Then the old file's key header is overwritten where
 * it lies, for media that write in place. Slots other than the passphrase's and the sheet's are not
 * in the new file.
 *
 * LOCKED: the passphrase is not the store's; FULL: the folder has not room for a second copy and
 * its log; FORGED, DAMAGED: the old store does not hold together; FAILED, NO_MEMORY. The store
 * stays open under whichever key it has, unless it could not be opened again: rekey_is_open(). */
enum daybook_status rekey_run(struct database *database, const struct rekey *how);

/* Is the store open still? If not, closing is all that can be done with it. */
bool rekey_is_open(const struct database *database);

#endif
