/* Operations: the truth of a store. */
#include "store/operation_rows.h"

#include <assert.h>

#include "domain/operation.h"
#include "store/database.h"
#include "store/query.h"
#include "store/row_list.h"

#define OPERATION_COLUMNS                                                                          \
    "SELECT o.operation_no, o.feed_no, o.number, o.hash, o.type, o.entity, o.hlc, o.header, "      \
    "o.body, o.received_ms,"                                                                       \
    " o.quarantined, f.device, f.stream FROM operation o JOIN feed f ON f.feed_no = o.feed_no "

enum daybook_status operation_rows_add(struct database *database, struct operation_row *row)
{
    struct query query =
        query_begin(database, "INSERT INTO operation (feed_no, number, hash, type, entity, hlc, "
                              "header, body, received_ms,"
                              " quarantined) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    query_bind_integer(&query, row->feed_no);
    query_bind_unsigned(&query, row->number);
    query_bind_key(&query, &row->hash);
    query_bind_integer(&query, row->type);
    query_bind_id(&query, &row->entity);
    query_bind_unsigned(&query, row->hlc);
    query_bind_bytes(&query, row->header);
    query_bind_bytes(&query, row->body);
    query_bind_integer(&query, row->received_ms);
    query_bind_integer(&query, row->quarantined);
    enum daybook_status status = query_run(&query);
    if (status == DAYBOOK_OK) {
        row->operation_no = query_last_row(&query);
    }
    return status;
}

static void read_row(struct query *query, struct arena *arena, struct operation_row *out_row)
{
    *out_row = (struct operation_row){
        .operation_no = query_integer(query, 0),
        .feed_no = query_integer(query, 1),
        .number = query_unsigned(query, 2),
        .hash = query_key(query, 3),
        .type = (uint32_t)query_integer(query, 4),
        .entity = query_id(query, 5),
        .hlc = query_unsigned(query, 6),
        .header = query_copy(query, 7, arena),
        .body = query_copy(query, 8, arena),
        .received_ms = query_integer(query, 9),
        .quarantined = query_integer(query, 10) != 0,
        .device = query_key(query, 11),
        .stream = (enum stream)query_integer(query, 12),
    };
}

static enum daybook_status read_one(struct query *query, struct arena *arena,
                                    struct operation_row *out_row)
{
    struct operation_row row = {0};
    bool found = query_next(query);
    if (found) {
        read_row(query, arena, &row);
    }
    enum daybook_status status = query_end_one(query, found);
    if (status == DAYBOOK_OK) {
        *out_row = row;
    }
    return status;
}

static enum daybook_status read_all(struct query *query, struct arena *arena,
                                    struct operation_list *out_list)
{
    struct row_list list = {.arena = arena, .row_size = sizeof(struct operation_row)};
    struct operation_row *row = NULL;
    while ((row = row_list_next(&list, query)) != NULL) {
        read_row(query, arena, row);
    }
    enum daybook_status status = query_end(query);
    if (status == DAYBOOK_OK) {
        *out_list = (struct operation_list){list.rows, list.count};
    }
    return status;
}

enum daybook_status operation_rows_get(struct database *database, int64_t operation_no,
                                       struct arena *arena, struct operation_row *out_row)
{
    struct query query = query_begin(database, OPERATION_COLUMNS "WHERE o.operation_no = ?");
    query_bind_integer(&query, operation_no);
    return read_one(&query, arena, out_row);
}

enum daybook_status operation_rows_read(struct database *database,
                                        const struct operation_range *range, struct arena *arena,
                                        struct operation_list *out_list)
{
    struct query query =
        query_begin(database, OPERATION_COLUMNS
                    "WHERE o.feed_no = ? AND o.number BETWEEN ? AND ? ORDER BY o.number");
    query_bind_integer(&query, range->feed_no);
    query_bind_unsigned(&query, range->first);
    query_bind_unsigned(&query, range->last);
    return read_all(&query, arena, out_list);
}

enum daybook_status operation_rows_of_entity(struct database *database,
                                             const struct operation_subject *subject,
                                             struct arena *arena, struct operation_list *out_list)
{
    struct query query = query_begin(database, OPERATION_COLUMNS
                                     "WHERE o.entity = ? AND f.circle_no = ? AND f.stream = ?"
                                     " ORDER BY o.operation_no");
    query_bind_id(&query, &subject->entity);
    query_bind_integer(&query, subject->circle_no);
    query_bind_integer(&query, subject->stream);
    return read_all(&query, arena, out_list);
}

enum daybook_status operation_rows_exist(struct database *database, struct id128 entity,
                                         bool *out_exist)
{
    uint64_t exist = 0;
    struct query query =
        query_begin(database, "SELECT EXISTS (SELECT 1 FROM operation WHERE entity = ?)");
    query_bind_id(&query, &entity);
    enum daybook_status status = query_end_count(&query, &exist);
    if (status == DAYBOOK_OK) {
        *out_exist = exist != 0;
    }
    return status;
}

enum daybook_status operation_rows_is_alone(struct database *database,
                                            const struct operation_row *row, bool *out_alone)
{
    uint64_t others = 0;
    struct query query = query_begin(database, "SELECT EXISTS (SELECT 1 FROM operation"
                                               " WHERE entity = ? AND operation_no <> ?)");
    query_bind_id(&query, &row->entity);
    query_bind_integer(&query, row->operation_no);
    enum daybook_status status = query_end_count(&query, &others);
    if (status == DAYBOOK_OK) {
        *out_alone = others == 0;
    }
    return status;
}

enum daybook_status operation_rows_of_stream(struct database *database, int64_t circle_no,
                                             enum stream stream, struct arena *arena,
                                             struct operation_list *out_list)
{
    struct query query =
        query_begin(database, OPERATION_COLUMNS
                    "WHERE f.circle_no = ? AND f.stream = ? ORDER BY o.operation_no");
    query_bind_integer(&query, circle_no);
    query_bind_integer(&query, stream);
    return read_all(&query, arena, out_list);
}

enum daybook_status operation_rows_latest(struct database *database, const struct key256 *device,
                                          struct arena *arena, struct operation_row *out_row)
{
    static_assert(OPERATION_ENTRY == 16 && OPERATION_AMEND == 17 && OPERATION_RETRACT == 18 &&
                      OPERATION_PLAN == 24 && OPERATION_QUESTION == 33,
                  "The types are spelled out in the statement below.");
    struct query query =
        query_begin(database, OPERATION_COLUMNS
                    "WHERE f.device = ? AND o.type IN (16, 17, 18, 24, 33) AND o.body IS NOT NULL"
                    " AND NOT EXISTS (SELECT 1 FROM undone u JOIN operation p ON p.operation_no ="
                    " u.operation_no WHERE p.entity = o.entity AND p.hlc = o.hlc"
                    " AND p.type = o.type)"
                    " ORDER BY o.hlc DESC, o.operation_no DESC LIMIT 1");
    query_bind_key(&query, device);
    return read_one(&query, arena, out_row);
}

enum daybook_status operation_rows_mark_undone(struct database *database, int64_t operation_no)
{
    struct query query = query_begin(
        database, "INSERT INTO undone (operation_no) VALUES (?) ON CONFLICT DO NOTHING");
    query_bind_integer(&query, operation_no);
    return query_run(&query);
}

enum daybook_status operation_rows_drop_body(struct database *database, int64_t operation_no)
{
    struct query query =
        query_begin(database, "UPDATE operation SET body = NULL WHERE operation_no = ?");
    query_bind_integer(&query, operation_no);
    database_cut_log(database);
    return query_run(&query);
}

enum daybook_status operation_rows_count_erasures(struct database *database,
                                                  const struct operation_subject *subject,
                                                  uint64_t *out_count)
{
    static_assert(OPERATION_ERASE == 19, "The type is spelled out in the statements below.");
    struct query query = query_begin(
        database, "SELECT count(*) FROM operation o JOIN feed f ON f.feed_no = o.feed_no"
                  " WHERE o.entity = ? AND o.type = 19 AND f.circle_no = ? AND f.stream = ?");
    query_bind_id(&query, &subject->entity);
    query_bind_integer(&query, subject->circle_no);
    query_bind_integer(&query, subject->stream);
    return query_end_count(&query, out_count);
}

enum daybook_status operation_rows_erasures(struct database *database, int64_t circle_no,
                                            struct arena *arena, struct operation_list *out_list)
{
    struct query query =
        query_begin(database, OPERATION_COLUMNS
                    "WHERE o.type = 19 AND f.circle_no = ? AND o.quarantined = 0"
                    " AND NOT EXISTS (SELECT 1 FROM entry e WHERE e.entity = o.entity)"
                    " ORDER BY o.entity, o.hlc, o.hash");
    query_bind_integer(&query, circle_no);
    return read_all(&query, arena, out_list);
}

enum daybook_status operation_rows_erasures_of(struct database *database, struct id128 entity,
                                               struct arena *arena, struct operation_list *out_list)
{
    struct query query =
        query_begin(database, OPERATION_COLUMNS
                    "WHERE o.entity = ? AND o.type = 19 AND o.quarantined = 0"
                    " AND NOT EXISTS (SELECT 1 FROM entry e WHERE e.entity = o.entity)"
                    " ORDER BY o.hlc, o.hash");
    query_bind_id(&query, &entity);
    return read_all(&query, arena, out_list);
}

enum daybook_status operation_rows_copy_undone(struct database *database, int64_t from_no,
                                               int64_t to_no)
{
    struct query query =
        query_begin(database, "INSERT INTO undone (operation_no) SELECT ? FROM undone"
                              " WHERE operation_no = ? ON CONFLICT DO NOTHING");
    query_bind_integer(&query, to_no);
    query_bind_integer(&query, from_no);
    return query_run(&query);
}

enum daybook_status operation_rows_entities(struct database *database,
                                            const struct operation_entities *wanted,
                                            struct arena *arena, struct id128 **out_ids,
                                            size_t *out_count)
{
    struct query query = query_begin(
        database, "SELECT DISTINCT o.entity FROM operation o WHERE o.entity > ? AND o.feed_no IN"
                  " (SELECT feed_no FROM feed WHERE circle_no = ? AND stream = ?)"
                  " ORDER BY o.entity LIMIT ?");
    query_bind_id(&query, &wanted->after);
    query_bind_integer(&query, wanted->circle_no);
    query_bind_integer(&query, wanted->stream);
    query_bind_unsigned(&query, wanted->count_max);
    return row_list_of_ids(&query, arena, out_ids, out_count);
}

enum daybook_status operation_rows_count(struct database *database, int64_t feed_no,
                                         uint64_t *out_count)
{
    struct query query = query_begin(database, "SELECT count(*) FROM operation WHERE feed_no = ?");
    query_bind_integer(&query, feed_no);
    return query_end_count(&query, out_count);
}

enum daybook_status operation_rows_questions(struct database *database, int64_t feed_no,
                                             uint64_t behind,
                                             struct operation_questions *out_questions)
{
    struct operation_questions questions = {0};
    /* The index takes part only where the type stands in the words themselves. */
    struct query query = query_begin(database, "SELECT count(*), min(received_ms) FROM operation "
                                               "WHERE type = 33 AND feed_no = ? AND number > ?");
    static_assert(OPERATION_QUESTION == 33, "The statement and its index name the type.");
    query_bind_integer(&query, feed_no);
    query_bind_unsigned(&query, behind);
    bool found = query_next(&query);
    if (found) {
        questions.count = query_unsigned(&query, 0);
        questions.first_ms = query_integer(&query, 1);
    }
    enum daybook_status status = query_end_one(&query, found);
    if (status == DAYBOOK_OK) {
        *out_questions = questions;
    }
    return status;
}

enum daybook_status operation_rows_hash(struct database *database, int64_t feed_no, uint64_t number,
                                        struct key256 *out_hash)
{
    struct key256 hash = {{0}};
    struct query query =
        query_begin(database, "SELECT hash FROM operation WHERE feed_no = ? AND number = ?");
    query_bind_integer(&query, feed_no);
    query_bind_unsigned(&query, number);
    bool found = query_next(&query);
    if (found) {
        hash = query_key(&query, 0);
    }
    enum daybook_status status = query_end_one(&query, found);
    if (status == DAYBOOK_OK) {
        *out_hash = hash;
    }
    return status;
}

enum daybook_status operation_rows_set_quarantined(struct database *database, int64_t operation_no,
                                                   bool quarantined)
{
    struct query query =
        query_begin(database, "UPDATE operation SET quarantined = ? WHERE operation_no = ?");
    query_bind_integer(&query, quarantined);
    query_bind_integer(&query, operation_no);
    return query_run(&query);
}

enum daybook_status operation_rows_in_quarantine(struct database *database, int64_t circle_no,
                                                 int64_t after_no, struct arena *arena,
                                                 struct operation_list *out_list)
{
    struct query query =
        query_begin(database, OPERATION_COLUMNS
                    "WHERE f.circle_no = ? AND o.quarantined = 1 AND o.operation_no > ?"
                    " ORDER BY o.operation_no LIMIT ?");
    query_bind_integer(&query, circle_no);
    query_bind_integer(&query, after_no);
    query_bind_integer(&query, OPERATION_STRETCH);
    return read_all(&query, arena, out_list);
}

enum daybook_status operation_rows_shown(struct database *database,
                                         const struct operation_range *range, struct arena *arena,
                                         struct operation_list *out_list)
{
    struct query query =
        query_begin(database, OPERATION_COLUMNS
                    "WHERE o.feed_no = ? AND o.number BETWEEN ? AND ? AND o.quarantined = 0"
                    " ORDER BY o.number LIMIT ?");
    query_bind_integer(&query, range->feed_no);
    query_bind_unsigned(&query, range->first);
    query_bind_unsigned(&query, range->last);
    query_bind_integer(&query, OPERATION_STRETCH);
    return read_all(&query, arena, out_list);
}

enum daybook_status operation_rows_that_erase(struct database *database, int64_t circle_no,
                                              struct arena *arena, struct operation_list *out_list)
{
    struct query query = query_begin(database, OPERATION_COLUMNS
                                     "WHERE o.type = 19 AND f.circle_no = ? ORDER BY o.entity");
    query_bind_integer(&query, circle_no);
    return read_all(&query, arena, out_list);
}

enum daybook_status operation_rows_quarantined(struct database *database, int64_t circle_no,
                                               uint64_t *out_count)
{
    struct query query = query_begin(
        database, "SELECT count(*) FROM operation o JOIN feed f ON f.feed_no = o.feed_no"
                  " WHERE f.circle_no = ? AND o.quarantined = 1");
    query_bind_integer(&query, circle_no);
    return query_end_count(&query, out_count);
}
