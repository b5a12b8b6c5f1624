/* Keeping the views true: what an operation means for entries, plans and summaries. For journal/
 * only. */
#ifndef JOURNAL_VIEW_H
#define JOURNAL_VIEW_H

#include <daybook/status.h>

#include "base/arena.h"
#include "base/limits.h"
#include "domain/entry.h"
#include "journal/state.h"
#include "journal/versions.h"
#include "store/entry_rows.h"
#include "store/operation_rows.h"

/* May the author write this, here and at this point of the feed? What may not is quarantined, never
 * dropped. The answer rests on the members alone: it is the same in whatever order things come. */
bool view_allows(const struct own_circle *circle, const struct operation_row *row);

/* Show a new entry or plan of our own, which supersedes nothing: the common case, without reading
 * anything back. */
enum daybook_status view_add_own(struct own_circle *circle, const struct operation_row *row,
                                 const struct entry *entry);

/* Bring the views up to date with an operation that is stored and not quarantined. Types that have
 * no view do nothing. Inside the transaction that stored it. An operation that does not decode
 * counts for nothing: its author's program is newer or broken, and it stays stored either way. What
 * was erased loses its body, and so does a summary that a later one replaces. */
enum daybook_status view_apply(struct own_circle *circle, const struct operation_row *row,
                               struct arena *arena);

/* The same for one that is stored and in quarantine: what was erased loses its body, too, and the
 * summary it would replace is published again, because others may have dropped that one's body. */
enum daybook_status view_set_aside(struct own_circle *circle, const struct operation_row *row,
                                   struct arena *arena);

/* Make the view of an entity anew, after operations on it went into quarantine or came out. Inside
 * the transaction in which they did. */
enum daybook_status view_remake(struct own_circle *circle, enum stream stream, struct id128 entity,
                                struct arena *arena);

/* Versions of an entity, merged. */
struct view_versions {
    struct operation_row *rows; /* those that count, oldest received first */
    bool *maximal;              /* one for each */
    size_t count;
    size_t winner;  /* the version that decides */
    size_t content; /* the version whose content is shown */
    struct versions_names names;
};
/* Read and merge; each that holds content decodes. NOT_FOUND: none that counts holds content. */
enum daybook_status view_read_versions(const struct own_circle *circle, enum stream stream,
                                       struct id128 entity, struct arena *arena,
                                       struct view_versions *out_versions);

/* The row of the entity as its versions have it, whatever row there is. NOT_FOUND: none. */
enum daybook_status view_make_row(struct own_circle *circle, enum stream stream,
                                  struct id128 entity, struct arena *arena,
                                  struct entry_row *out_row);

/* The hashes an operation cites that settles all versions that stand; returns how many. */
size_t view_cite(const struct view_versions *versions,
                 struct key256 out_supersedes[static OPERATION_SUPERSEDES_MAX]);

/* The summaries of one day, by the entity they share, merged; winner and content are the one that
 * is shown. A maximal one may have another's content beside it. NOT_FOUND: there is none. */
enum daybook_status view_read_summaries(struct own_circle *circle, struct id128 entity,
                                        struct arena *arena, struct view_versions *out_versions);

/* After the members changed: put into quarantine what counts no more and was shown, let out what
 * counts now, and make the views of all that anew. Its own transaction. */
enum daybook_status view_rejudge(struct own_circle *circle);

#endif
