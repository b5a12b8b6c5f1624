/* Logging, reading and correcting entries. */
#ifndef JOURNAL_ENTRIES_H
#define JOURNAL_ENTRIES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "domain/entry.h"
#include "journal/journal.h"

/* Where an entry is known to be held. */
enum journal_reach { JOURNAL_HERE, JOURNAL_SHARED, JOURNAL_EVERYWHERE };
const char *journal_reach_name(enum journal_reach reach); /* "here", "shared", "everywhere" */

/* An entry or plan as it reads now, or one version of it. Borrowed from the arena it was read into.
 */
struct journal_item {
    struct id128 id;
    struct entry entry;
    struct bytes author; /* name of the person who signed the first version */
    enum role author_role;
    struct bytes on_behalf_of; /* name, empty when the author spoke for themselves */
    bool amended;
    bool retracted;
    size_t concurrent; /* other versions that stand beside this one */
    enum journal_reach reach;
};

/* Entries to be committed in one durable transaction. */
struct journal_batch {
    struct entry *entries; /* normalised in place; recorded_at_ms is set */
    size_t count;
    struct id128 *ids; /* room for count of them, filled in */
    bool sealed; /* they were sealed while locked: their ids are given, and recorded_at_ms stays */
};

/* Commit a batch: each entry is normalised and checked against the catalogue, and either all are in
 * or none. INVALID, DENIED or NOT_FOUND with the complaint of the first that does not fit. Plans go
 * to the plan stream, entries to the log. at may be any time. A session or dose that cites no plan
 * gets the version this device holds for its day, see plan_cite(). */
enum daybook_status journal_log(struct journal *journal, size_t circle, struct journal_batch *batch,
                                struct complaint *out_complaint);

/* Check one entry as journal_log() would, without writing it. */
enum daybook_status journal_check(struct journal *journal, size_t circle, struct entry *entry,
                                  struct arena *arena, struct complaint *out_complaint);

/* The id a person typed: at least 4 hexadecimal digits of its start. NOT_FOUND; CONFLICT when
 * several fit. */
enum daybook_status journal_find_entry(struct journal *journal, struct bytes id_start,
                                       struct id128 *out_id, struct complaint *out_complaint);

/* Change fields of an entry: those in changes replace or add, null removes; has_note says whether
 * note is new too. Anyone who may log the kind may amend it; the author of the change is kept
 * apart. */
struct journal_change {
    const struct value *fields; /* map, may be NULL */
    bool has_note;
    struct bytes note;
    bool has_at;
    struct timestamp at;
    bool changes_end; /* to the end below, or to none */
    bool has_end;
    struct timestamp end;
};
enum daybook_status journal_amend(struct journal *journal, struct id128 id,
                                  const struct journal_change *change,
                                  struct complaint *out_complaint);

/* Take an entry back, with a reason; it stays readable in its history. CONFLICT: it is retracted
 * already. */
enum daybook_status journal_retract(struct journal *journal, struct id128 id, struct bytes reason,
                                    struct complaint *out_complaint);

/* Undo the last own log, amend or retract, without time limit: a log is retracted, the others
 * return to the version before. NOT_FOUND when nothing is left to undo. Undoing an undo is not
 * offered: it goes further back. */
enum daybook_status journal_undo(struct journal *journal, struct id128 *out_id,
                                 struct bytes *out_what, struct complaint *out_complaint);

struct journal_filter {
    size_t circle;
    struct bytes kind; /* empty: every kind */
    bool has_since;
    int64_t since_ms;
    bool has_until;
    int64_t until_ms; /* exclusive */
};

/* Visit items by time of event, then id. The item and all it borrows live until visit returns; a
 * status other than OK from visit ends the walk and is returned. Entries this person may not see
 * are left out. */
enum daybook_status journal_list(struct journal *journal, const struct journal_filter *filter,
                                 enum daybook_status (*visit)(void *context,
                                                              const struct journal_item *item),
                                 void *context);

/* One item as it reads now. NOT_FOUND. */
enum daybook_status journal_show(struct journal *journal, struct id128 id, struct arena *arena,
                                 struct journal_item *out_item);

/* Every version of an item, oldest first. */
struct journal_version {
    struct journal_item item; /* author is that of this version */
    uint32_t type;            /* enum operation_type */
    int64_t written_ms;       /* by the writer's clock */
    int64_t received_ms;      /* by the own clock */
    struct bytes reason;      /* of a retraction */
    bool shown;               /* the version that is shown now */
    bool also_recorded;       /* a concurrent version nobody has settled */
};
enum daybook_status journal_history(struct journal *journal, struct id128 id, struct arena *arena,
                                    struct journal_version **out_versions, size_t *out_count);

#endif
