/* What a journal holds and shows of a circle, as bytes. */
#include "journal/likeness.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "store/entry_rows.h"
#include "store/operation_rows.h"
#include "store/summary_rows.h"

enum { ENTITY_MAX = 1000 };

static int by_hash(const void *left, const void *right)
{
    return key256_compare(((const struct operation_row *)left)->hash,
                          ((const struct operation_row *)right)->hash);
}

static void write_number(int64_t number, struct buffer *out_bytes)
{
    buffer_append(out_bytes, (struct bytes){(const uint8_t *)&number, sizeof number});
}

static void write_hash_of(struct database *database, int64_t operation_no, struct arena *arena,
                          struct buffer *out_bytes)
{
    struct operation_row row;
    assert_int_equal(operation_rows_get(database, operation_no, arena, &row), DAYBOOK_OK);
    buffer_append(out_bytes, (struct bytes){row.hash.bytes, sizeof row.hash.bytes});
}

static void write_shown(struct database *database, struct id128 entity, struct arena *arena,
                        struct buffer *out_bytes)
{
    struct entry_row row;
    enum daybook_status status = entry_rows_get(database, entity, arena, &row);
    write_number(status, out_bytes);
    if (status != DAYBOOK_OK) {
        return;
    }
    write_hash_of(database, row.first_no, arena, out_bytes);
    write_hash_of(database, row.shown_no, arena, out_bytes);
    write_number(row.at_ms, out_bytes);
    write_number(row.day, out_bytes);
    write_number(row.amended, out_bytes);
    write_number(row.retracted, out_bytes);
    write_number(row.concurrent, out_bytes);
}

static void write_entity(const struct own_circle *circle, const struct operation_subject *subject,
                         struct arena *arena, struct buffer *out_bytes)
{
    struct operation_list list;
    struct database *database = circle->journal->database;
    bool uncertain = false;
    assert_int_equal(operation_rows_of_entity(database, subject, arena, &list), DAYBOOK_OK);
    qsort(list.rows, list.count, sizeof *list.rows, by_hash);
    for (size_t i = 0; i < list.count; i++) {
        const struct operation_row *row = &list.rows[i];
        uncertain = uncertain || (row->type == OPERATION_ERASE && row->quarantined);
        buffer_append(out_bytes, (struct bytes){row->hash.bytes, sizeof row->hash.bytes});
        write_number(row->quarantined, out_bytes);
    }
    for (size_t i = 0; i < list.count && !uncertain && subject->stream != STREAM_TREND; i++) {
        write_number(list.rows[i].body.data != NULL, out_bytes);
    }
    if (!uncertain && subject->stream != STREAM_TREND) {
        write_shown(database, subject->entity, arena, out_bytes);
    }
}

static void write_summaries(const struct own_circle *circle, struct arena *arena,
                            struct buffer *out_bytes)
{
    struct summary_row *rows = NULL;
    size_t count = 0;
    assert_int_equal(
        summary_rows_list(circle->journal->database, circle->row.circle_no, arena, &rows, &count),
        DAYBOOK_OK);
    for (size_t i = 0; i < count; i++) {
        write_number(rows[i].day, out_bytes);
        buffer_append(out_bytes, (struct bytes){rows[i].hash.bytes, sizeof rows[i].hash.bytes});
    }
}

void likeness_write(const struct own_circle *circle, struct buffer *out_bytes)
{
    static const enum stream streams[] = {STREAM_LOG, STREAM_PLAN, STREAM_TREND};
    struct arena *arena = arena_create(0);
    for (size_t i = 0; i < sizeof streams / sizeof streams[0]; i++) {
        const struct operation_entities wanted = {
            .circle_no = circle->row.circle_no, .stream = streams[i], .count_max = ENTITY_MAX};
        struct id128 *ids = NULL;
        size_t count = 0;
        assert_int_equal(
            operation_rows_entities(circle->journal->database, &wanted, arena, &ids, &count),
            DAYBOOK_OK);
        assert_true(count < ENTITY_MAX);
        for (size_t j = 0; j < count; j++) {
            const struct operation_subject subject = {circle->row.circle_no, streams[i], ids[j]};
            write_entity(circle, &subject, arena, out_bytes);
        }
    }
    write_summaries(circle, arena, out_bytes);
    arena_free(arena);
}
