/* A folder with a store in it, for the tests of the store: made, opened, spoilt and removed. */
#ifndef STORE_STORE_FOLDER_H
#define STORE_STORE_FOLDER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <daybook/status.h>

#include "store/database.h"

/* A schema of one table, note (note_no, text). */
extern const struct migration_list store_folder_schema;

struct store_folder {
    char path[64];
    struct secret *passphrase;
    struct database *database; /* NULL while closed */
};

/* A new folder with an open, empty store that a cheap passphrase slot opens. */
struct store_folder store_folder_make(void);

/* The same with a schema of the caller's; store_folder_open() does not know it. */
struct store_folder store_folder_make_with(const struct migration_list *migrations);

/* Close the store and remove the folder with all in it. */
void store_folder_remove(struct store_folder *folder);

void store_folder_close(struct store_folder *folder);

/* Open the store, which is closed. */
enum daybook_status store_folder_open(struct store_folder *folder);

/* A copy of the folder's files as they are on the disk now: what a crash would leave. Not open. */
struct store_folder store_folder_copy(const struct store_folder *folder);

/* Put text into n rows, one transaction for all of them. */
void store_folder_fill(struct store_folder *folder, const char *text, int rows);

/* Rows of note; -1 and *out_status when they cannot be read. */
int64_t store_folder_count(struct store_folder *folder, enum daybook_status *out_status);

/* A secret of this text. The caller owns it. */
struct secret *store_folder_secret(const char *text);

/* A file of the folder; the caller frees the bytes. Missing: NULL and size 0. */
uint8_t *store_folder_read(const struct store_folder *folder, const char *name, size_t *out_size);
void store_folder_write(const struct store_folder *folder, const char *name, const uint8_t *bytes,
                        size_t size);
bool store_folder_has(const struct store_folder *folder, const char *name);

#endif
