/* What will happen in a simulation, in the order of time. */
#include "simulation/agenda.h"

#include <assert.h>
#include <stdlib.h>

#include "simulation/message.h"

static bool is_before(const struct occurrence *left, const struct occurrence *right)
{
    return left->at_ms != right->at_ms ? left->at_ms < right->at_ms : left->order < right->order;
}

static void swap(struct occurrence *left, struct occurrence *right)
{
    struct occurrence kept = *left;
    *left = *right;
    *right = kept;
}

void agenda_add(struct agenda *agenda, struct occurrence occurrence)
{
    if (agenda->count == agenda->capacity) {
        agenda->capacity = agenda->capacity == 0 ? 64 : agenda->capacity * 2;
        agenda->items = realloc(agenda->items, agenda->capacity * sizeof *agenda->items);
        assert(agenda->items != NULL);
    }
    occurrence.order = agenda->order++;
    size_t at = agenda->count++;
    agenda->items[at] = occurrence;
    while (at > 0 && is_before(&agenda->items[at], &agenda->items[(at - 1) / 2])) {
        swap(&agenda->items[at], &agenda->items[(at - 1) / 2]);
        at = (at - 1) / 2;
    }
}

int64_t agenda_next_ms(const struct agenda *agenda)
{
    return agenda->count == 0 ? INT64_MAX : agenda->items[0].at_ms;
}

struct occurrence agenda_take(struct agenda *agenda)
{
    assert(agenda->count > 0);
    struct occurrence first = agenda->items[0];
    agenda->items[0] = agenda->items[--agenda->count];
    size_t at = 0;
    for (;;) {
        size_t child = 2 * at + 1;
        if (child >= agenda->count) {
            return first;
        }
        if (child + 1 < agenda->count &&
            is_before(&agenda->items[child + 1], &agenda->items[child])) {
            child++;
        }
        if (!is_before(&agenda->items[child], &agenda->items[at])) {
            return first;
        }
        swap(&agenda->items[child], &agenda->items[at]);
        at = child;
    }
}

void agenda_free(struct agenda *agenda)
{
    for (size_t i = 0; i < agenda->count; i++) {
        message_release(agenda->items[i].message);
    }
    free(agenda->items);
    *agenda = (struct agenda){0};
}
