/* What a journal is made of in the beginning. For journal/ only. */
#ifndef JOURNAL_FOUNDING_H
#define JOURNAL_FOUNDING_H

#include <stddef.h>

#include <daybook/status.h>

#include "journal/state.h"
#include "vault/key_header.h"

/* Make an empty, unfinished store in a folder, which is made when it is missing, under a fresh key
 * that each of the slots opens. The caller owns *out_database. Statuses of
 * database_create_unfinished(). */
enum daybook_status founding_create_store(const char *folder, const struct key_slot *slots,
                                          size_t count, struct database **out_database);

/* Write down who uses the journal, as it is in memory: once, all or nothing. */
enum daybook_status founding_write_owner(struct journal *journal);

#endif
