/* A day's summary as an operation's body. */
#include "journal/day_record.h"

#include <stdlib.h>

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

/* {"pain.worst": [value, entries, roles, state], …} of the measures somebody was asked about. */
static bool make_measures(const struct day *day, struct arena *arena, struct value *out_map)
{
    enum { VALUE_ITEMS = 4 };
    struct value_pair *pairs = arena_take_array(arena, day->value_count, sizeof *pairs);
    struct value *items = arena_take_array(arena, day->value_count * VALUE_ITEMS, sizeof *items);
    if (pairs == NULL || items == NULL) {
        return false;
    }
    for (size_t i = 0; i < day->value_count; i++, items += VALUE_ITEMS) {
        const struct day_value *measured = &day->values[i];
        items[0] = (struct value){.type = VALUE_DECIMAL, .as.decimal = measured->value};
        items[1] = integer(measured->entries);
        items[2] = integer(measured->roles);
        items[3] = integer(measured->state);
        const char *name = measure_rule((enum measure)measured->measure)->name;
        pairs[i] = (struct value_pair){bytes_of_text(name), list_of(items, VALUE_ITEMS)};
    }
    *out_map = map_of(pairs, day->value_count);
    return true;
}

enum daybook_status day_record_make(const struct day *day, struct arena *arena,
                                    struct value *out_map)
{
    enum { DAY_PAIRS = 3 };
    struct value_pair *pairs = arena_take_array(arena, DAY_PAIRS, sizeof *pairs);
    struct value *roles = arena_take_array(arena, ROLE_COUNT, sizeof *roles);
    struct value measures;
    if (pairs == NULL || roles == NULL || !make_measures(day, arena, &measures)) {
        return DAYBOOK_NO_MEMORY;
    }
    for (int i = 0; i < ROLE_COUNT; i++) {
        roles[i] = integer(day->entries_by_role[i]);
    }
    pairs[0] = (struct value_pair){bytes_of_text("day"), integer(day->day)};
    pairs[1] = (struct value_pair){bytes_of_text("entries"), list_of(roles, ROLE_COUNT)};
    pairs[2] = (struct value_pair){bytes_of_text("measures"), measures};
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

static bool read_small(const struct value *value, uint8_t *out_number)
{
    uint32_t count = 0;
    if (!read_count(value, &count) || count > UINT8_MAX) {
        return false;
    }
    *out_number = (uint8_t)count;
    return true;
}

static bool read_value(const struct value *list, struct day_value *value)
{
    const struct value *items = NULL;
    return read_list(list, 4, &items) && value_number(&items[0], &value->value) &&
           read_count(&items[1], &value->entries) && read_small(&items[2], &value->roles) &&
           read_small(&items[3], &value->state);
}

/* In the body they are in the order of names, and those of a later program may be among them. */
static bool read_measures(const struct value *map, struct arena *arena, struct day *day)
{
    if (map == NULL || map->type != VALUE_MAP) {
        return false;
    }
    struct day_value *values = arena_take_array(arena, map->as.map.count, sizeof *values);
    if (values == NULL) {
        return false;
    }
    size_t count = 0;
    for (size_t i = 0; i < map->as.map.count; i++) {
        const struct value_pair *pair = &map->as.map.pairs[i];
        enum measure measure;
        if (!measure_find(pair->key, &measure)) {
            continue;
        }
        if (!read_value(&pair->value, &values[count])) {
            return false;
        }
        values[count++].measure = (uint16_t)measure;
    }
    qsort(values, count, sizeof *values, day_compare_values);
    day->values = values;
    day->value_count = count;
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

bool day_record_read(struct bytes body, struct arena *scratch, struct arena *arena,
                     struct day *out_day)
{
    struct value map;
    struct day day = {0};
    if (!read_map(body, scratch, &map, &day.day) ||
        !read_entries(value_find(&map, "entries"), &day) ||
        !read_measures(value_find(&map, "measures"), arena, &day)) {
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
