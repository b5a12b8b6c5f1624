/* Makes days of single values. */
#include "trends/made_days.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

void made_days_put_value(struct made_days *made, int32_t day, struct day_value value)
{
    assert_true(made->count < MADE_VALUES_MAX);
    made->values[made->count++] = (struct made_value){.day = day, .value = value};
}

void made_days_put(struct made_days *made, int32_t day, enum measure measure, double value)
{
    const struct measure_rule *rule = measure_rule(measure);
    bool is_planned = rule->reduction == REDUCTION_PLANNED;
    bool is_count = rule->reduction == REDUCTION_SUM && rule->value_max <= 1.0 && value > 1.0;
    uint32_t entries = is_count ? (uint32_t)value : 1;
    made_days_put_value(made, day,
                        (struct day_value){
                            .value = value,
                            .entries = is_planned ? 0 : entries,
                            .measure = (uint16_t)measure,
                            .roles = is_planned ? 0 : 1u << ROLE_PATIENT,
                            .state = DAY_ANSWERED,
                        });
}

static int compare_values(const void *left, const void *right)
{
    const struct made_value *first = left;
    const struct made_value *second = right;
    if (first->day != second->day) {
        return first->day < second->day ? -1 : 1;
    }
    return (first->value.measure > second->value.measure) -
           (first->value.measure < second->value.measure);
}

/* The first role that reported stands for all of them. */
static void count_entries(struct day *day, const struct day_value *value)
{
    for (size_t role = 0; role < ROLE_COUNT && value->state != DAY_RETRACTED; role++) {
        if ((value->roles >> role & 1u) != 0) {
            day->entries += value->entries;
            day->entries_by_role[role] += value->entries;
            return;
        }
    }
}

const struct day *made_days_build(const struct made_days *made, size_t *out_count)
{
    struct made_value *sorted = arena_take_array(made->arena, made->count, sizeof *sorted);
    struct day_value *values = arena_take_array(made->arena, made->count, sizeof *values);
    struct day *days = arena_take_array(made->arena, made->count, sizeof *days);
    if (sorted == NULL || values == NULL || days == NULL) {
        fail();
        return NULL;
    }
    if (made->count > 0) {
        memcpy(sorted, made->values, made->count * sizeof *sorted);
        qsort(sorted, made->count, sizeof *sorted, compare_values);
    }
    size_t count = 0;
    for (size_t i = 0; i < made->count; i++) {
        if (count == 0 || days[count - 1].day != sorted[i].day) {
            days[count++] = (struct day){.day = sorted[i].day, .values = &values[i]};
        }
        values[i] = sorted[i].value;
        days[count - 1].value_count++;
        count_entries(&days[count - 1], &values[i]);
    }
    *out_count = count;
    return days;
}

struct history *made_days_history(const struct made_days *made)
{
    size_t count = 0;
    const struct day *days = made_days_build(made, &count);
    struct history *history = NULL;
    assert_int_equal(history_of_days(days, count, made->arena, &history), DAYBOOK_OK);
    return history;
}
