/* A folder for a patient's journal on the disk, under a passphrase that costs little. */
#ifndef FAULT_JOURNAL_FOLDER_H
#define FAULT_JOURNAL_FOLDER_H

#include "journal/household.h"

struct journal_folder {
    struct household household; /* its clock; nobody is in it */
    char path[64];
    struct secret *passphrase;
};

/* A new folder without a journal. */
void journal_folder_begin(struct journal_folder *folder);

/* Remove the folder with all in it. */
void journal_folder_end(struct journal_folder *folder);

/* Remove what is in it. */
void journal_folder_clear(const struct journal_folder *folder);

/* Make or open the journal; the caller owns it on OK. */
enum daybook_status journal_folder_create(struct journal_folder *folder,
                                          struct journal **out_journal);
enum daybook_status journal_folder_open(struct journal_folder *folder,
                                        struct journal **out_journal);

/* Log a note. */
enum daybook_status journal_folder_log(struct journal *journal, struct id128 *out_id);

/* The journal is sound, and has this many entries or one more, which was on its way; returns how
 * many. */
uint64_t journal_folder_check(struct journal *journal, uint64_t acknowledged);

#endif
