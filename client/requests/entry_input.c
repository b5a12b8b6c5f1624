/* An entry as a person or program gives it: JSON members and typed words to struct entry. */
#include "requests/entry_input.h"

#include <assert.h>
#include <string.h>

#include "domain/catalog.h"
#include "domain/field.h"
#include "journal/entries.h"
#include "journal/person.h"
#include "requests/handler.h"
#include "requests/value_json.h"

struct when_here entry_input_here(const struct request *request)
{
    const struct journal_ports *ports = desk_ports(request->desk);
    int64_t now_ms = ports->wall_ms(ports->context);
    return (struct when_here){
        .now = {now_ms, ports->offset_minutes(ports->context, now_ms)},
        .offset_at = ports->offset_minutes,
        .context = ports->context,
    };
}

enum daybook_status entry_input_begin(struct request *request, size_t circle,
                                      struct entry_input *out_reader)
{
    struct journal *journal = request_journal(request);
    struct journal_member *members = NULL;
    size_t count = 0;
    enum daybook_status status = journal_members(journal, circle, request->arena, &members, &count);
    if (status != DAYBOOK_OK) {
        return status;
    }
    *out_reader = (struct entry_input){
        .journal = journal,
        .arena = request->arena,
        .here = entry_input_here(request),
        .members = members,
        .member_count = count,
    };
    return DAYBOOK_OK;
}

struct entry_input entry_input_begin_locked(struct request *request)
{
    return (struct entry_input){.arena = request->arena, .here = entry_input_here(request)};
}

bool entry_input_moment(const struct when_here *here, const struct input *input, const char *name,
                        struct timestamp *out_at)
{
    struct bytes text = {NULL, 0};
    if (!input_text(input, name, &text)) {
        return false;
    }
    return !input_has(input, name) ||
           when_parse(text, here, out_at, input->complaint) == DAYBOOK_OK;
}

/* The fields being gathered, with room for all that may come. */
struct gathering {
    const struct entry_input *reader;
    const struct input *input;
    const struct kind *kind;
    bool is_change;
    struct value_pair *pairs;
    size_t count;
};

static enum daybook_status add(struct gathering *gathering, struct bytes name, struct value value)
{
    for (size_t i = 0; i < gathering->count; i++) {
        if (bytes_equal(gathering->pairs[i].key, name)) {
            struct complaint *complaint = gathering->input->complaint;
            complaint_begin(complaint, "The field ");
            complaint_add_name(complaint, name);
            complaint_add(complaint, " is given twice: give it once.");
            return DAYBOOK_INVALID;
        }
    }
    gathering->pairs[gathering->count++] = (struct value_pair){name, value};
    return DAYBOOK_OK;
}

static enum daybook_status add_object(struct gathering *gathering, json_t *object)
{
    struct value map = {0};
    enum daybook_status status =
        value_json_read(object, gathering->reader->arena, &map, gathering->input->complaint);
    for (size_t i = 0; status == DAYBOOK_OK && i < map.as.map.count; i++) {
        status = add(gathering, map.as.map.pairs[i].key, map.as.map.pairs[i].value);
    }
    return status;
}

static enum daybook_status add_word(struct gathering *gathering, const json_t *json)
{
    struct complaint *complaint = gathering->input->complaint;
    const char *word = json_string_value(json);
    const char *sign = word == NULL ? NULL : strchr(word, '=');
    if (sign == NULL || sign == word) {
        complaint_begin(complaint, "A field is written name=value, such as worst=3.");
        return DAYBOOK_INVALID;
    }
    struct bytes name = {(const uint8_t *)word, (size_t)(sign - word)};
    struct bytes text = bytes_of_text(sign + 1);
    const struct field_rule *rule =
        gathering->kind == NULL ? NULL : kind_field(gathering->kind, name);
    /* What no rule is known for stays a text: the check of the whole entry says what is wrong. */
    struct value value = {.type = VALUE_TEXT, .as.text = text};
    enum daybook_status status = DAYBOOK_OK;
    if (gathering->is_change && text.size == 0) {
        value = (struct value){.type = VALUE_NULL};
    } else if (rule != NULL) {
        status = field_from_text(rule, text, gathering->reader->arena, &value, complaint);
    }
    return status == DAYBOOK_OK ? add(gathering, name, value) : status;
}

enum daybook_status entry_input_fields(const struct entry_input *reader, const struct input *input,
                                       const struct kind *kind, bool is_change,
                                       struct value *out_fields)
{
    json_t *object = NULL;
    json_t *words = NULL;
    if (!input_object(input, "fields", &object) || !input_list(input, "words", &words)) {
        return DAYBOOK_INVALID;
    }
    size_t room = json_object_size(object) + json_array_size(words);
    struct gathering gathering = {
        .reader = reader,
        .input = input,
        .kind = kind,
        .is_change = is_change,
        .pairs = arena_take_array(reader->arena, room, sizeof *gathering.pairs),
    };
    if (gathering.pairs == NULL) {
        return DAYBOOK_NO_MEMORY;
    }
    enum daybook_status status = object == NULL ? DAYBOOK_OK : add_object(&gathering, object);
    for (size_t i = 0; status == DAYBOOK_OK && i < json_array_size(words); i++) {
        status = add_word(&gathering, json_array_get(words, i));
    }
    if (status == DAYBOOK_OK) {
        *out_fields =
            (struct value){.type = VALUE_MAP, .as.map = {gathering.pairs, gathering.count}};
    }
    return status;
}

static enum daybook_status read_on_behalf(const struct entry_input *reader,
                                          const struct input *input, const struct kind *kind,
                                          struct entry *entry)
{
    const char *name = input_has(input, "for") ? "for" : "on_behalf_of";
    const struct journal_member *member = NULL;
    struct bytes person = {NULL, 0};
    if (input_has(input, "for") && input_has(input, "on_behalf_of")) {
        complaint_begin(input->complaint, "\"for\" and \"on_behalf_of\" say the same: give one.");
        return DAYBOOK_INVALID;
    }
    if (!input_text(input, name, &person)) {
        return DAYBOOK_INVALID;
    }
    if (reader->journal == NULL) {
        return DAYBOOK_OK; /* nobody is known while the journal is locked */
    }
    const struct person_list people = {reader->members, reader->member_count};
    if (input_has(input, name)) {
        enum daybook_status status = person_find(&people, person, &member, input->complaint);
        if (status != DAYBOOK_OK) {
            return status;
        }
    } else {
        member = person_spoken_for(&people, journal_role(reader->journal), kind);
    }
    if (member != NULL && !member->is_self) {
        entry->has_on_behalf_of = true;
        entry->on_behalf_of = member->person;
    }
    return DAYBOOK_OK;
}

static bool refuse_choice(const struct input *input, const char *name, const char *words)
{
    complaint_begin(input->complaint, "\"");
    complaint_add(input->complaint, name);
    complaint_add(input->complaint, "\" must be one of ");
    complaint_add(input->complaint, words);
    return false;
}

/* The members that hold one word of a few. */
static bool read_choices(const struct input *input, struct entry *entry)
{
    struct bytes visibility = bytes_of_text(visibility_name(entry->visibility));
    struct bytes method = bytes_of_text(entry_method_name(entry->method));
    struct bytes certainty = bytes_of_text(entry_certainty_name(entry->certainty));
    if (!input_text(input, "visibility", &visibility) || !input_text(input, "method", &method) ||
        !input_text(input, "certainty", &certainty)) {
        return false;
    }
    if (!visibility_from_name(visibility, &entry->visibility)) {
        return refuse_choice(input, "visibility",
                             "team, therapists, author_and_therapist, private.");
    }
    if (!entry_method_from_name(method, &entry->method) || entry->method == METHOD_LOCKED) {
        return refuse_choice(input, "method", "manual, voice, import, device.");
    }
    if (!entry_certainty_from_name(certainty, &entry->certainty)) {
        return refuse_choice(input, "certainty", "sure, estimate.");
    }
    return true;
}

static bool read_simple(const struct entry_input *reader, const struct input *input,
                        struct entry *entry)
{
    entry->has_end = input_has(input, "end");
    return entry_input_moment(&reader->here, input, "at", &entry->at) &&
           entry_input_moment(&reader->here, input, "end", &entry->end) &&
           input_text(input, "note", &entry->note) && input_text(input, "zone", &entry->zone) &&
           input_text(input, "plan_ref", &entry->plan_ref) && read_choices(input, entry);
}

enum daybook_status entry_input_read(const struct entry_input *reader, const struct input *input,
                                     struct entry *out_entry)
{
    assert(reader != NULL && input != NULL && out_entry != NULL);
    struct entry entry = {.at = reader->here.now};
    if (!input_required(input, "kind", &entry.kind)) {
        return DAYBOOK_INVALID;
    }
    const struct kind *kind = catalog_find(entry.kind);
    entry.visibility = kind == NULL ? VISIBILITY_TEAM : kind->visibility;
    if (!read_simple(reader, input, &entry)) {
        return DAYBOOK_INVALID;
    }
    enum daybook_status status = read_on_behalf(reader, input, kind, &entry);
    if (status == DAYBOOK_OK) {
        status = entry_input_fields(reader, input, kind, false, &entry.fields);
    }
    if (status == DAYBOOK_OK) {
        *out_entry = entry;
    }
    return status;
}
