/* The days a person keeps from the team. */
#include "journal/own_day.h"

#include <string.h>

#include "vault/digest.h"
#include "wire/body.h"

struct id128 own_day_entity(struct id128 circle, const struct summary_place *place)
{
    uint8_t number[4];
    for (size_t i = 0; i < sizeof number; i++) {
        number[i] = (uint8_t)((uint32_t)place->day >> (8 * i));
    }
    const struct bytes parts[] = {{circle.bytes, sizeof circle.bytes},
                                  {place->person.bytes, sizeof place->person.bytes},
                                  {number, sizeof number}};
    return digest_128("daybook/1/own-day", parts, 3);
}

enum daybook_status own_day_sign(struct id128 person, struct arena *arena, struct value *map)
{
    size_t count = map->as.map.count;
    struct value_pair *pairs = arena_take_array(arena, count + 1, sizeof *pairs);
    struct bytes name;
    if (pairs == NULL ||
        !arena_copy(arena, (struct bytes){person.bytes, sizeof person.bytes}, &name)) {
        return DAYBOOK_NO_MEMORY;
    }
    memcpy(pairs, map->as.map.pairs, count * sizeof *pairs);
    pairs[count] =
        (struct value_pair){bytes_of_text("person"), {.type = VALUE_BYTES, .as.text = name}};
    *map = (struct value){.type = VALUE_MAP, .as.map = {pairs, count + 1}};
    return DAYBOOK_OK;
}

bool own_day_person(struct bytes body, struct arena *arena, struct id128 *out_person)
{
    struct value map;
    if (body.data == NULL || body_decode_value(body, arena, &map) != DAYBOOK_OK) {
        return false;
    }
    const struct value *person = value_find(&map, "person");
    if (person == NULL || person->type != VALUE_BYTES ||
        person->as.text.size != sizeof out_person->bytes) {
        return false;
    }
    memcpy(out_person->bytes, person->as.text.data, sizeof out_person->bytes);
    return true;
}
