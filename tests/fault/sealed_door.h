/* A locked journal in a folder, with an inbox at its door. */
#ifndef FAULT_SEALED_DOOR_H
#define FAULT_SEALED_DOOR_H

#include "fault/journal_folder.h"
#include "journal/sealed.h"

enum { SEALED_DOOR_MAX = 1000, SEALED_DOOR_PATH_SIZE = 200 };

struct sealed_door {
    struct journal_folder folder;
    struct id128 sealed[SEALED_DOOR_MAX]; /* what was acknowledged */
    uint64_t count;
};

/* Set-up and tear-down of a test: a journal that was opened once. */
int sealed_door_begin(void **state);
int sealed_door_end(void **state);

/* The path of something in the inbox, such as "/name". */
void sealed_door_path(const struct sealed_door *door, const char *rest,
                      char out_path[static SEALED_DOOR_PATH_SIZE]);

/* A note of a minute ago, and sealing it; it is remembered when that was acknowledged. */
struct journal_sealed sealed_door_note(const struct sealed_door *door);
enum daybook_status sealed_door_seal(struct sealed_door *door);

/* Put a file into the inbox. */
void sealed_door_put(const struct sealed_door *door, uint8_t number, struct bytes bytes);

/* Open the journal, take in what waits, and lock it. */
struct journal_sealed_news sealed_door_take(struct sealed_door *door);

/* All that was sealed is there, once, and marked. */
void sealed_door_check(struct sealed_door *door);

#endif
