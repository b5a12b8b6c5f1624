/* The request that tells the catalogue. It never touches the store. */
#include "domain/catalog.h"
#include "domain/entry.h"
#include "requests/answer.h"
#include "requests/handler.h"
#include "requests/plan_pick.h"

static bool set_unless_empty(json_t *object, const char *name, const char *text)
{
    return text == NULL || text[0] == '\0' || answer_set(object, name, json_string(text));
}

/* Append what a writer writes; the list owns it. */
static bool append(json_t *list, json_t *object, bool written)
{
    bool appended = written && json_array_append(list, object) == 0;
    json_decref(object);
    return appended;
}

static bool write_evidence(json_t *object, const struct evidence *evidence)
{
    json_t *told = json_object();
    bool written = answer_set(told, "mark", json_string(kind_evidence_name(evidence->mark))) &&
                   set_unless_empty(told, "source", evidence->source);
    return answer_set(object, "evidence", told) && written;
}

static bool write_codes(json_t *object, const struct code *codes, size_t count)
{
    json_t *list = json_array();
    bool written = answer_set(object, "codes", list);
    for (size_t i = 0; written && i < count; i++) {
        json_t *code = json_pack("{s:s, s:s, s:s}", "system", codes[i].system, "code",
                                 codes[i].code, "display", codes[i].display);
        written = append(list, code,
                         set_unless_empty(code, "choice", codes[i].choice) &&
                             answer_set(code, "confirmed", json_boolean(codes[i].confirmed)));
    }
    return written;
}

static bool write_choices(json_t *object, const struct field_rule *field)
{
    json_t *list = json_array();
    bool written = answer_set(object, "choices", list);
    for (size_t i = 0; written && i < field->choice_count; i++) {
        json_t *choice = json_pack("{s:s, s:s}", "name", field->choices[i].name, "label",
                                   field->choices[i].label);
        written = append(list, choice, choice != NULL);
    }
    return written;
}

/* Whole numbers are told as such: 10, not 10.0. */
static json_t *number(double value)
{
    int64_t whole = (int64_t)value;
    return (double)whole < value || (double)whole > value ? json_real(value) : json_integer(whole);
}

static bool write_range(json_t *object, const struct field_rule *field)
{
    json_t *range = json_array();
    return json_array_append_new(range, number(field->minimum)) == 0 &&
           json_array_append_new(range, number(field->maximum)) == 0 &&
           answer_set(object, "range", range);
}

static bool write_numbers(json_t *object, const struct field_rule *field)
{
    return (!field->has_range || write_range(object, field)) &&
           (!field->has_default || answer_set(object, "default", number(field->default_number))) &&
           (field->better == BETTER_NONE ||
            answer_set(object, "better", json_string(kind_better_name(field->better))));
}

/* A field without the fields inside it. */
static bool write_field(json_t *object, const struct field_rule *field)
{
    return answer_set(object, "name", json_string(field->name)) &&
           answer_set(object, "label", json_string(field->label)) &&
           answer_set(object, "question", json_string(field->question)) &&
           answer_set(object, "type", json_string(kind_type_name(field->type))) &&
           answer_set(object, "required", json_boolean(field->required)) &&
           answer_set(object, "repeating", json_boolean(field->repeating)) &&
           set_unless_empty(object, "unit", field->unit) && write_numbers(object, field) &&
           (field->choice_count == 0 || write_choices(object, field)) &&
           set_unless_empty(object, "refers_to", field->refers_to) &&
           (field->code_count == 0 || write_codes(object, field->codes, field->code_count)) &&
           (field->evidence.source[0] == '\0' || write_evidence(object, &field->evidence));
}

/* A group never holds a group, so its fields are written one level down and no further. */
static bool write_items(json_t *object, const struct field_rule *group)
{
    json_t *list = json_array();
    bool written = answer_set(object, "items", list);
    for (size_t i = 0; written && i < group->item_count; i++) {
        json_t *item = json_object();
        written = append(list, item, write_field(item, &group->items[i]));
    }
    return written;
}

static bool write_fields(json_t *object, const struct kind *kind)
{
    json_t *list = json_array();
    bool written = answer_set(object, "fields", list);
    for (size_t i = 0; written && i < kind->field_count; i++) {
        const struct field_rule *field = &kind->fields[i];
        json_t *told = json_object();
        written = append(list, told,
                         write_field(told, field) &&
                             (field->item_count == 0 || write_items(told, field)));
    }
    return written;
}

static bool write_roles(json_t *object, const struct kind *kind)
{
    json_t *list = json_array();
    bool written = answer_set(object, "who", list);
    for (unsigned role = 0; written && role < ROLE_COUNT; role++) {
        written = !kind_may_log(kind, (enum role)role) ||
                  json_array_append_new(list, json_string(role_name((enum role)role))) == 0;
    }
    return written;
}

static bool write_one_ofs(json_t *object, const struct kind *kind)
{
    json_t *list = json_array();
    bool written = answer_set(object, "one_of", list);
    for (size_t i = 0; written && i < kind->one_of_count; i++) {
        const struct one_of *one_of = &kind->one_ofs[i];
        written = json_array_append_new(list, answer_words(one_of->names, one_of->count)) == 0;
    }
    return written;
}

static bool write_kind(json_t *object, const struct kind *kind)
{
    return answer_set(object, "kind", json_string(kind->name)) &&
           answer_set(object, "family", json_string(kind_family_name(kind->family))) &&
           answer_set(object, "label", json_string(kind->label)) &&
           answer_set(object, "question", json_string(kind->question)) &&
           write_roles(object, kind) &&
           answer_set(object, "cadence", json_string(kind_cadence_name(kind->cadence))) &&
           answer_set(object, "visibility", json_string(visibility_name(kind->visibility))) &&
           set_unless_empty(object, "feeds", kind->feeds) &&
           write_evidence(object, &kind->evidence) &&
           write_codes(object, kind->codes, kind->code_count) && write_one_ofs(object, kind) &&
           write_fields(object, kind);
}

static bool write_checkin(json_t *answer)
{
    json_t *list = json_array();
    bool written = answer_set(answer, "checkin", list);
    struct checkin_question question;
    for (int place = 1; place <= CATALOG_CHECKIN_MAX; place++) {
        if (written && catalog_checkin(place, &question)) {
            json_t *asked =
                json_pack("{s:s, s:s}", "kind", question.kind->name, "field", question.field->name);
            written = append(list, asked, asked != NULL);
        }
    }
    return written;
}

static bool write_kinds(json_t *answer, const struct kind *only)
{
    json_t *list = json_array();
    bool written = answer_set(answer, "kinds", list);
    for (size_t i = 0; written && i < catalog_count(); i++) {
        const struct kind *kind = catalog_at(i);
        if (only == NULL || kind == only) {
            json_t *told = json_object();
            written = append(list, told, write_kind(told, kind));
        }
    }
    return written && (only != NULL || write_checkin(answer));
}

enum daybook_status kinds_list(struct request *request)
{
    struct bytes name = {NULL, 0};
    if (!input_text(&request->input, "kind", &name)) {
        return DAYBOOK_INVALID;
    }
    const struct kind *only = NULL;
    if (name.size > 0) {
        only = catalog_find(name);
        only = only != NULL ? only : plan_pick_kind(name);
    }
    if (name.size > 0 && only == NULL) {
        const struct entry unknown = {.kind = name, .fields = {.type = VALUE_MAP}};
        return entry_check(&unknown, ROLE_PATIENT, &request->complaint);
    }
    json_t *answer = answer_begin("daybook.kinds/1");
    return request_reply(request, answer, write_kinds(answer, only));
}
