/* Writes versions of plans into answers. */
#include "requests/plan_line.h"

#include "domain/catalog.h"
#include "domain/plan_ref.h"
#include "requests/answer.h"
#include "requests/plan_said.h"
#include "requests/value_json.h"

/* What a version is on a day, in one word. */
static const char *state_of(const struct plan_version *version, const struct plan_line_place *place)
{
    if (version->from_day > place->day) {
        return "coming";
    }
    const struct plan_version *next = NULL;
    while ((next = plan_book_next_in_force(place->book, version->kind, place->day, next)) != NULL) {
        if (next == version) {
            return "in_force";
        }
    }
    if (plan_book_newest(place->book, version->plan) != version) {
        return "replaced";
    }
    return version->status == PLAN_ACTIVE ? "over" : plan_status_name(version->status);
}

static json_t *ref_json(const struct plan_version *version)
{
    char text[PLAN_REF_TEXT_SIZE];
    const struct plan_ref ref = {.plan = version->plan,
                                 .number = version->number,
                                 .has_mark = version->mark != 0,
                                 .mark = version->mark};
    return plan_ref_write(&ref, text) ? json_string(text) : NULL;
}

bool plan_line_write(json_t *line, const struct plan_version *version,
                     const struct plan_line_place *place)
{
    const struct kind *kind = catalog_find(version->kind);
    bool is_plan = kind != NULL && kind->family == FAMILY_PLAN;
    return answer_set(line, "id", answer_id(version->plan)) &&
           answer_set(line, "number", json_integer(version->number)) &&
           answer_set(line, "ref", ref_json(version)) &&
           answer_set(line, "kind", answer_text(version->kind)) &&
           (kind == NULL || answer_set(line, "label", json_string(kind->label))) &&
           answer_set(line, "from", answer_day(version->from_day)) &&
           (!version->has_end_day || answer_set(line, "until", answer_day(version->end_day))) &&
           answer_set(line, "status",
                      json_string(is_plan ? plan_status_name(version->status) : "found")) &&
           answer_set(line, "state", json_string(state_of(version, place))) &&
           answer_set(line, "author", answer_text(version->author)) &&
           answer_set(line, "written_at", answer_local(place->ports, version->written_ms)) &&
           answer_set(line, "fields", value_json_write(version->fields, place->arena)) &&
           (kind == NULL || answer_set(line, "said", plan_said_plan(kind, version->fields))) &&
           (version->note.size == 0 || answer_set(line, "note", answer_text(version->note)));
}

json_t *plan_line_make(const struct plan_version *version, const struct plan_line_place *place)
{
    json_t *line = json_object();
    if (!plan_line_write(line, version, place)) {
        json_decref(line);
        return NULL;
    }
    return line;
}
