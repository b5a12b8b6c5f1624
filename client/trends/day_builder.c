/* Reduces the entries of one local day. */
#include "trends/day_builder.h"

#include <assert.h>
#include <string.h>

#include "base/arena.h"
#include "domain/value.h"
#include "trends/day.h"
#include "trends/statistics.h"

enum { READINGS_CAPACITY_FIRST = 8 };

/* What the entries of the day said about one measure. */
struct readings {
    double *values;
    size_t count;
    size_t capacity;
    uint8_t roles;
};

struct day_builder {
    struct arena *arena;
    struct day day; /* the counts; its measures stay empty until the end */
    struct readings readings[MEASURE_COUNT];
};

struct day_builder *day_builder_create(int32_t day, struct arena *arena)
{
    assert(arena != NULL);
    struct day_builder *builder = arena_take(arena, sizeof *builder);
    if (builder != NULL) {
        builder->arena = arena;
        builder->day.day = day;
    }
    return builder;
}

static bool readings_append(struct readings *readings, double value, struct arena *arena)
{
    if (readings->count == readings->capacity) {
        size_t capacity =
            readings->capacity == 0 ? READINGS_CAPACITY_FIRST : 2 * readings->capacity;
        double *values = arena_take_array(arena, capacity, sizeof *values);
        if (values == NULL) {
            return false;
        }
        if (readings->count > 0) {
            memcpy(values, readings->values, readings->count * sizeof *values);
        }
        readings->values = values;
        readings->capacity = capacity;
    }
    readings->values[readings->count++] = value;
    return true;
}

/* The total of the twelve items; a partial total is no value. */
static bool read_alsfrs_r_total(const struct value *fields, double *out_total)
{
    static const char *const ITEMS[] = {"q1", "q2", "q3", "q4",  "q5",  "q6",
                                        "q7", "q8", "q9", "q10", "q11", "q12"};
    double total = 0.0;
    for (size_t i = 0; i < sizeof ITEMS / sizeof ITEMS[0]; i++) {
        double score = 0.0;
        if (!value_number(value_find(fields, ITEMS[i]), &score) || score < 0.0 || score > 4.0) {
            return false;
        }
        total += score;
    }
    *out_total = total;
    return true;
}

static bool meets_conditions(const struct measure_rule *rule, const struct value *fields)
{
    for (size_t i = 0; i < MEASURE_CONDITIONS_MAX && rule->conditions[i].field != NULL; i++) {
        struct bytes choice = value_text(fields, rule->conditions[i].field);
        if (!bytes_equal_text(choice, rule->conditions[i].choice)) {
            return false;
        }
    }
    return true;
}

static bool read_measure(const struct measure_rule *rule, const struct trend_entry *entry,
                         double *out_value)
{
    if (!bytes_equal_text(entry->kind, rule->kind) || !meets_conditions(rule, entry->fields)) {
        return false;
    }
    double value = 0.0;
    bool read = rule->field == NULL ? read_alsfrs_r_total(entry->fields, &value)
                                    : value_number(value_find(entry->fields, rule->field), &value);
    if (!read || value < rule->value_min || value > rule->value_max) {
        return false;
    }
    *out_value = value;
    return true;
}

static void count_exercise(struct day *day, const struct value *fields)
{
    enum exercise_type type;
    if (!exercise_type_find(value_text(fields, "type"), &type)) {
        return;
    }
    day->exercises[type].logged++;
    if (bytes_equal_text(value_text(fields, "status"), "done")) {
        day->exercises[type].done++;
    }
}

static void count_fall(struct day *day, const struct value *fields)
{
    struct bytes kind = value_text(fields, "kind");
    if (bytes_equal_text(kind, "fall")) {
        day->falls++;
    } else if (bytes_equal_text(kind, "near")) {
        day->near_falls++;
    }
}

enum daybook_status day_builder_add(struct day_builder *builder, const struct trend_entry *entry)
{
    assert(builder != NULL && entry != NULL);
    assert((size_t)entry->role < ROLE_COUNT);
    struct day *day = &builder->day;
    day->entries++;
    day->entries_by_role[entry->role]++;
    if (bytes_equal_text(entry->kind, "exercise_session")) {
        count_exercise(day, entry->fields);
    } else if (bytes_equal_text(entry->kind, "fall_event")) {
        count_fall(day, entry->fields);
    }
    for (size_t i = 0; i < MEASURE_COUNT; i++) {
        struct readings *readings = &builder->readings[i];
        double value = 0.0;
        if (!read_measure(measure_rule((enum measure)i), entry, &value)) {
            continue;
        }
        if (!readings_append(readings, value, builder->arena)) {
            return DAYBOOK_NO_MEMORY;
        }
        readings->roles |= (uint8_t)(1u << entry->role);
    }
    return DAYBOOK_OK;
}

/* Sorted first, so that a sum of decimals does not depend on the order they came in. */
static double reduce(enum reduction reduction, double *values, size_t count)
{
    statistics_sort(values, count);
    double sum = 0.0;
    switch (reduction) {
    case REDUCTION_HIGHEST:
        return values[count - 1];
    case REDUCTION_MEDIAN:
        return statistics_median(values, count);
    case REDUCTION_SUM:
        for (size_t i = 0; i < count; i++) {
            sum += values[i];
        }
        return sum;
    }
    assert(false);
    return 0.0;
}

void day_builder_finish(struct day_builder *builder, struct day *out_day)
{
    assert(builder != NULL && out_day != NULL);
    *out_day = builder->day;
    for (size_t i = 0; i < MEASURE_COUNT; i++) {
        const struct readings *readings = &builder->readings[i];
        if (readings->count == 0) {
            continue;
        }
        out_day->measures[i] = (struct day_value){
            .has = true,
            .roles = readings->roles,
            .entries = (uint32_t)readings->count,
            .value =
                reduce(measure_rule((enum measure)i)->reduction, readings->values, readings->count),
        };
    }
}
