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

static bool add_name(json_t *names, const char *name)
{
    return json_array_append_new(names, json_string(name)) == 0;
}

/* Fields with another value, then those only the shown version has. */
static bool add_fields(json_t *names, json_t *shown, json_t *other)
{
    const char *name = NULL;
    json_t *value = NULL;
    bool added = true;
    json_object_foreach(other, name, value)
    {
        added = added && (json_equal(value, json_object_get(shown, name)) || add_name(names, name));
    }
    json_object_foreach(shown, name, value)
    {
        added = added && (json_object_get(other, name) != NULL || add_name(names, name));
    }
    return added;
}

/* What a version says otherwise than the one that is shown: names of fields, "at", "end", "note",
 * and "retracted" when only one of them takes the entry back. */
static bool list_differences(json_t *names, const json_t *shown, const json_t *line)
{
    static const char *const members[] = {"at", "end", "note"};
    bool listed =
        add_fields(names, json_object_get(shown, "fields"), json_object_get(line, "fields"));
    for (size_t i = 0; listed && i < sizeof members / sizeof members[0]; i++) {
        const json_t *one = json_object_get(shown, members[i]);
        const json_t *other = json_object_get(line, members[i]);
        listed = one == other || json_equal(one, other) || add_name(names, members[i]);
    }
    bool taken_back = strcmp(json_string_value(json_object_get(line, "type")), "retracted") == 0;
    return listed && (taken_back == json_is_true(json_object_get(shown, "retracted")) ||
                      add_name(names, "retracted"));
}

/* One line of a list; shown is the entry it is compared with, NULL for none. */
static bool add_version(json_t *lines, const struct journal_version *version,
                        const struct entry_line_place *place, const json_t *shown)
{
    json_t *line = json_object();
    json_t *names = json_array();
    bool added = write_version(line, version, place) &&
                 (shown == NULL || (list_differences(names, shown, line) &&
                                    answer_set(line, "differs", json_incref(names)))) &&
                 json_array_append(lines, line) == 0;
    json_decref(names);
    json_decref(line);
    return added;
}

/* The whole history, or only what stands beside the shown version, and what that says otherwise. */
static enum daybook_status write_versions(struct request *request, struct id128 id,
                                          bool only_beside, json_t *answer)
{
    struct journal_version *versions = NULL;
    size_t count = 0;
    enum daybook_status status =
        journal_history(request_journal(request), id, request->arena, &versions, &count);
    if (status != DAYBOOK_OK) {
        return status;
    }
    const struct entry_line_place place = {desk_ports(request->desk), request->arena};
    json_t *lines = json_array();
    bool written = answer_set(answer, only_beside ? "beside" : "history", lines);
    for (size_t i = 0; written && i < count; i++) {
        if (versions[i].also_recorded || !only_beside) {
            written = add_version(lines, &versions[i], &place, only_beside ? answer : NULL);
        }
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
        status = write_versions(request, id, true, answer);
    }
    if (status == DAYBOOK_OK && written && history) {
        status = write_versions(request, id, false, answer);
    }
    if (status != DAYBOOK_OK) {
        json_decref(answer);
        return status;
    }
    return request_reply(request, answer, written);
}
