/* The requests about what is in quarantine: show it, and let it count. */
#include "journal/quarantine.h"

#include "domain/operation.h"
#include "domain/stream.h"
#include "requests/answer.h"
#include "requests/handler.h"

static const char *reason_name(enum journal_quarantine_reason reason)
{
    static const char *const names[] = {
        [JOURNAL_QUARANTINE_UNKNOWN] = "unknown",
        [JOURNAL_QUARANTINE_LATE] = "late",
        [JOURNAL_QUARANTINE_NO_RIGHT] = "no-right",
    };
    return names[reason];
}

/* What the operation is, as a word of the answer. */
static const char *what_name(uint32_t type)
{
    static const struct {
        uint32_t type;
        const char *name;
    } names[] = {
        {OPERATION_ENTRY, "entry"},         {OPERATION_AMEND, "correction"},
        {OPERATION_RETRACT, "taking-back"}, {OPERATION_ERASE, "erasure"},
        {OPERATION_PLAN, "plan"},           {OPERATION_FLAG_ACK, "acknowledgement"},
        {OPERATION_SUMMARY, "summary"},     {OPERATION_QUESTION, "question"},
    };
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (names[i].type == type) {
            return names[i].name;
        }
    }
    return "change-of-circle"; /* nothing of an unknown type is judged elsewhere */
}

static bool write_row(json_t *line, const struct journal_quarantined *row,
                      const struct journal_ports *ports)
{
    return answer_set(line, "id", answer_id(row->entity)) &&
           answer_set(line, "what", json_string(what_name(row->type))) &&
           (row->kind.size == 0 || answer_set(line, "kind", answer_text(row->kind))) &&
           answer_set(line, "stream", json_string(stream_name(row->stream))) &&
           answer_set(line, "reason", json_string(reason_name(row->reason))) &&
           answer_set(line, "author", answer_text(row->author_name)) &&
           answer_set(line, "author_device", answer_key(row->device)) &&
           answer_set(line, "said_at", answer_local(ports, row->said_ms)) &&
           answer_set(line, "received_at", answer_local(ports, row->received_ms));
}

enum daybook_status quarantine_list(struct request *request)
{
    struct journal *journal = request_journal(request);
    struct journal_quarantined *rows = NULL;
    size_t circle = 0;
    size_t count = 0;
    enum daybook_status status = request_circle(request, &circle);
    if (status == DAYBOOK_OK) {
        status = journal_quarantine(journal, circle, request->arena, &rows, &count);
    }
    if (status != DAYBOOK_OK) {
        return status;
    }
    json_t *answer = answer_begin("daybook.quarantine/1");
    json_t *list = json_array();
    bool written = answer_set(answer, "patient", answer_text(journal_patient(journal, circle)));
    written = answer_set(answer, "quarantined", list) && written;
    for (size_t i = 0; written && i < count; i++) {
        json_t *line = json_object();
        written = write_row(line, &rows[i], desk_ports(request->desk)) &&
                  json_array_append(list, line) == 0;
        json_decref(line);
    }
    return request_reply(request, answer, written);
}

enum daybook_status quarantine_admit(struct request *request)
{
    size_t circle = 0;
    uint64_t admitted = 0;
    struct bytes who = {NULL, 0};
    if (!input_required(&request->input, "who", &who)) {
        return DAYBOOK_INVALID;
    }
    enum daybook_status status = request_circle(request, &circle);
    if (status == DAYBOOK_OK) {
        status =
            journal_admit(request_journal(request), circle, who, &admitted, &request->complaint);
    }
    if (status != DAYBOOK_OK) {
        return status;
    }
    json_t *answer = answer_begin("daybook.admit/1");
    return request_reply(request, answer,
                         answer_set(answer, "admitted", json_integer((json_int_t)admitted)));
}
