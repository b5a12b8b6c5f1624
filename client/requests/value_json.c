/* Values of entries as JSON and back. */
#include "requests/value_json.h"

#include <assert.h>
#include <string.h>

#include "base/limits.h"

/* Both ways walk the tree level by level with a list of what is still to be done, since a tree from
 * outside must not decide how deep our stack goes. */
struct reading {
    json_t *json;
    struct value *slot;
    int depth;
    struct reading *next;
};

struct reading_list {
    struct arena *arena;
    struct reading *first;
    struct reading **last;
};

static bool read_later(struct reading_list *list, json_t *json, struct value *slot, int depth)
{
    struct reading *reading = arena_take(list->arena, sizeof *reading);
    if (reading == NULL) {
        return false;
    }
    *reading = (struct reading){json, slot, depth, NULL};
    *list->last = reading;
    list->last = &reading->next;
    return true;
}

static bool read_items(struct reading_list *list, const struct reading *reading)
{
    size_t count = json_array_size(reading->json);
    struct value *items = arena_take_array(list->arena, count, sizeof *items);
    if (items == NULL) {
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        json_t *item = json_array_get(reading->json, i);
        if (!read_later(list, item, &items[i], reading->depth + 1)) {
            return false;
        }
    }
    *reading->slot = (struct value){.type = VALUE_LIST, .as.list = {items, count}};
    return true;
}

static bool read_pairs(struct reading_list *list, const struct reading *reading)
{
    size_t count = json_object_size(reading->json);
    struct value_pair *pairs = arena_take_array(list->arena, count, sizeof *pairs);
    if (pairs == NULL) {
        return false;
    }
    size_t i = 0;
    for (void *member = json_object_iter(reading->json); member != NULL;
         member = json_object_iter_next(reading->json, member)) {
        pairs[i].key = bytes_of_text(json_object_iter_key(member));
        if (!read_later(list, json_object_iter_value(member), &pairs[i].value,
                        reading->depth + 1)) {
            return false;
        }
        i++;
    }
    *reading->slot = (struct value){.type = VALUE_MAP, .as.map = {pairs, count}};
    return true;
}

static bool read_one(struct reading_list *list, const struct reading *reading)
{
    const json_t *json = reading->json;
    struct value *slot = reading->slot;
    switch (json_typeof(json)) {
    case JSON_OBJECT:
        return read_pairs(list, reading);
    case JSON_ARRAY:
        return read_items(list, reading);
    case JSON_STRING:
        *slot = (struct value){
            .type = VALUE_TEXT,
            .as.text = {(const uint8_t *)json_string_value(json), json_string_length(json)}};
        return true;
    case JSON_INTEGER:
        *slot = (struct value){.type = VALUE_INTEGER, .as.integer = json_integer_value(json)};
        return true;
    case JSON_REAL:
        *slot = (struct value){.type = VALUE_DECIMAL, .as.decimal = json_real_value(json)};
        return true;
    case JSON_TRUE:
    case JSON_FALSE:
        *slot = (struct value){.type = VALUE_BOOL, .as.boolean = json_is_true(json)};
        return true;
    case JSON_NULL:
        *slot = (struct value){.type = VALUE_NULL};
        return true;
    }
    assert(false);
    return false;
}

enum daybook_status value_json_read(json_t *json, struct arena *arena, struct value *out_value,
                                    struct complaint *out_complaint)
{
    assert(json != NULL && arena != NULL && out_value != NULL && out_complaint != NULL);
    struct value root = {0};
    struct reading_list list = {.arena = arena};
    list.last = &list.first;
    if (!read_later(&list, json, &root, 1)) {
        return DAYBOOK_NO_MEMORY;
    }
    for (struct reading *reading = list.first; reading != NULL; reading = reading->next) {
        if (reading->depth > VALUE_DEPTH_MAX) {
            complaint_begin(out_complaint, "The lists and objects of a field are nested too deep.");
            return DAYBOOK_INVALID;
        }
        if (!read_one(&list, reading)) {
            return DAYBOOK_NO_MEMORY;
        }
    }
    *out_value = root;
    return DAYBOOK_OK;
}

struct writing {
    const struct value *value;
    json_t *parent; /* NULL: the root */
    struct bytes key;
    struct writing *next;
};

struct writing_list {
    struct arena *arena;
    struct writing *first;
    struct writing **last;
};

static bool write_later(struct writing_list *list, const struct value *value, json_t *parent,
                        struct bytes key)
{
    struct writing *writing = arena_take(list->arena, sizeof *writing);
    if (writing == NULL) {
        return false;
    }
    *writing = (struct writing){value, parent, key, NULL};
    *list->last = writing;
    list->last = &writing->next;
    return true;
}

static json_t *hexadecimal(struct bytes bytes, struct arena *arena)
{
    static const char digits[] = "0123456789abcdef";
    char *text = arena_take_array(arena, bytes.size, 2);
    if (text == NULL) {
        return NULL;
    }
    for (size_t i = 0; i < bytes.size; i++) {
        text[2 * i] = digits[bytes.data[i] >> 4];
        text[2 * i + 1] = digits[bytes.data[i] & 15];
    }
    return json_stringn(text, 2 * bytes.size);
}

/* The JSON of one value; of a list or map without what is inside. */
static json_t *shell_of(const struct value *value, struct arena *arena)
{
    switch (value->type) {
    case VALUE_NULL:
        return json_null();
    case VALUE_BOOL:
        return json_boolean(value->as.boolean);
    case VALUE_INTEGER:
        return json_integer(value->as.integer);
    case VALUE_DECIMAL:
        return json_real(value->as.decimal);
    case VALUE_TEXT:
        return json_stringn(value->as.text.size == 0 ? "" : (const char *)value->as.text.data,
                            value->as.text.size);
    case VALUE_BYTES:
        return hexadecimal(value->as.text, arena);
    case VALUE_LIST:
        return json_array();
    case VALUE_MAP:
        return json_object();
    }
    assert(false);
    return NULL;
}

static bool write_inside(struct writing_list *list, const struct value *value, json_t *json)
{
    bool written = true;
    if (value->type == VALUE_LIST) {
        for (size_t i = 0; written && i < value->as.list.count; i++) {
            written = write_later(list, &value->as.list.items[i], json, (struct bytes){NULL, 0});
        }
    } else if (value->type == VALUE_MAP) {
        for (size_t i = 0; written && i < value->as.map.count; i++) {
            const struct value_pair *pair = &value->as.map.pairs[i];
            written = write_later(list, &pair->value, json, pair->key);
        }
    }
    return written;
}

static bool attach(json_t *parent, struct bytes key, json_t *child)
{
    if (json_is_array(parent)) {
        return json_array_append_new(parent, child) == 0;
    }
    return json_object_setn_new(parent, (const char *)key.data, key.size, child) == 0;
}

json_t *value_json_write(const struct value *value, struct arena *arena)
{
    assert(value != NULL && arena != NULL);
    json_t *root = NULL;
    struct writing_list list = {.arena = arena};
    list.last = &list.first;
    bool written = write_later(&list, value, NULL, (struct bytes){NULL, 0});
    for (struct writing *writing = list.first; written && writing != NULL;
         writing = writing->next) {
        json_t *json = shell_of(writing->value, arena);
        if (writing->parent == NULL) {
            root = json;
            written = json != NULL;
        } else {
            written = json != NULL && attach(writing->parent, writing->key, json);
        }
        written = written && write_inside(&list, writing->value, json);
    }
    if (!written) {
        json_decref(root);
        return NULL;
    }
    return root;
}
