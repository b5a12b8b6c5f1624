/* The request that shows one entry, with its history when asked. */
#include <string.h>

#include "domain/operation.h"
#include "journal/entries.h"
#include "journal/erasing.h"
#include "requests/answer.h"
#include "requests/entry_line.h"
#include "requests/erasure_line.h"
#include "requests/handler.h"

static const char *type_name(uint32_t type)
{
    switch (type) {
    case OPERATION_ENTRY:
    case OPERATION_PLAN:
    case OPERATION_QUESTION:
        return "logged";
    case OPERATION_AMEND:
        return "amended";
    case OPERATION_RETRACT:
        return "retracted";
    case OPERATION_ERASE:
        return "erased";
    }
    return "other";
}

static bool write_version(json_t *line, const struct journal_version *version,
                          const struct entry_line_place *place)
{
    const struct journal_item *item = &version->item;
    return answer_set(line, "type", json_string(type_name(version->type))) &&
           answer_set(line, "written_at", answer_local(place->ports, version->written_ms)) &&
           answer_set(line, "received_at", answer_local(place->ports, version->received_ms)) &&
           answer_set(line, "author", answer_text(item->author)) &&
           answer_set(line, "author_role", json_string(role_name(item->author_role))) &&
           entry_line_write_event(line, &item->entry, place->arena) &&
           (version->reason.size == 0 ||
            answer_set(line, "reason", answer_text(version->reason))) &&
           answer_set(line, "shown", json_boolean(version->shown)) &&
           answer_set(line, "also_recorded", json_boolean(version->also_recorded));
}

static enum daybook_status write_history(struct request *request, struct id128 id, json_t *answer)
{
    struct journal_version *versions = NULL;
    size_t count = 0;
    enum daybook_status status =
        journal_history(request_journal(request), id, request->arena, &versions, &count);
    if (status != DAYBOOK_OK) {
        return status;
    }
    const struct entry_line_place place = {desk_ports(request->desk), request->arena};
    json_t *history = json_array();
    bool written = answer_set(answer, "history", history);
    for (size_t i = 0; written && i < count; i++) {
        json_t *line = json_object();
        written =
            write_version(line, &versions[i], &place) && json_array_append(history, line) == 0;
        json_decref(line);
    }
    return written ? DAYBOOK_OK : DAYBOOK_NO_MEMORY;
}

/* What a version says otherwise than the one that is shown: names of fields, "at", "end", "note",
 * and "retracted" when only one of them takes the entry back. */
static json_t *list_differences(const json_t *shown, const json_t *line)
{
    static const char *const members[] = {"at", "end", "note"};
    json_t *names = json_array();
    const json_t *own = json_object_get(shown, "fields");
    json_t *others = json_object_get(line, "fields");
    const char *name = NULL;
    json_t *value = NULL;
    bool taken_back = strcmp(json_string_value(json_object_get(line, "type")), "retracted") == 0;
    json_object_foreach(others, name, value)
    {
        if (!json_equal(value, json_object_get(own, name))) {
            (void)json_array_append_new(names, json_string(name));
        }
    }
    json_object_foreach(json_object_get(shown, "fields"), name, value)
    {
        if (json_object_get(others, name) == NULL) {
            (void)json_array_append_new(names, json_string(name));
        }
    }
    for (size_t i = 0; i < sizeof members / sizeof members[0]; i++) {
        const json_t *one = json_object_get(shown, members[i]);
        const json_t *other = json_object_get(line, members[i]);
        if (one != other && !json_equal(one, other)) {
            (void)json_array_append_new(names, json_string(members[i]));
        }
    }
    if (taken_back != json_is_true(json_object_get(shown, "retracted"))) {
        (void)json_array_append_new(names, json_string("retracted"));
    }
    return names;
}

/* The versions that stand beside the shown one, each with what it says otherwise. */
static enum daybook_status write_beside(struct request *request, struct id128 id, json_t *answer)
{
    struct journal_version *versions = NULL;
    size_t count = 0;
    enum daybook_status status =
        journal_history(request_journal(request), id, request->arena, &versions, &count);
    if (status != DAYBOOK_OK) {
        return status;
    }
    const struct entry_line_place place = {desk_ports(request->desk), request->arena};
    json_t *beside = json_array();
    bool written = answer_set(answer, "beside", beside);
    for (size_t i = 0; written && i < count; i++) {
        if (!versions[i].also_recorded) {
            continue;
        }
        json_t *line = json_object();
        written = write_version(line, &versions[i], &place) &&
                  answer_set(line, "differs", list_differences(answer, line)) &&
                  json_array_append(beside, line) == 0;
        json_decref(line);
    }
    return written ? DAYBOOK_OK : DAYBOOK_NO_MEMORY;
}

/* Of what was erased only that is left to show. NOT_FOUND: it was not. */
static enum daybook_status show_erased(struct request *request, struct id128 id)
{
    struct journal_erasure erasure;
    enum daybook_status status =
        journal_erasure(request_journal(request), id, request->arena, &erasure);
    if (status != DAYBOOK_OK) {
        return status;
    }
    json_t *answer = answer_begin("daybook.show/1");
    return request_reply(request, answer,
                         erasure_line_write(answer, &erasure, desk_ports(request->desk)));
}

enum daybook_status show_entry(struct request *request)
{
    struct journal *journal = request_journal(request);
    struct bytes start = {NULL, 0};
    bool history = false;
    struct id128 id;
    if (!input_required(&request->input, "id", &start) ||
        !input_flag(&request->input, "history", &history)) {
        return DAYBOOK_INVALID;
    }
    enum daybook_status status = journal_find_entry(journal, start, &id, &request->complaint);
    struct journal_item item;
    if (status != DAYBOOK_OK) {
        return status;
    }
    status = journal_show(journal, id, request->arena, &item);
    if (status != DAYBOOK_OK) {
        return status == DAYBOOK_NOT_FOUND ? show_erased(request, id) : status;
    }
    const struct entry_line_place place = {desk_ports(request->desk), request->arena};
    json_t *answer = answer_begin("daybook.show/1");
    bool written = entry_line_write(answer, &item, &place);
    if (written && item.concurrent > 0) {
        status = write_beside(request, id, answer);
    }
    if (status == DAYBOOK_OK && written && history) {
        status = write_history(request, id, answer);
    }
    if (status != DAYBOOK_OK) {
        json_decref(answer);
        return status;
    }
    return request_reply(request, answer, written);
}
