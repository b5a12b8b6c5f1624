/* A day's summary as an operation's body. */
#include "journal/day_record.h"

#include <string.h>

#include "vault/digest.h"
#include "wire/body.h"

struct id128 day_record_entity(struct id128 circle, int32_t day)
{
    uint8_t number[4];
    for (size_t i = 0; i < sizeof number; i++) {
        number[i] = (uint8_t)((uint32_t)day >> (8 * i));
    }
    const struct bytes parts[] = {{circle.bytes, sizeof circle.bytes}, {number, sizeof number}};
    return digest_128("daybook/1/day", parts, 2);
}

static struct value integer(int64_t number)
{
    return (struct value){.type = VALUE_INTEGER, .as.integer = number};
}

static struct value list_of(const struct value *items, size_t count)
{
    return (struct value){.type = VALUE_LIST, .as.list = {items, count}};
}

static struct value map_of(const struct value_pair *pairs, size_t count)
{
    return (struct value){.type = VALUE_MAP, .as.map = {pairs, count}};
}

/* {"pain.worst": [value, entries, roles], …} of the measures that have a value. */
static bool make_measures(const struct day *day, struct arena *arena, struct value *out_map)
{
    struct value_pair *pairs = arena_take_array(arena, MEASURE_COUNT, sizeof *pairs);
    size_t count = 0;
    for (int i = 0; pairs != NULL && i < MEASURE_COUNT; i++) {
        const struct day_value *measured = &day->measures[i];
        if (!measured->has) {
            continue;
        }
        struct value *items = arena_take_array(arena, 3, sizeof *items);
        if (items == NULL) {
            return false;
        }
        items[0] = (struct value){.type = VALUE_DECIMAL, .as.decimal = measured->value};
        items[1] = integer(measured->entries);
        items[2] = integer(measured->roles);
        pairs[count++] = (struct value_pair){bytes_of_text(measure_rule((enum measure)i)->name),
                                             list_of(items, 3)};
    }
    *out_map = map_of(pairs, count);
    return pairs != NULL;
}

/* {"stretch": [logged, done], …} of the types that were logged. */
static bool make_exercises(const struct day *day, struct arena *arena, struct value *out_map)
{
    struct value_pair *pairs = arena_take_array(arena, EXERCISE_TYPE_COUNT, sizeof *pairs);
    size_t count = 0;
    for (int i = 0; pairs != NULL && i < EXERCISE_TYPE_COUNT; i++) {
        if (day->exercises[i].logged == 0) {
            continue;
        }
        struct value *items = arena_take_array(arena, 2, sizeof *items);
        if (items == NULL) {
            return false;
        }
        items[0] = integer(day->exercises[i].logged);
        items[1] = integer(day->exercises[i].done);
        pairs[count++] = (struct value_pair){
            bytes_of_text(exercise_type_name((enum exercise_type)i)), list_of(items, 2)};
    }
    *out_map = map_of(pairs, count);
    return pairs != NULL;
}

enum daybook_status day_record_make(const struct day *day, struct arena *arena,
                                    struct value *out_map)
{
    enum { DAY_PAIRS = 6 };
    struct value_pair *pairs = arena_take_array(arena, DAY_PAIRS, sizeof *pairs);
    struct value *roles = arena_take_array(arena, ROLE_COUNT, sizeof *roles);
    struct value measures;
    struct value exercises;
    if (pairs == NULL || roles == NULL || !make_measures(day, arena, &measures) ||
        !make_exercises(day, arena, &exercises)) {
        return DAYBOOK_NO_MEMORY;
    }
    for (int i = 0; i < ROLE_COUNT; i++) {
        roles[i] = integer(day->entries_by_role[i]);
    }
    pairs[0] = (struct value_pair){bytes_of_text("day"), integer(day->day)};
    pairs[1] = (struct value_pair){bytes_of_text("entries"), list_of(roles, ROLE_COUNT)};
    pairs[2] = (struct value_pair){bytes_of_text("measures"), measures};
    pairs[3] = (struct value_pair){bytes_of_text("exercise"), exercises};
    pairs[4] = (struct value_pair){bytes_of_text("falls"), integer(day->falls)};
    pairs[5] = (struct value_pair){bytes_of_text("near_falls"), integer(day->near_falls)};
    *out_map = map_of(pairs, DAY_PAIRS);
    return DAYBOOK_OK;
}

static bool read_count(const struct value *value, uint32_t *out_count)
{
    if (value == NULL || value->type != VALUE_INTEGER || value->as.integer < 0 ||
        value->as.integer > UINT32_MAX) {
        return false;
    }
    *out_count = (uint32_t)value->as.integer;
    return true;
}

static bool read_list(const struct value *value, size_t least, const struct value **out_items)
{
    if (value == NULL || value->type != VALUE_LIST || value->as.list.count < least) {
        return false;
    }
    *out_items = value->as.list.items;
    return true;
}

static bool read_measures(const struct value *map, struct day *day)
{
    for (int i = 0; i < MEASURE_COUNT; i++) {
        const struct value *found = value_find(map, measure_rule((enum measure)i)->name);
        const struct value *items = NULL;
        struct day_value measured = {.has = true};
        uint32_t roles = 0;
        if (found == NULL) {
            continue;
        }
        if (!read_list(found, 3, &items) || !value_number(&items[0], &measured.value) ||
            !read_count(&items[1], &measured.entries) || !read_count(&items[2], &roles) ||
            roles > UINT8_MAX) {
            return false;
        }
        measured.roles = (uint8_t)roles;
        day->measures[i] = measured;
    }
    return true;
}

static bool read_exercises(const struct value *map, struct day *day)
{
    for (int i = 0; i < EXERCISE_TYPE_COUNT; i++) {
        const struct value *found = value_find(map, exercise_type_name((enum exercise_type)i));
        const struct value *items = NULL;
        if (found != NULL &&
            (!read_list(found, 2, &items) || !read_count(&items[0], &day->exercises[i].logged) ||
             !read_count(&items[1], &day->exercises[i].done))) {
            return false;
        }
    }
    return true;
}

static bool read_entries(const struct value *list, struct day *day)
{
    const struct value *roles = NULL;
    if (!read_list(list, ROLE_COUNT, &roles)) {
        return false;
    }
    for (int i = 0; i < ROLE_COUNT; i++) {
        if (!read_count(&roles[i], &day->entries_by_role[i])) {
            return false;
        }
        day->entries += day->entries_by_role[i];
    }
    return true;
}

static bool read_map(struct bytes body, struct arena *arena, struct value *out_map,
                     int32_t *out_day)
{
    if (body.data == NULL || body_decode_value(body, arena, out_map) != DAYBOOK_OK) {
        return false;
    }
    const struct value *day = value_find(out_map, "day");
    if (day == NULL || day->type != VALUE_INTEGER || day->as.integer < INT32_MIN / 2 ||
        day->as.integer > INT32_MAX / 2) {
        return false;
    }
    *out_day = (int32_t)day->as.integer;
    return true;
}

bool day_record_read(struct bytes body, struct arena *arena, struct day *out_day)
{
    struct value map;
    struct day day = {0};
    if (!read_map(body, arena, &map, &day.day) ||
        !read_entries(value_find(&map, "entries"), &day) ||
        !read_measures(value_find(&map, "measures"), &day) ||
        !read_exercises(value_find(&map, "exercise"), &day) ||
        !read_count(value_find(&map, "falls"), &day.falls) ||
        !read_count(value_find(&map, "near_falls"), &day.near_falls)) {
        return false;
    }
    *out_day = day;
    return true;
}

bool day_record_day(struct bytes body, struct arena *arena, int32_t *out_day)
{
    struct value map;
    return read_map(body, arena, &map, out_day);
}
