/* The terms of an invitation: who is invited as what. */
#include "journal/terms.h"

#include <string.h>

#include "wire/body.h"

void terms_encode(const struct terms *terms, struct buffer *out_bytes)
{
    const struct value_pair pairs[] = {
        {bytes_of_text("name"), {.type = VALUE_TEXT, .as.text = terms->name}},
        {bytes_of_text("role"),
         {.type = VALUE_TEXT, .as.text = bytes_of_text(role_name(terms->role))}},
        {bytes_of_text("grant_log"), {.type = VALUE_BOOL, .as.boolean = terms->grant_log}},
        {bytes_of_text("co_owner"), {.type = VALUE_BOOL, .as.boolean = terms->co_owner}},
        {bytes_of_text("auto_approve"), {.type = VALUE_BOOL, .as.boolean = terms->auto_approve}},
        {bytes_of_text("person"),
         {.type = VALUE_BYTES, .as.text = {terms->person.bytes, sizeof terms->person.bytes}}},
    };
    const struct value map = {.type = VALUE_MAP, .as.map = {pairs, sizeof pairs / sizeof pairs[0]}};
    body_encode_value((struct id128){{0}}, &map,
                      out_bytes); /* stays in the store: no salt is needed */
}

static bool read_flag(const struct value *map, const char *key)
{
    const struct value *flag = value_find(map, key);
    return flag != NULL && flag->type == VALUE_BOOL && flag->as.boolean;
}

enum daybook_status terms_decode(struct bytes bytes, struct arena *arena, struct terms *out_terms)
{
    struct value map;
    enum daybook_status status = body_decode_value(bytes, arena, &map);
    if (status != DAYBOOK_OK) {
        return status == DAYBOOK_INVALID ? DAYBOOK_DAMAGED : status;
    }
    struct terms terms = {
        .name = value_text(&map, "name"),
        .grant_log = read_flag(&map, "grant_log"),
        .co_owner = read_flag(&map, "co_owner"),
        .auto_approve = read_flag(&map, "auto_approve"),
    };
    const struct value *person = value_find(&map, "person");
    if (person == NULL || person->type != VALUE_BYTES ||
        person->as.text.size != sizeof terms.person.bytes ||
        !role_from_name(value_text(&map, "role"), &terms.role)) {
        return DAYBOOK_DAMAGED;
    }
    memcpy(terms.person.bytes, person->as.text.data, sizeof terms.person.bytes);
    *out_terms = terms;
    return DAYBOOK_OK;
}
