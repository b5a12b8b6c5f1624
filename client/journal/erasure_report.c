/* What became of erased entries: who erased them, and which devices said that they did too. */
#include <assert.h>

#include "domain/hybrid_clock.h"
#include "journal/erasing.h"
#include "journal/item.h"
#include "journal/own_circle.h"
#include "store/peer_rows.h"

/* What the devices of a circle last said they hold. */
struct statements {
    const struct own_circle *circle;
    struct peer_position_row *rows;
    size_t count;
};

static enum daybook_status read_statements(const struct own_circle *circle, struct arena *arena,
                                           struct statements *out_statements)
{
    out_statements->circle = circle;
    return peer_rows_positions(circle->journal->database, circle->row.circle_no, arena,
                               &out_statements->rows, &out_statements->count);
}

/* An operation that was stored was applied in the same transaction: to hold it is to have erased.
 */
static bool holds(const struct statements *statements, struct key256 device,
                  const struct operation_row *row)
{
    struct id128 feed = own_circle_place(statements->circle, row).feed;
    if (key256_equal(device, row->device) ||
        key256_equal(device, statements->circle->journal->self.sign)) {
        return true;
    }
    for (size_t i = 0; i < statements->count; i++) {
        const struct peer_position_row *said = &statements->rows[i];
        if (key256_equal(said->device, device) && id128_equal(said->feed, feed) &&
            said->number >= row->number) {
            return true;
        }
    }
    return false;
}

static bool holds_any(const struct statements *statements, struct key256 device,
                      const struct operation_list *erasures)
{
    for (size_t i = 0; i < erasures->count; i++) {
        if (holds(statements, device, &erasures->rows[i])) {
            return true;
        }
    }
    return false;
}

/* One entity's erasures, the earliest first, none of them in quarantine. */
static enum daybook_status describe(const struct statements *statements,
                                    const struct operation_list *erasures, struct arena *arena,
                                    struct journal_erasure *out_erasure)
{
    const struct own_circle *own = statements->circle;
    const struct operation_row *first = &erasures->rows[0];
    struct journal_eraser *devices =
        arena_take_array(arena, own->circle->device_count, sizeof *devices);
    struct journal_erasure erasure = {
        .id = first->entity, .erased_ms = hybrid_clock_ms(first->hlc), .devices = devices};
    if (devices == NULL) {
        return DAYBOOK_NO_MEMORY;
    }
    erasure.by = item_author(own, first->device, &erasure.by_role);
    for (size_t i = 0; i < own->circle->device_count; i++) {
        const struct circle_device *device = &own->circle->devices[i];
        if (!circle_reads(own->circle, device, first->stream)) {
            continue; /* it never held the entry, or left */
        }
        struct journal_eraser *eraser = &devices[erasure.device_count++];
        *eraser = (struct journal_eraser){
            .device = device->sign,
            .is_self = key256_equal(device->sign, own->journal->self.sign),
            .confirmed = holds_any(statements, device->sign, erasures),
        };
        eraser->name = item_author(own, device->sign, &eraser->role);
        erasure.waiting_count += eraser->confirmed ? 0 : 1;
    }
    *out_erasure = erasure;
    return DAYBOOK_OK;
}

/* The circle a row's feed is in, NULL when this journal is no member there. */
static const struct own_circle *circle_of_row(const struct journal *journal,
                                              const struct operation_row *row)
{
    for (size_t i = 0; i < journal->circle_count; i++) {
        const struct own_circle *circle = journal->circles[i];
        if (circle->complete && !id128_is_zero(own_circle_place(circle, row).feed)) {
            return circle;
        }
    }
    return NULL;
}

enum daybook_status journal_erasure(struct journal *journal, struct id128 id, struct arena *arena,
                                    struct journal_erasure *out_erasure)
{
    struct operation_list list;
    struct statements statements;
    enum daybook_status status = operation_rows_erasures_of(journal->database, id, arena, &list);
    if (status != DAYBOOK_OK) {
        return status;
    }
    const struct own_circle *circle =
        list.count == 0 ? NULL : circle_of_row(journal, &list.rows[0]);
    if (circle == NULL) {
        return DAYBOOK_NOT_FOUND;
    }
    status = read_statements(circle, arena, &statements);
    return status == DAYBOOK_OK ? describe(&statements, &list, arena, out_erasure) : status;
}

/* The rows from a place on that are about the same entity. */
static struct operation_list take_group(const struct operation_list *list, size_t first)
{
    size_t end = first + 1;
    while (end < list->count && id128_equal(list->rows[end].entity, list->rows[first].entity)) {
        end++;
    }
    return (struct operation_list){&list->rows[first], end - first};
}

enum daybook_status journal_erasures(struct journal *journal, size_t circle, struct arena *arena,
                                     struct journal_erasure **out_erasures, size_t *out_count)
{
    const struct own_circle *own = journal_circle(journal, circle);
    assert(own != NULL);
    struct operation_list list;
    struct statements statements;
    enum daybook_status status =
        operation_rows_erasures(journal->database, own->row.circle_no, arena, &list);
    if (status == DAYBOOK_OK) {
        status = read_statements(own, arena, &statements);
    }
    if (status != DAYBOOK_OK) {
        return status;
    }
    struct journal_erasure *erasures = arena_take_array(arena, list.count, sizeof *erasures);
    size_t count = 0;
    if (erasures == NULL) {
        return DAYBOOK_NO_MEMORY;
    }
    for (size_t at = 0; at < list.count && status == DAYBOOK_OK;) {
        const struct operation_list group = take_group(&list, at);
        status = describe(&statements, &group, arena, &erasures[count++]);
        at += group.count;
    }
    if (status == DAYBOOK_OK) {
        *out_erasures = erasures;
        *out_count = count;
    }
    return status;
}
