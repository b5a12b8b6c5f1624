/* Fuzzes what is read of a summary: a day another device reduced, whose own it is, and the choices
 * of a patient; a day that is possible is kept, shared, merged and summed up. */
#include <assert.h>
#include <stddef.h>
#include <stdint.h>

#include "journal/choices.h"
#include "journal/day_bytes.h"
#include "journal/day_record.h"
#include "journal/own_day.h"
#include "trends/day_merge.h"
#include "trends/summary.h"
#include "wire/body.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void day_survives_keeping(const struct day *day, struct arena *arena)
{
    struct buffer bytes = {0};
    struct buffer again = {0};
    struct day read;
    day_bytes_write(day, &bytes);
    bool whole = day_bytes_read(buffer_bytes(&bytes), day->day, arena, &read);
    assert(whole);
    day_bytes_write(&read, &again);
    assert(bytes_equal(buffer_bytes(&bytes), buffer_bytes(&again)));
    buffer_free(&bytes);
    buffer_free(&again);
}

static void day_is_summed_up(const struct day *day, const struct sharing *sharing,
                             struct arena *arena)
{
    struct day merged;
    struct day shared;
    struct history *history = NULL;
    struct trend_summary *summary = NULL;
    enum daybook_status status = day_merge_accounts(day, day, arena, &merged);
    assert(status == DAYBOOK_OK && merged.value_count == day->value_count);
    const struct sharing_week week = {day, 1, true};
    status = sharing_apply(sharing, &week, day->day, arena, &shared);
    assert(status == DAYBOOK_OK && day_is_possible(&shared));
    status = history_of_days(&merged, 1, arena, &history);
    assert(status == DAYBOOK_OK);
    history->sharing = *sharing;
    status = trends_summarise(history, day->day, arena, &summary);
    assert(status == DAYBOOK_OK);
}

static void choices_survive_writing(const struct journal_choices *choices, struct arena *arena)
{
    struct value map;
    struct journal_choices again;
    struct buffer body = {0};
    const struct id128 salt = {{0}};
    enum daybook_status status = choices_make(choices, arena, &map);
    assert(status == DAYBOOK_OK);
    body_encode_value(salt, &map, &body);
    if (!body.failed) {
        bool read = choices_read(buffer_bytes(&body), arena, &again);
        assert(read && again.count == choices->count);
    }
    buffer_free(&body);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct bytes body = {data, size};
    struct arena *arena = arena_create(0);
    struct journal_choices choices = {NULL, 0};
    struct sharing sharing;
    struct id128 person;
    struct day day;
    assert(arena != NULL);
    if (choices_read(body, arena, &choices)) {
        choices_survive_writing(&choices, arena);
    }
    sharing_of_choices(choices.choices, choices.count, &sharing);
    (void)own_day_person(body, arena, &person);
    if (day_record_read(body, arena, arena, &day) && day_is_possible(&day)) {
        day_survives_keeping(&day, arena);
        day_is_summed_up(&day, &sharing, arena);
    }
    arena_free(arena);
    return 0;
}
