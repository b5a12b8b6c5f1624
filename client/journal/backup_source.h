/* What a backup is made of, as it was when the backup began. For journal/ only. */
#ifndef JOURNAL_BACKUP_SOURCE_H
#define JOURNAL_BACKUP_SOURCE_H

#include <stddef.h>
#include <stdint.h>

#include <daybook/status.h>

#include "base/arena.h"
#include "store/circle_rows.h"
#include "store/feed_rows.h"

/* A circle with its feeds: those of the stream `circle` first, since whoever restores must know the
 * people before what they wrote. Feeds grow, so their heads are the whole of it, unless one gives
 * way to what the others hold: backup_sources_hold(). */
struct backup_source {
    struct circle_row row;
    struct feed_row *feeds;
    size_t feed_count;
};

struct backup_sources {
    struct backup_source *items;
    size_t count;
    uint64_t operations; /* of all feeds */
};

/* All circles of a store, in the arena. */
enum daybook_status backup_sources_read(struct database *database, struct arena *arena,
                                        struct backup_sources *out_sources);

/* Are the heads of the feeds still what they were? INTERRUPTED: a feed was given up meanwhile for
 * what the others hold of it, so what was read before does not fit what is read now. */
enum daybook_status backup_sources_hold(struct database *database,
                                        const struct backup_sources *sources);

#endif
