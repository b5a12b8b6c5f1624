/* Puts JSON fields and typed words onto what a plan says. */
#include "requests/plan_fields.h"

#include <string.h>

#include "domain/field.h"
#include "requests/plan_group.h"
#include "requests/value_json.h"

enum { GROUPS_MAX = 4 };

/* The changes while they are gathered. */
struct gathering {
    const struct plan_draft *draft;
    struct complaint *complaint;
    struct value_pair *pairs;
    size_t count;
    struct plan_group groups[GROUPS_MAX]; /* that were opened by a word or by "fields" */
    size_t group_count;
};

static enum daybook_status refuse(const struct gathering *gathering, const char *start,
                                  struct bytes name, const char *end)
{
    complaint_begin(gathering->complaint, start);
    complaint_add_name(gathering->complaint, name);
    complaint_add(gathering->complaint, end);
    return DAYBOOK_INVALID;
}

static void set(struct gathering *gathering, struct bytes name, struct value value)
{
    size_t place = 0;
    while (place < gathering->count && !bytes_equal(gathering->pairs[place].key, name)) {
        place++;
    }
    gathering->pairs[place] = (struct value_pair){name, value};
    gathering->count += place == gathering->count ? 1 : 0;
}

/* What the field holds after the changes so far, NULL when it holds nothing. */
static const struct value *held(const struct gathering *gathering, const char *name)
{
    const struct value changed = {.type = VALUE_MAP,
                                  .as.map = {gathering->pairs, gathering->count}};
    const struct value *value = value_find(&changed, name);
    if (value == NULL && gathering->draft->before != NULL) {
        value = value_find(gathering->draft->before, name);
    }
    return value;
}

/* The group's items, ready to be changed. */
static enum daybook_status open_group(struct gathering *gathering, const struct field_rule *rule,
                                      struct plan_group **out_group)
{
    for (size_t i = 0; i < gathering->group_count; i++) {
        if (gathering->groups[i].rule == rule) {
            *out_group = &gathering->groups[i];
            return DAYBOOK_OK;
        }
    }
    if (gathering->group_count == GROUPS_MAX) {
        return DAYBOOK_FULL;
    }
    struct plan_group *group = &gathering->groups[gathering->group_count];
    enum daybook_status status =
        plan_group_open(group, rule, held(gathering, rule->name), gathering->draft->arena);
    if (status == DAYBOOK_OK) {
        gathering->group_count++;
        *out_group = group;
    }
    return status;
}

static enum daybook_status set_field(struct gathering *gathering, const struct field_rule *rule,
                                     struct bytes text)
{
    struct value value = {.type = VALUE_NULL};
    enum daybook_status status = DAYBOOK_OK;
    if (text.size > 0) {
        status = field_from_text(rule, text, gathering->draft->arena, &value, gathering->complaint);
    }
    if (status == DAYBOOK_OK) {
        set(gathering, bytes_of_text(rule->name), value);
    }
    return status;
}

/* "item.sets=3": the part after the point is a field of the item that words are about. */
static enum daybook_status set_item_field(struct gathering *gathering,
                                          const struct field_rule *rule, struct bytes name,
                                          struct bytes text)
{
    struct plan_group *group = NULL;
    enum daybook_status status = open_group(gathering, rule, &group);
    return status == DAYBOOK_OK ? plan_group_set(group, name, text, gathering->complaint) : status;
}

static enum daybook_status choose_item(struct gathering *gathering, const struct field_rule *rule,
                                       struct bytes key, bool away)
{
    struct plan_group *group = NULL;
    enum daybook_status status = open_group(gathering, rule, &group);
    if (status != DAYBOOK_OK) {
        return status;
    }
    return away ? plan_group_remove(group, key, gathering->complaint)
                : plan_group_choose(group, key, gathering->complaint);
}

/* A word is "name=text"; the name may be that of a group, of a field in it, or "no-" and a group.
 */
static enum daybook_status take_word(struct gathering *gathering, const char *word)
{
    const char *sign = word == NULL ? NULL : strchr(word, '=');
    if (sign == NULL || sign == word) {
        complaint_begin(gathering->complaint,
                        "A field is written name=value, such as item.sets=3.");
        return DAYBOOK_INVALID;
    }
    struct bytes text = bytes_of_text(sign + 1);
    bool away = strncmp(word, "no-", 3) == 0;
    const char *start = away ? word + 3 : word;
    struct bytes name = {(const uint8_t *)start, (size_t)(sign - start)};
    const uint8_t *point = name.size == 0 ? NULL : memchr(name.data, '.', name.size);
    struct bytes field = {NULL, 0};
    if (point != NULL) {
        field = (struct bytes){point + 1, (size_t)(name.data + name.size - point - 1)};
        name.size = (size_t)(point - name.data);
    }
    const struct field_rule *rule = kind_field(gathering->draft->kind, name);
    bool fits = rule != NULL && (rule->type == FIELD_GROUP || (point == NULL && !away)) &&
                !(away && point != NULL);
    if (!fits) {
        complaint_begin(gathering->complaint, gathering->draft->kind->name);
        complaint_add(gathering->complaint, " has no field ");
        complaint_add_name(gathering->complaint, name);
        complaint_add(gathering->complaint, " that can be written so: see \"daybook kinds ");
        complaint_add(gathering->complaint, gathering->draft->kind->name);
        complaint_add(gathering->complaint, "\".");
        return DAYBOOK_INVALID;
    }
    if (point != NULL) {
        return set_item_field(gathering, rule, field, text);
    }
    return rule->type == FIELD_GROUP ? choose_item(gathering, rule, text, away)
                                     : set_field(gathering, rule, text);
}

static enum daybook_status take_object(struct gathering *gathering, json_t *object)
{
    struct value map = {.type = VALUE_MAP};
    enum daybook_status status = object == NULL ? DAYBOOK_OK
                                                : value_json_read(object, gathering->draft->arena,
                                                                  &map, gathering->complaint);
    for (size_t i = 0; status == DAYBOOK_OK && i < map.as.map.count; i++) {
        const struct value_pair *pair = &map.as.map.pairs[i];
        const struct field_rule *rule = kind_field(gathering->draft->kind, pair->key);
        struct plan_group *group = NULL;
        if (rule == NULL) {
            return refuse(gathering, "The plan has no field ", pair->key,
                          ": \"daybook kinds\" shows what it has.");
        }
        set(gathering, pair->key, pair->value);
        if (rule->type == FIELD_GROUP) {
            status = open_group(gathering, rule, &group);
        }
    }
    return status;
}

/* Of a new plan nothing can be taken away. */
static void drop_nulls(struct gathering *gathering)
{
    size_t kept = 0;
    for (size_t i = 0; i < gathering->count; i++) {
        if (gathering->pairs[i].value.type != VALUE_NULL) {
            gathering->pairs[kept++] = gathering->pairs[i];
        }
    }
    gathering->count = kept;
}

enum daybook_status plan_fields_read(const struct plan_draft *draft, const struct input *input,
                                     struct value *out_changes)
{
    json_t *object = NULL;
    json_t *words = NULL;
    if (!input_object(input, "fields", &object) || !input_list(input, "words", &words)) {
        return DAYBOOK_INVALID;
    }
    size_t room = json_object_size(object) + json_array_size(words) + GROUPS_MAX;
    struct gathering gathering = {
        .draft = draft,
        .complaint = input->complaint,
        .pairs = arena_take_array(draft->arena, room, sizeof *gathering.pairs),
    };
    if (gathering.pairs == NULL) {
        return DAYBOOK_NO_MEMORY;
    }
    enum daybook_status status = take_object(&gathering, object);
    for (size_t i = 0; status == DAYBOOK_OK && i < json_array_size(words); i++) {
        status = take_word(&gathering, json_string_value(json_array_get(words, i)));
    }
    for (size_t i = 0; status == DAYBOOK_OK && i < gathering.group_count; i++) {
        struct value list;
        status = plan_group_close(&gathering.groups[i], &list, input->complaint);
        if (status == DAYBOOK_OK && list.as.list.count == 0) {
            list = (struct value){.type = VALUE_NULL}; /* the last one was taken away */
        }
        if (status == DAYBOOK_OK) {
            set(&gathering, bytes_of_text(gathering.groups[i].rule->name), list);
        }
    }
    if (status == DAYBOOK_OK && draft->before == NULL) {
        drop_nulls(&gathering);
    }
    if (status == DAYBOOK_OK) {
        *out_changes =
            (struct value){.type = VALUE_MAP, .as.map = {gathering.pairs, gathering.count}};
    }
    return status;
}
