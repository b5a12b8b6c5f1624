/* The alterations themselves: bytes, units and whole files changed at random. */
#ifndef STORE_ALTERATION_CHANGE_H
#define STORE_ALTERATION_CHANGE_H

#include "store/alteration_image.h"
#include "store/alterations.h"

/* A file that is altered has room for so many bytes more. */
enum { ALTERATION_ROOM = 16384 };

/* A trial under way. */
struct alteration_trial {
    struct memory_disk_image *files; /* while they are altered */
    const struct alteration_image *original;
    const struct alteration_archive *archive;
    uint64_t seed; /* of what is drawn, not 0 */
    struct alteration *result;
};

/* Alter the files in this way, and note where. They may come out as they were. */
void alteration_change_make(struct alteration_trial *trial, enum alteration_kind kind);

#endif
