/* Fuzzes a day that another device reduced: what is read and possible is written as it was read,
 * and every figure can be computed from it. */
#include <assert.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "journal/day_record.h"
#include "trends/figures_all.h"
#include "trends/summary.h"
#include "wire/body.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void write_and_read(const struct day *day, struct arena *arena)
{
    struct value map;
    struct day again;
    struct buffer body = {0};
    enum daybook_status status = day_record_make(day, arena, &map);
    assert(status == DAYBOOK_OK);
    body_encode_value((struct id128){{0}}, &map, &body);
    bool read = day_record_read(buffer_bytes(&body), arena, arena, &again);
    assert(read && again.day == day->day && again.entries == day->entries);
    assert(again.value_count == day->value_count);
    for (size_t i = 0; i < day->value_count; i++) {
        assert(again.values[i].measure == day->values[i].measure);
        assert(again.values[i].state == day->values[i].state);
        assert(again.values[i].value <= day->values[i].value &&
               again.values[i].value >= day->values[i].value);
    }
    buffer_free(&body);
}

static void compute(const struct day *day, struct arena *arena)
{
    struct history *history = NULL;
    struct trend_summary *summary = NULL;
    struct figures_all *figures = NULL;
    enum daybook_status status = history_of_days(day, 1, arena, &history);
    assert(status == DAYBOOK_OK);
    status = trends_summarise(history, day->day, arena, &summary);
    assert(status == DAYBOOK_OK && summary->measures[0].d7.n <= 1);
    const struct figures_question question = {.history = history, .until = day->day};
    status = figures_all(&question, arena, &figures);
    assert(status == DAYBOOK_OK);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *arena = arena_create(0);
    struct day day;
    assert(arena != NULL);
    if (day_record_read((struct bytes){data, size}, arena, arena, &day) && day_is_possible(&day)) {
        write_and_read(&day, arena);
        compute(&day, arena);
    }
    arena_free(arena);
    return 0;
}
