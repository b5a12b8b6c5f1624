/* Turning days around: counted first, so that every measure has exactly the room it needs. */
#include "trends/history.h"

#include <assert.h>

#include "base/arena.h"

/* How many points each measure has, and where its next one goes. */
struct room {
    size_t counts[MEASURE_COUNT];
    struct series_point *next[MEASURE_COUNT];
};

static void count_points(const struct day *days, size_t count, struct room *answered,
                         struct room *unanswered)
{
    for (size_t i = 0; i < count; i++) {
        assert(i == 0 || days[i - 1].day < days[i].day);
        for (size_t v = 0; v < days[i].value_count; v++) {
            const struct day_value *value = &days[i].values[v];
            assert(value->measure < MEASURE_COUNT);
            struct room *room = value->state == DAY_ANSWERED ? answered : unanswered;
            room->counts[value->measure]++;
        }
    }
}

static bool give_room(struct room *room, struct arena *arena, struct series *out_series)
{
    size_t total = 0;
    for (size_t i = 0; i < MEASURE_COUNT; i++) {
        total += room->counts[i];
    }
    struct series_point *points = arena_take_array(arena, total, sizeof *points);
    if (points == NULL) {
        return false;
    }
    for (size_t i = 0; i < MEASURE_COUNT; i++) {
        room->next[i] = points;
        out_series[i] = (struct series){.points = points, .count = room->counts[i]};
        points += room->counts[i];
    }
    return true;
}

static void put_points(const struct day *days, size_t count, struct room *answered,
                       struct room *unanswered)
{
    for (size_t i = 0; i < count; i++) {
        for (size_t v = 0; v < days[i].value_count; v++) {
            const struct day_value *value = &days[i].values[v];
            struct room *room = value->state == DAY_ANSWERED ? answered : unanswered;
            *room->next[value->measure]++ = (struct series_point){
                .day = days[i].day,
                .entries = value->entries,
                .roles = value->roles,
                .state = value->state,
                .value = value->value,
            };
        }
    }
}

enum daybook_status history_of_days(const struct day *days, size_t count, struct arena *arena,
                                    struct history **out_history)
{
    assert(days != NULL || count == 0);
    assert(arena != NULL && out_history != NULL);
    struct room *answered = arena_take(arena, sizeof *answered);
    struct room *unanswered = arena_take(arena, sizeof *unanswered);
    struct history *history = arena_take(arena, sizeof *history);
    if (answered == NULL || unanswered == NULL || history == NULL) {
        return DAYBOOK_NO_MEMORY;
    }
    count_points(days, count, answered, unanswered);
    if (!give_room(answered, arena, history->answered) ||
        !give_room(unanswered, arena, history->unanswered)) {
        return DAYBOOK_NO_MEMORY;
    }
    put_points(days, count, answered, unanswered);
    history->days = days;
    history->day_count = count;
    history->sharing = (struct sharing){.withholds_all = false};
    *out_history = history;
    return DAYBOOK_OK;
}

static size_t days_before(const struct history *history, int64_t day)
{
    size_t low = 0;
    size_t high = history->day_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (history->days[middle].day < day) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

const struct day *history_between(const struct history *history, int32_t first, int32_t last,
                                  size_t *out_count)
{
    assert(history != NULL && out_count != NULL);
    size_t start = days_before(history, first);
    size_t end = days_before(history, (int64_t)last + 1);
    *out_count = end > start ? end - start : 0;
    return *out_count == 0 ? NULL : history->days + start;
}

/* The last word before the day decides: so many days from then on, 0 when it goes on. */
bool history_is_paused(const struct history *history, int32_t day)
{
    assert(history != NULL);
    struct series pauses = series_between(history->answered[MEASURE_PAUSED], INT32_MIN, day);
    if (pauses.count == 0) {
        return false;
    }
    const struct series_point *last = &pauses.points[pauses.count - 1];
    return (double)day < (double)last->day + last->value;
}
