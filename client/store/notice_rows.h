/* Notices: what people must be told until somebody has seen it. */
#ifndef STORE_NOTICE_ROWS_H
#define STORE_NOTICE_ROWS_H

#include <stddef.h>
#include <stdint.h>

#include <daybook/status.h>

#include "base/arena.h"
#include "domain/notice.h"

struct database;

/* Keep a notice. One of the same kind, circle and subject is kept once; when the kind recurs, a
 * later moment replaces the older one and makes it unseen again. */
enum daybook_status notice_rows_add(struct database *database, const struct notice *notice);

/* When one of this kind, circle and subject was told last. NOT_FOUND: never. */
enum daybook_status notice_rows_last(struct database *database, const struct notice *notice,
                                     int64_t *out_at_ms);

/* All of them, the latest first, in the arena. */
enum daybook_status notice_rows_list(struct database *database, struct arena *arena,
                                     struct notice **out_notices, size_t *out_count);

/* How many nobody has seen, without the reminder of a check-in. */
enum daybook_status notice_rows_unseen(struct database *database, uint64_t *out_count);

/* Is there one of a kind that nobody has seen? */
enum daybook_status notice_rows_is_unseen(struct database *database, enum notice_kind kind,
                                          bool *out_unseen);

/* Those of a kind are over: they count as seen. */
enum daybook_status notice_rows_settle(struct database *database, enum notice_kind kind);

/* Everything that is there was seen. */
enum daybook_status notice_rows_mark_seen(struct database *database);

#endif
