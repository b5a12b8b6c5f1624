/* The request that shows one entry, with its history when asked. */
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
    if (written && history) {
        status = write_history(request, id, answer);
    }
    if (status != DAYBOOK_OK) {
        json_decref(answer);
        return status;
    }
    return request_reply(request, answer, written);
}
