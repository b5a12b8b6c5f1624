/* The request that tells who changed the circle and when. */
#include "domain/stream.h"
#include "journal/circles.h"
#include "requests/answer.h"
#include "requests/handler.h"

/* What was done, as a word of the answer. */
static const char *change_name(enum operation_type type)
{
    static const char *const names[] = {
        [OPERATION_GENESIS] = "founded",
        [OPERATION_ADD_PERSON] = "person-added",
        [OPERATION_ADD_DEVICE] = "device-added",
        [OPERATION_GRANT] = "granted",
        [OPERATION_RETIRE_DEVICE] = "device-retired",
        [OPERATION_REMOVE_PERSON] = "person-removed",
        [OPERATION_NEW_EPOCH] = "key-made",
        [OPERATION_RECOVER] = "sheet-used",
    };
    return names[type];
}

static bool write_target(json_t *line, const struct journal_membership *change)
{
    json_t *person = change->has_person ? answer_text(change->person_name) : json_null();
    bool written = answer_set(line, "person", person);
    if (change->has_person) {
        written = answer_set(line, "person_id", answer_id(change->person)) &&
                  answer_set(line, "role", json_string(role_name(change->role))) && written;
    }
    return written && answer_set(line, "device",
                                 change->has_device ? answer_key(change->device) : json_null());
}

static bool write_detail(json_t *line, const struct journal_membership *change)
{
    if (change->type == OPERATION_NEW_EPOCH) {
        return answer_set(line, "stream", json_string(stream_name(change->stream)));
    }
    if (change->type != OPERATION_GRANT && change->type != OPERATION_ADD_PERSON) {
        return true;
    }
    json_t *grants = json_array();
    return answer_set(line, "grants", grants) &&
           (!change->grants.log || json_array_append_new(grants, json_string("log")) == 0) &&
           (!change->grants.co_owner ||
            json_array_append_new(grants, json_string("co_owner")) == 0);
}

static bool write_change(json_t *line, const struct journal_membership *change,
                         const struct journal_ports *ports)
{
    return answer_set(line, "change", json_string(change_name(change->type))) &&
           answer_set(line, "refused", json_boolean(change->refused)) &&
           answer_set(line, "said_at", answer_local(ports, change->said_ms)) &&
           answer_set(line, "received_at", answer_local(ports, change->received_ms)) &&
           answer_set(line, "by_sheet", json_boolean(change->by_sheet)) &&
           answer_set(line, "author",
                      change->by_sheet ? json_null() : answer_text(change->author_name)) &&
           answer_set(line, "author_device",
                      change->by_sheet ? json_null() : answer_key(change->author)) &&
           write_target(line, change) && write_detail(line, change);
}

enum daybook_status circle_log_list(struct request *request)
{
    struct journal *journal = request_journal(request);
    struct journal_membership *changes = NULL;
    size_t circle = 0;
    size_t count = 0;
    enum daybook_status status = request_circle(request, &circle);
    if (status == DAYBOOK_OK) {
        status = journal_membership_log(journal, circle, request->arena, &changes, &count);
    }
    if (status != DAYBOOK_OK) {
        return status;
    }
    json_t *answer = answer_begin("daybook.circle-log/1");
    json_t *list = json_array();
    bool written = answer_set(answer, "patient", answer_text(journal_patient(journal, circle)));
    written = answer_set(answer, "changes", list) && written;
    for (size_t i = 0; written && i < count; i++) {
        json_t *line = json_object();
        written = write_change(line, &changes[i], desk_ports(request->desk)) &&
                  json_array_append(list, line) == 0;
        json_decref(line);
    }
    return request_reply(request, answer, written);
}
