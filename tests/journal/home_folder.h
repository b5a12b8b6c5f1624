/* A journal in a folder of its own, with a state file beside it, that can be copied and put back.
 */
#ifndef JOURNAL_HOME_FOLDER_H
#define JOURNAL_HOME_FOLDER_H

#include "journal/household.h"

enum { HOME_PATH_SIZE = 128 };

struct home_folder {
    struct household *household; /* it has a place in */
    size_t place;                /* where the journal is, NULL while it is closed */
    char path[HOME_PATH_SIZE];   /* a folder with all of this in it */
    struct secret *passphrase;
    char state_name[ID128_HEX_SIZE];
};

/* Make the journal at the next place of the household, and leave it closed. */
void home_folder_begin(struct home_folder *home, struct household *household, const char *name,
                       enum role role);
/* Close it and remove everything. */
void home_folder_end(struct home_folder *home);

/* Open it, with the state file, with that of another machine, with one that cannot be written, or
 * without one at all. */
void home_folder_open(struct home_folder *home);
void home_folder_open_elsewhere(struct home_folder *home);
void home_folder_open_where_nothing_is_kept(struct home_folder *home);
void home_folder_open_without_state(struct home_folder *home);
void home_folder_close(struct home_folder *home);

/* Open it with the state file, if it opens. */
enum daybook_status home_folder_try(struct home_folder *home);

/* Copy the store's files, or the state file, as they are now, under a name; and put a copy in their
 * place. A copy may be taken while the journal is open. */
void home_folder_keep_store(const struct home_folder *home, const char *name);
void home_folder_put_store(const struct home_folder *home, const char *name);
/* Put one block of 4096 bytes of a kept store in its place; false when it is there already, or the
 * store has no such block. The journal is closed and its log empty. */
bool home_folder_put_block(const struct home_folder *home, const char *name, long block);

void home_folder_keep_state(const struct home_folder *home, const char *name);
void home_folder_put_state(const struct home_folder *home, const char *name);
void home_folder_remove_state(const struct home_folder *home);

/* Make writing the state file fail, or work again. */
void home_folder_block_state(const struct home_folder *home, bool blocked);

#endif
