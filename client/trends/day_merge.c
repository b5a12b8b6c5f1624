/* Two accounts of one day as one. */
#include "trends/day_merge.h"

#include <assert.h>

#include "base/arena.h"

static double higher(double left, double right)
{
    return left > right ? left : right;
}

static double lower(double left, double right)
{
    return left < right ? left : right;
}

static double worse(enum field_better better, double left, double right)
{
    return better == BETTER_UP ? lower(left, right) : higher(left, right);
}

static double merge_numbers(const struct measure_rule *rule, double left, double right)
{
    switch (rule->reduction) {
    case REDUCTION_HIGHEST:
        return higher(left, right);
    case REDUCTION_LOWEST:
    case REDUCTION_SECOND_LOWEST:
        return lower(left, right);
    case REDUCTION_SUM:
    case REDUCTION_PLANNED:
        return left + right;
    case REDUCTION_MEDIAN:
    case REDUCTION_LAST:
        return worse(rule->better, left, right);
    }
    assert(false);
    return 0.0;
}

static struct day_value merge_values(const struct day_value *left, const struct day_value *right)
{
    if (left->state != right->state) {
        return left->state < right->state ? *left : *right;
    }
    struct day_value merged = *left;
    merged.value =
        merge_numbers(measure_rule((enum measure)left->measure), left->value, right->value);
    merged.entries += right->entries;
    merged.roles |= right->roles;
    return merged;
}

enum daybook_status day_merge_accounts(const struct day *team, const struct day *other,
                                       struct arena *arena, struct day *out_day)
{
    assert(team->day == other->day);
    size_t left = 0;
    size_t right = 0;
    size_t count = 0;
    struct day_value *values =
        arena_take_array(arena, team->value_count + other->value_count, sizeof *values);
    if (values == NULL) {
        return DAYBOOK_NO_MEMORY;
    }
    while (left < team->value_count || right < other->value_count) {
        unsigned of_left = left < team->value_count ? team->values[left].measure : MEASURE_COUNT;
        unsigned of_right =
            right < other->value_count ? other->values[right].measure : MEASURE_COUNT;
        if (of_left == of_right) {
            values[count++] = merge_values(&team->values[left++], &other->values[right++]);
        } else {
            values[count++] = of_left < of_right ? team->values[left++] : other->values[right++];
        }
    }
    struct day merged = *team;
    merged.values = values;
    merged.value_count = count;
    *out_day = merged;
    return DAYBOOK_OK;
}
