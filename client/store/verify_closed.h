/* Checking the units of a store that does not open: what can be said of it with a key alone. */
#ifndef STORE_VERIFY_CLOSED_H
#define STORE_VERIFY_CLOSED_H

#include <sys/types.h>

#include <daybook/status.h>

#include "store/verify_file.h"
#include "vault/key_header.h"

/* Take the store's lock and authenticate every page of folder/store.db and every frame of its log,
 * without SQLite. OK: each unit is authentic, so whatever is wrong lies in what they hold together;
 * FORGED: some are not, *out_report names them; DAMAGED: the file ends within a page or has no key
 * header. LOCKED, BUSY (*out_owner tells who), NOT_FOUND, NEWER, READ_ONLY, NO_MEMORY, FAILED: it
 * could not be looked at. */
enum daybook_status verify_closed_run(const char *folder, enum key_slot_type type,
                                      const struct secret *secret, struct verify_report *out_report,
                                      pid_t *out_owner);

#endif
