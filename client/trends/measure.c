/* Finding measures in their tables. */
#include "trends/measure.h"

#include <assert.h>

#include "trends/measure_table.h"

static const struct {
    const char *name;
    const char *label;
} PARTS[PART_COUNT] = {
    [PART_COMFORT] = {"comfort", "Comfort, mood and sleep"},
    [PART_BREATHING] = {"breathing", "Breathing"},
    [PART_EATING] = {"eating", "Eating and weight"},
    [PART_MOVEMENT] = {"movement", "Movement, falls and exercise"},
    [PART_FUNCTION] = {"function", "Daily function and speech"},
    [PART_CARE] = {"care", "Care, aids and medicines"},
};

const struct measure_rule *measure_rule(enum measure measure)
{
    assert((size_t)measure < MEASURE_COUNT);
    return &measure_table_rules[measure];
}

bool measure_is_scale(enum measure measure)
{
    const struct measure_rule *rule = measure_rule(measure);
    return rule->better == BETTER_DOWN && rule->show == SHOW_WINDOW && rule->unit[0] == '\0' &&
           rule->value_min >= 0.0 && rule->value_max >= 10.0 && rule->value_max <= 10.0;
}

bool measure_find(struct bytes name, enum measure *out_measure)
{
    assert(out_measure != NULL);
    size_t low = 0;
    size_t high = MEASURE_COUNT;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        uint16_t measure = measure_table_by_name[middle];
        int order = bytes_compare(bytes_of_text(measure_table_rules[measure].name), name);
        if (order == 0) {
            *out_measure = (enum measure)measure;
            return true;
        }
        low = order < 0 ? middle + 1 : low;
        high = order < 0 ? high : middle;
    }
    return false;
}

const uint16_t *measure_of_kind(struct bytes kind, size_t *out_count)
{
    assert(out_count != NULL);
    size_t low = 0;
    size_t high = measure_table_kind_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const struct measure_kind *found = &measure_table_kinds[middle];
        int order = bytes_compare(bytes_of_text(found->kind), kind);
        if (order == 0) {
            *out_count = found->count;
            return found->measures;
        }
        low = order < 0 ? middle + 1 : low;
        high = order < 0 ? high : middle;
    }
    *out_count = 0;
    return NULL;
}

const char *measure_part_name(enum measure_part part)
{
    assert((size_t)part < PART_COUNT);
    return PARTS[part].name;
}

const char *measure_part_label(enum measure_part part)
{
    assert((size_t)part < PART_COUNT);
    return PARTS[part].label;
}

bool measure_part_find(struct bytes name, enum measure_part *out_part)
{
    assert(out_part != NULL);
    for (size_t i = 0; i < PART_COUNT; i++) {
        if (bytes_equal_text(name, PARTS[i].name)) {
            *out_part = (enum measure_part)i;
            return true;
        }
    }
    return false;
}

const char *measure_show_name(enum measure_show show)
{
    switch (show) {
    case SHOW_WINDOW:
        return "window";
    case SHOW_LAST:
        return "last";
    case SHOW_EVENTS:
        return "events";
    case SHOW_HIDDEN:
        return "hidden";
    }
    assert(false);
    return "";
}
