/* Operations: the truth of a store. */
#ifndef STORE_OPERATION_ROWS_H
#define STORE_OPERATION_ROWS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <daybook/status.h>

#include "base/arena.h"
#include "base/bytes.h"
#include "domain/stream.h"

struct database;

struct operation_row {
    int64_t operation_no;
    int64_t feed_no;
    uint64_t number;
    struct key256 hash;
    uint32_t type;
    struct id128 entity;
    uint64_t hlc;
    struct bytes header;
    struct bytes body; /* data NULL once erased */
    int64_t received_ms;
    bool quarantined;
    struct key256 device; /* author, from the feed; filled when read */
    enum stream stream;   /* from the feed; filled when read */
};

/* Add an operation; operation_no is filled in. CONFLICT: the number is taken. */
enum daybook_status operation_rows_add(struct database *database, struct operation_row *row);

/* One operation. NOT_FOUND. */
enum daybook_status operation_rows_get(struct database *database, int64_t operation_no,
                                       struct arena *arena, struct operation_row *out_row);

struct operation_list {
    struct operation_row *rows;
    size_t count;
};

/* Operations first to last of a feed, in order, in the arena. */
struct operation_range {
    int64_t feed_no;
    uint64_t first;
    uint64_t last;
};
enum daybook_status operation_rows_read(struct database *database,
                                        const struct operation_range *range, struct arena *arena,
                                        struct operation_list *out_list);

/* All operations on an entity in one stream of a circle, oldest received first, in the arena. */
struct operation_subject {
    int64_t circle_no;
    enum stream stream;
    struct id128 entity;
};
enum daybook_status operation_rows_of_entity(struct database *database,
                                             const struct operation_subject *subject,
                                             struct arena *arena, struct operation_list *out_list);

/* Is there any operation on an entity, in quarantine or not? */
enum daybook_status operation_rows_exist(struct database *database, struct id128 entity,
                                         bool *out_exist);

/* Is there no other operation on its entity, in any stream of any circle? */
enum daybook_status operation_rows_is_alone(struct database *database,
                                            const struct operation_row *row, bool *out_alone);

/* All operations of one stream of a circle, in the order received, in the arena. */
enum daybook_status operation_rows_of_stream(struct database *database, int64_t circle_no,
                                             enum stream stream, struct arena *arena,
                                             struct operation_list *out_list);

/* The newest operation by a device, of the types ENTRY, AMEND, RETRACT and PLAN, that has no part
 * in an undo and was not erased. NOT_FOUND. */
enum daybook_status operation_rows_latest(struct database *database, const struct key256 *device,
                                          struct arena *arena, struct operation_row *out_row);

/* Note that an operation was undone, or undid another. */
enum daybook_status operation_rows_mark_undone(struct database *database, int64_t operation_no);

/* Erase the body of an operation, here and in the log; header, hash and place stay. */
enum daybook_status operation_rows_drop_body(struct database *database, int64_t operation_no);

/* How many operations there are that erase an entity, in quarantine or not. */
enum daybook_status operation_rows_count_erasures(struct database *database,
                                                  const struct operation_subject *subject,
                                                  uint64_t *out_count);

/* The operations of a circle that erase something which has no row among the entries, without those
 * in quarantine, in the arena: by entity, then by clock, then by hash. */
enum daybook_status operation_rows_erasures(struct database *database, int64_t circle_no,
                                            struct arena *arena, struct operation_list *out_list);

/* The same of one entity, in whatever circle. */
enum daybook_status operation_rows_erasures_of(struct database *database, struct id128 entity,
                                               struct arena *arena,
                                               struct operation_list *out_list);

/* An operation that was undone is undone also where it is written again. */
enum daybook_status operation_rows_copy_undone(struct database *database, int64_t from_no,
                                               int64_t to_no);

/* Entities that operations of a stream are about, once each, in order, in the arena: the first of
 * those behind one of them, at most count_max. */
struct operation_entities {
    int64_t circle_no;
    enum stream stream;
    struct id128 after; /* zero at the start; nothing is about the zero entity in these streams */
    size_t count_max;
};
enum daybook_status operation_rows_entities(struct database *database,
                                            const struct operation_entities *wanted,
                                            struct arena *arena, struct id128 **out_ids,
                                            size_t *out_count);

/* How many operations of a feed there are. */
enum daybook_status operation_rows_count(struct database *database, int64_t feed_no,
                                         uint64_t *out_count);

/* The questions for the team in a feed behind a number, and when this device first saw the first of
 * them; only when there are some. Summaries of days lie in the same feeds, by the thousand. */
struct operation_questions {
    uint64_t count;
    int64_t first_ms;
};
enum daybook_status operation_rows_questions(struct database *database, int64_t feed_no,
                                             uint64_t behind,
                                             struct operation_questions *out_questions);

/* The hash of one operation of a feed. NOT_FOUND. */
enum daybook_status operation_rows_hash(struct database *database, int64_t feed_no, uint64_t number,
                                        struct key256 *out_hash);

/* Put into quarantine or admit. */
enum daybook_status operation_rows_set_quarantined(struct database *database, int64_t operation_no,
                                                   bool quarantined);

/* How many rows are read at a time where there may be many. */
enum { OPERATION_STRETCH = 256 };

/* Operations of a circle that are in quarantine, in the order received, in the arena: the first
 * stretch of those behind a number of this store. */
enum daybook_status operation_rows_in_quarantine(struct database *database, int64_t circle_no,
                                                 int64_t after_no, struct arena *arena,
                                                 struct operation_list *out_list);

/* Those of a range that are not, in order, in the arena: the first stretch. */
enum daybook_status operation_rows_shown(struct database *database,
                                         const struct operation_range *range, struct arena *arena,
                                         struct operation_list *out_list);

/* All operations of a circle that erase something, in quarantine or not, in the arena. */
enum daybook_status operation_rows_that_erase(struct database *database, int64_t circle_no,
                                              struct arena *arena, struct operation_list *out_list);

/* How many there are. */
enum daybook_status operation_rows_quarantined(struct database *database, int64_t circle_no,
                                               uint64_t *out_count);

#endif
