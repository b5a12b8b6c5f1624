/* The files of stores that are to be altered, with what they were earlier and what they answer. */
#ifndef STORE_ALTERATION_IMAGE_H
#define STORE_ALTERATION_IMAGE_H

#include "store/memory_disk.h"
#include "store/promise.h"
#include "vault/secret.h"

enum { ALTERATION_STATES = 3, ALTERATION_COMMITS_MAX = 8, ALTERATION_PAST_MAX = 8 };

/* A store as it was left. */
struct alteration_image {
    const char *name;
    struct memory_disk_image files;
    size_t main_file; /* which of them */
    size_t log_file;  /* SIZE_MAX: it has none */
    /* What it answers with all commits of the log, with all but the last, and so on. */
    struct promise answers[ALTERATION_COMMITS_MAX];
    size_t answer_count;
};

/* The stores, all of them one store at different times, and its files at these times and others. */
struct alteration_archive {
    struct alteration_image states[ALTERATION_STATES];
    struct memory_disk_image past[ALTERATION_PAST_MAX];
    size_t past_count;
    struct secret *passphrase;
};

void alteration_image_make(struct alteration_archive *out_archive);
void alteration_image_free(struct alteration_archive *archive);

/* The file of an image with this name; SIZE_MAX: it has none. */
size_t alteration_image_find(const struct memory_disk_image *image, const char *name);

#endif
