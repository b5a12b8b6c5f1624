/* The versions of an entity as they are merged: what is held twice, because it was written again
 * after a rollback, counts once. For journal/ only. */
#ifndef JOURNAL_VERSIONS_H
#define JOURNAL_VERSIONS_H

#include <stdbool.h>
#include <stddef.h>

#include <daybook/status.h>

#include "base/arena.h"
#include "domain/merge.h"
#include "domain/operation.h"
#include "store/operation_rows.h"

/* Every hash a version goes by, that of its row and of other writings of it. */
struct versions_name {
    struct key256 hash;
    size_t version;
};
struct versions_names {
    struct versions_name *items;
    size_t count;
};

/* Does it say itself what the entity is, rather than take it back? */
bool versions_hold_content(const struct operation_row *row);

/* Keep the rows that count and decode at the start of the list, each version once, and read them
 * for the merge; out_merged has room for all rows. What they cite is named as the rows are. A row
 * whose header or content does not decode counts for nothing, on every device and whenever it came:
 * the author's signature makes that their doing. NO_MEMORY. */
enum daybook_status versions_read(struct operation_list *list,
                                  bool (*counts)(const struct operation_row *row),
                                  struct arena *arena, struct merge_version *out_merged,
                                  struct versions_names *out_names);

/* Does a header cite the version, by any of its names? */
bool versions_cite(const struct versions_names *names, const struct operation_header *header,
                   size_t version);

/* Are two operations one, of which at least one is written again? */
bool versions_are_one(const struct operation_row *left, const struct operation_header *left_header,
                      const struct operation_row *right,
                      const struct operation_header *right_header);

#endif
