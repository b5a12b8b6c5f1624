/* Runs that arrived while one before them is missing, kept in memory until it is there. For
 * journal/ only. */
#ifndef JOURNAL_AHEAD_H
#define JOURNAL_AHEAD_H

#include <stddef.h>

#include "base/bytes.h"
#include "base/limits.h"

struct ahead_run;
struct own_circle;
struct received_run;

/* What is kept, the oldest first. Start with zeros. */
struct ahead {
    struct ahead_run *runs[AHEAD_RUN_MAX]; /* owned */
    size_t count;
    size_t size;
};

/* Keep a copy of a run, once. Whatever is farthest from what is held of its feed, the oldest of
 * several, makes room; that may be the run itself. When memory is short it is not kept. */
void ahead_keep(struct own_circle *circle, const struct received_run *received);

/* A kept run of the feed that continues what is held of it; NULL when there is none. Those that are
 * held by now are forgotten. The caller owns it and frees it with ahead_run_free(). */
struct ahead_run *ahead_take(struct own_circle *circle, struct id128 feed);

/* The run itself. Borrowed from it. */
const struct received_run *ahead_run_received(const struct ahead_run *kept);

/* Free a run; its bytes are overwritten. NULL is allowed. */
void ahead_run_free(struct ahead_run *kept);

/* Free all that is kept. */
void ahead_forget(struct ahead *ahead);

#endif
