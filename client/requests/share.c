/* The requests about how much of each measure the patient shares. */
#include <stdio.h>

#include "journal/choices.h"
#include "journal/entries.h"
#include "requests/answer.h"
#include "requests/handler.h"

static bool write_choice(json_t *list, const struct sharing_choice *choice)
{
    json_t *line = json_object();
    bool written = answer_set(line, "what", answer_text(choice->target)) &&
                   answer_set(line, "level", json_string(sharing_level_name(choice->level))) &&
                   json_array_append(list, line) == 0;
    json_decref(line);
    return written;
}

static bool write_measure(json_t *list, enum measure measure, enum sharing_level level)
{
    const struct measure_rule *rule = measure_rule(measure);
    json_t *line = json_object();
    bool written = answer_set(line, "measure", json_string(rule->name)) &&
                   answer_set(line, "label", json_string(rule->label)) &&
                   answer_set(line, "part", json_string(measure_part_name(rule->part))) &&
                   answer_set(line, "level", json_string(sharing_level_name(level))) &&
                   json_array_append(list, line) == 0;
    json_decref(line);
    return written;
}

static bool write_choices(json_t *answer, const struct journal_choices *choices)
{
    struct sharing sharing;
    json_t *list = json_array();
    json_t *measures = json_array();
    bool written = answer_set(answer, "choices", list);
    written = answer_set(answer, "measures", measures) && written;
    sharing_of_choices(choices->choices, choices->count, &sharing);
    for (size_t i = 0; written && i < choices->count; i++) {
        written = write_choice(list, &choices->choices[i]);
    }
    for (unsigned i = 0; written && i < MEASURE_COUNT; i++) {
        written = !sharing_is_choice((enum measure)i) ||
                  write_measure(measures, (enum measure)i, (enum sharing_level)sharing.levels[i]);
    }
    return written;
}

enum daybook_status share_list(struct request *request)
{
    struct journal *journal = request_journal(request);
    size_t circle = 0;
    struct journal_choices choices = {NULL, 0};
    enum daybook_status status = request_circle(request, &circle);
    if (status == DAYBOOK_OK) {
        status = journal_list_choices(journal, circle, request->arena, &choices);
    }
    if (status != DAYBOOK_OK) {
        return status;
    }
    json_t *answer = answer_begin("daybook.share/1");
    bool written = answer_set(answer, "patient", answer_text(journal_patient(journal, circle))) &&
                   write_choices(answer, &choices);
    return request_reply(request, answer, written);
}

/* A part is stored as such, so that it also covers measures that a later version adds. */
static enum daybook_status read_target(struct request *request, struct bytes *out_target)
{
    enum { PART_TEXT_MAX = 64 };
    struct bytes word = {NULL, 0};
    enum measure_part part;
    if (!input_required(&request->input, "what", &word)) {
        return DAYBOOK_INVALID;
    }
    if (!measure_part_find(word, &part)) {
        *out_target = word;
        return DAYBOOK_OK;
    }
    const char *name = measure_part_name(part);
    char *text = arena_take(request->arena, PART_TEXT_MAX);
    if (text == NULL) {
        return DAYBOOK_NO_MEMORY;
    }
    (void)snprintf(text, PART_TEXT_MAX, "part:%s", name);
    *out_target = bytes_of_text(text);
    return DAYBOOK_OK;
}

/* The sentence names what there is, for nobody knows 150 names by heart. */
static enum daybook_status check_target(struct request *request, struct bytes target)
{
    enum measure measure;
    for (unsigned i = 0; i < MEASURE_COUNT; i++) {
        if (sharing_covers(target, (enum measure)i)) {
            return DAYBOOK_OK;
        }
    }
    if (measure_find(target, &measure)) {
        return request_refuse(request, DAYBOOK_DENIED,
                              "That is for its author and the therapists only, and not yours to "
                              "share.");
    }
    complaint_begin(&request->complaint, "There is no measure or part of that name: give \"all\"");
    for (unsigned i = 0; i < PART_COUNT; i++) {
        complaint_add(&request->complaint, ", ");
        complaint_add(&request->complaint, measure_part_name((enum measure_part)i));
    }
    complaint_add(&request->complaint,
                  " or a measure, such as pain.worst, or its start, such as pain.");
    return DAYBOOK_NOT_FOUND;
}

static enum daybook_status log_choice(struct request *request, size_t circle, struct bytes target,
                                      enum sharing_level level)
{
    struct id128 id = {{0}};
    struct journal *journal = request_journal(request);
    const struct value_pair pairs[] = {
        {bytes_of_text("measure"), {.type = VALUE_TEXT, .as.text = target}},
        {bytes_of_text("level"),
         {.type = VALUE_TEXT, .as.text = bytes_of_text(sharing_level_name(level))}},
    };
    struct entry entry = {
        .kind = bytes_of_text("sharing_choice"),
        .at = journal_now(journal),
        .fields = {.type = VALUE_MAP, .as.map = {pairs, sizeof pairs / sizeof pairs[0]}},
    };
    struct journal_batch batch = {.entries = &entry, .count = 1, .ids = &id};
    enum daybook_status status = journal_log(journal, circle, &batch, &request->complaint);
    if (status != DAYBOOK_OK) {
        return status;
    }
    json_t *answer = answer_begin("daybook.share.set/1");
    return request_reply(request, answer,
                         answer_set(answer, "id", answer_id(id)) &&
                             answer_set(answer, "what", answer_text(target)) &&
                             answer_set(answer, "level", json_string(sharing_level_name(level))));
}

enum daybook_status share_set(struct request *request)
{
    size_t circle = 0;
    struct bytes target = {NULL, 0};
    struct bytes word = {NULL, 0};
    enum sharing_level level;
    if (!input_required(&request->input, "level", &word)) {
        return DAYBOOK_INVALID;
    }
    if (!sharing_level_find(word, &level)) {
        return request_refuse(request, DAYBOOK_INVALID,
                              "How much is \"daily\", \"weekly\" or \"withheld\".");
    }
    enum daybook_status status = request_circle(request, &circle);
    if (status == DAYBOOK_OK && journal_role(request_journal(request)) != ROLE_PATIENT) {
        status =
            request_refuse(request, DAYBOOK_DENIED, "Only the patient decides what is shared.");
    }
    if (status == DAYBOOK_OK) {
        status = read_target(request, &target);
    }
    if (status == DAYBOOK_OK) {
        status = check_target(request, target);
    }
    return status == DAYBOOK_OK ? log_choice(request, circle, target, level) : status;
}
