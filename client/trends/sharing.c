/* How much of each measure a patient shares. */
#include "trends/sharing.h"

#include <assert.h>
#include <string.h>

#include "base/arena.h"
#include "base/timestamp.h"
#include "domain/catalog.h"
#include "trends/kinship.h"
#include "trends/statistics.h"
#include "trends/week.h"

static const char *const names[SHARING_LEVEL_COUNT] = {
    [SHARING_DAILY] = "daily",
    [SHARING_WEEKLY] = "weekly",
    [SHARING_WITHHELD] = "withheld",
};

const char *sharing_level_name(enum sharing_level level)
{
    assert((unsigned)level < SHARING_LEVEL_COUNT);
    return names[level];
}

bool sharing_level_find(struct bytes name, enum sharing_level *out_level)
{
    for (unsigned i = 0; i < SHARING_LEVEL_COUNT; i++) {
        if (bytes_equal_text(name, names[i])) {
            *out_level = (enum sharing_level)i;
            return true;
        }
    }
    return false;
}

bool sharing_is_choice(enum measure measure)
{
    const struct measure_rule *rule = measure_rule(measure);
    for (size_t i = 0; i < rule->sources_count; i++) {
        const struct kind *kind = catalog_find(bytes_of_text(rule->sources[i].kind));
        if (kind == NULL || kind->visibility == VISIBILITY_TEAM) {
            return true;
        }
    }
    return rule->sources_count == 0;
}

static bool starts_with(struct bytes text, struct bytes start)
{
    return text.size >= start.size && memcmp(text.data, start.data, start.size) == 0;
}

/* Is the measure among what a target names, whoever's it is? */
static bool is_named(struct bytes target, const struct measure_rule *rule)
{
    const struct bytes name = bytes_of_text(rule->name);
    const struct bytes part = bytes_of_text("part:");
    if (bytes_equal_text(target, "all") || bytes_equal(target, name)) {
        return true;
    }
    if (starts_with(target, part)) {
        const struct bytes word = {target.data + part.size, target.size - part.size};
        return bytes_equal_text(word, measure_part_name(rule->part));
    }
    return target.size > 0 && starts_with(name, target) && name.size > target.size &&
           name.data[target.size] == '.';
}

bool sharing_covers(struct bytes target, enum measure measure)
{
    return is_named(target, measure_rule(measure)) && sharing_is_choice(measure);
}

/* The level of the last choice that names the measure. */
static enum sharing_level level_of(const struct sharing_choice *choices, size_t count,
                                   const struct measure_rule *rule)
{
    for (size_t i = count; i > 0; i--) {
        if (is_named(choices[i - 1].target, rule)) {
            return choices[i - 1].level;
        }
    }
    return SHARING_DAILY;
}

/* What is drawn of the answers of a measure is told no more freely than the measure itself. */
static void hold_back_kin(enum measure measure, uint8_t level, struct sharing *sharing)
{
    for (unsigned i = 0; i < MEASURE_COUNT; i++) {
        if (level > sharing->levels[i] && sharing_is_choice((enum measure)i) &&
            kinship_of(measure, (enum measure)i)) {
            sharing->levels[i] = level;
        }
    }
}

void sharing_of_choices(const struct sharing_choice *choices, size_t count,
                        struct sharing *out_sharing)
{
    struct sharing sharing = {.withholds_all = true};
    for (unsigned i = 0; i < MEASURE_COUNT; i++) {
        enum sharing_level level = level_of(choices, count, measure_rule((enum measure)i));
        bool matters = level != SHARING_DAILY || sharing.withholds_all;
        if (matters && sharing_is_choice((enum measure)i)) {
            sharing.levels[i] = (uint8_t)level;
            sharing.withholds_all = sharing.withholds_all && level == SHARING_WITHHELD;
        }
    }
    *out_sharing = sharing;
    for (unsigned i = 0; i < MEASURE_COUNT; i++) {
        if (sharing.levels[i] > SHARING_DAILY) {
            hold_back_kin((enum measure)i, sharing.levels[i], out_sharing);
        }
    }
}

/* Does it count something, so that the figure of a week is the sum of its days? */
static bool is_counted(const struct measure_rule *rule)
{
    bool counted = rule->reduction == REDUCTION_SUM || rule->reduction == REDUCTION_PLANNED;
    for (size_t i = 0; i < rule->sources_count; i++) {
        counted =
            counted && (rule->sources[i].fields_count == 0 || rule->sources[i].counts_count > 0);
    }
    return counted;
}

/* The figure of a week; false when it holds too few values. */
static bool reduce_week(const struct sharing_week *week, enum measure measure,
                        struct day_value *out_value)
{
    const struct measure_rule *rule = measure_rule(measure);
    struct day_value reduced = {.measure = (uint16_t)measure, .state = DAY_WEEKLY};
    double values[WEEK_DAYS];
    double sum = 0.0;
    uint32_t count = 0;
    for (size_t i = 0; i < week->count; i++) {
        const struct day_value *value = day_find(&week->days[i], measure);
        if (value != NULL && value->state == DAY_ANSWERED) {
            values[count++] = value->value;
            sum += value->value;
            reduced.entries += value->entries > 0 ? 1 : 0;
            reduced.roles |= value->roles;
        }
    }
    uint32_t needed = is_counted(rule) ? 1 : rule->week_days_min;
    if (count == 0 || count < needed) {
        return false;
    }
    statistics_sort(values, count);
    reduced.value = is_counted(rule) ? sum : statistics_median(values, count);
    *out_value = reduced;
    return true;
}

/* What is told of a measure with the day; false: nothing. */
static bool share_measure(const struct sharing *sharing, const struct sharing_week *week,
                          const struct day *day, struct day_value *value)
{
    const enum measure measure = (enum measure)value->measure;
    const struct day_value *told = day_find(day, measure);
    bool last_of_week = day_monday(day->day) + WEEK_DAYS - 1 == day->day;
    switch ((enum sharing_level)sharing->levels[measure]) {
    case SHARING_DAILY:
        if (told != NULL) {
            *value = *told;
        }
        return told != NULL;
    case SHARING_WEEKLY:
        return last_of_week && week->is_over && reduce_week(week, measure, value);
    case SHARING_WITHHELD:
        return false;
    }
    return false;
}

enum daybook_status sharing_apply(const struct sharing *sharing, const struct sharing_week *week,
                                  int32_t day, struct arena *arena, struct day *out_day)
{
    struct day shared = {.day = day};
    struct day_value *values = arena_take_array(arena, MEASURE_COUNT, sizeof *values);
    if (values == NULL) {
        return DAYBOOK_NO_MEMORY;
    }
    assert(week->count <= WEEK_DAYS);
    for (size_t i = 0; i < week->count; i++) {
        if (week->days[i].day == day) {
            shared = week->days[i];
        }
    }
    const struct day whole = shared;
    shared.values = values;
    shared.value_count = 0;
    for (unsigned measure = 0; measure < MEASURE_COUNT; measure++) {
        struct day_value *value = &values[shared.value_count];
        value->measure = (uint16_t)measure;
        shared.value_count += share_measure(sharing, week, &whole, value) ? 1 : 0;
    }
    if (sharing->withholds_all) {
        shared.entries = 0;
        memset(shared.entries_by_role, 0, sizeof shared.entries_by_role);
    }
    *out_day = shared;
    return DAYBOOK_OK;
}
