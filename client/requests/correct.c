/* The requests that correct entries: amend, retract, undo. */
#include "domain/catalog.h"
#include "journal/entries.h"
#include "journal/erasing.h"
#include "requests/answer.h"
#include "requests/entry_input.h"
#include "requests/entry_line.h"
#include "requests/handler.h"

static enum daybook_status find_entry(struct request *request, struct id128 *out_id)
{
    struct bytes start = {NULL, 0};
    if (!input_required(&request->input, "id", &start)) {
        return DAYBOOK_INVALID;
    }
    struct journal_erasure erasure;
    struct journal *journal = request_journal(request);
    enum daybook_status status = journal_find_entry(journal, start, out_id, &request->complaint);
    if (status != DAYBOOK_OK) {
        return status;
    }
    status = journal_erasure(journal, *out_id, request->arena, &erasure);
    if (status == DAYBOOK_OK) {
        return request_refuse(request, DAYBOOK_NOT_FOUND,
                              "That entry was erased: nothing of it is left to correct.");
    }
    return status == DAYBOOK_NOT_FOUND ? DAYBOOK_OK : status;
}

static enum daybook_status reply_id(struct request *request, const char *schema, struct id128 id)
{
    json_t *answer = answer_begin(schema);
    return request_reply(request, answer, answer_set(answer, "id", answer_id(id)));
}

static enum daybook_status read_change(struct request *request, struct id128 id,
                                       struct value *fields, struct journal_change *change)
{
    const struct input *input = &request->input;
    const struct entry_input reader = {
        .journal = request_journal(request),
        .arena = request->arena,
        .here = entry_input_here(request),
    };
    struct journal_item item;
    enum daybook_status status = journal_show(reader.journal, id, request->arena, &item);
    if (status != DAYBOOK_OK) {
        return status;
    }
    if (!input_text(input, "note", &change->note) ||
        !entry_input_moment(&reader.here, input, "at", &change->at)) {
        return DAYBOOK_INVALID;
    }
    change->has_note = input_has(input, "note");
    change->has_at = input_has(input, "at");
    status = entry_input_fields(&reader, input, catalog_find(item.entry.kind), true, fields);
    change->fields = fields->as.map.count > 0 ? fields : NULL;
    return status;
}

enum daybook_status correct_amend(struct request *request)
{
    struct id128 id;
    struct value fields = {.type = VALUE_MAP};
    struct journal_change change = {0};
    enum daybook_status status = find_entry(request, &id);
    if (status == DAYBOOK_OK) {
        status = read_change(request, id, &fields, &change);
    }
    if (status != DAYBOOK_OK) {
        return status;
    }
    if (change.fields == NULL && !change.has_note && !change.has_at) {
        return request_refuse(request, DAYBOOK_INVALID,
                              "Nothing is to be changed: give field=value, a note or a time.");
    }
    status = journal_amend(request_journal(request), id, &change, &request->complaint);
    return status == DAYBOOK_OK ? reply_id(request, "daybook.amend/1", id) : status;
}

enum daybook_status correct_retract(struct request *request)
{
    struct id128 id;
    struct bytes reason = {NULL, 0};
    if (!input_text(&request->input, "reason", &reason)) {
        return DAYBOOK_INVALID;
    }
    enum daybook_status status = find_entry(request, &id);
    if (status == DAYBOOK_OK) {
        status = journal_retract(request_journal(request), id, reason, &request->complaint);
    }
    return status == DAYBOOK_OK ? reply_id(request, "daybook.retract/1", id) : status;
}

/* What it was about, for who wants to see that it was the right one. What cannot be shown any more
 * was undone all the same. */
static bool write_undone(struct request *request, struct id128 id, json_t *answer)
{
    struct journal_item item;
    if (journal_show(request_journal(request), id, request->arena, &item) != DAYBOOK_OK) {
        return true;
    }
    const struct kind *kind = catalog_find(item.entry.kind);
    bool is_plan = kind != NULL && kind->family == FAMILY_PLAN;
    return answer_set(answer, "kind", answer_text(item.entry.kind)) &&
           (is_plan || entry_line_write_event(answer, &item.entry, request->arena));
}

enum daybook_status correct_undo(struct request *request)
{
    struct id128 id;
    struct bytes what = {NULL, 0};
    enum daybook_status status =
        journal_undo(request_journal(request), &id, &what, &request->complaint);
    if (status != DAYBOOK_OK) {
        return status;
    }
    json_t *answer = answer_begin("daybook.undo/1");
    bool written =
        answer_set(answer, "id", answer_id(id)) && answer_set(answer, "what", answer_text(what));
    written = written && write_undone(request, id, answer);
    return request_reply(request, answer, written);
}
