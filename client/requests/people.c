/* The requests about the people of a circle and their devices: show, grant, remove, retire. */
#include "journal/circles.h"
#include "requests/answer.h"
#include "requests/handler.h"

static bool write_device(json_t *line, const struct journal_device_row *device,
                         const struct journal_ports *ports)
{
    return answer_set(line, "id", answer_key(device->device)) &&
           answer_set(line, "self", json_boolean(device->is_self)) &&
           answer_set(line, "retired", json_boolean(device->retired)) &&
           answer_set(line, "heard",
                      device->heard ? answer_local(ports, device->heard_ms) : json_null()) &&
           (device->version.size == 0 || answer_set(line, "version", answer_text(device->version)));
}

static bool write_devices(json_t *line, const struct journal_member *member,
                          const struct journal_ports *ports)
{
    json_t *devices = json_array();
    bool written = answer_set(line, "devices", devices);
    for (size_t i = 0; written && i < member->device_count; i++) {
        json_t *device = json_object();
        written = write_device(device, &member->devices[i], ports) &&
                  json_array_append(devices, device) == 0;
        json_decref(device);
    }
    return written;
}

static bool write_grants(json_t *line, const struct journal_member *member)
{
    json_t *grants = json_array();
    return answer_set(line, "grants", grants) &&
           (!member->grant_log || json_array_append_new(grants, json_string("log")) == 0) &&
           (!member->co_owner || json_array_append_new(grants, json_string("co_owner")) == 0);
}

static bool write_member(json_t *line, const struct journal_member *member,
                         const struct journal_ports *ports)
{
    return answer_set(line, "id", answer_id(member->person)) &&
           answer_set(line, "name", answer_text(member->name)) &&
           answer_set(line, "role", json_string(role_name(member->role))) &&
           answer_set(line, "self", json_boolean(member->is_self)) &&
           answer_set(line, "removed", json_boolean(member->removed)) &&
           write_grants(line, member) && write_devices(line, member, ports);
}

enum daybook_status people_members(struct request *request)
{
    struct journal *journal = request_journal(request);
    size_t circle = 0;
    struct journal_member *members = NULL;
    size_t count = 0;
    enum daybook_status status = request_circle(request, &circle);
    if (status == DAYBOOK_OK) {
        status = journal_members(journal, circle, request->arena, &members, &count);
    }
    if (status != DAYBOOK_OK) {
        return status;
    }
    json_t *answer = answer_begin("daybook.members/1");
    json_t *list = json_array();
    bool written = answer_set(answer, "patient", answer_text(journal_patient(journal, circle)));
    written = answer_set(answer, "members", list) && written;
    for (size_t i = 0; written && i < count; i++) {
        json_t *line = json_object();
        written = write_member(line, &members[i], desk_ports(request->desk)) &&
                  json_array_append(list, line) == 0;
        json_decref(line);
    }
    return request_reply(request, answer, written);
}

enum daybook_status people_grant(struct request *request)
{
    const struct input *input = &request->input;
    struct journal *journal = request_journal(request);
    size_t circle = 0;
    struct bytes who = {NULL, 0};
    bool given = false;
    bool log = input_has(input, "log");
    const char *right = log ? "log" : "co_owner";
    if (!input_required(input, "who", &who) || !input_flag(input, right, &given)) {
        return DAYBOOK_INVALID;
    }
    if (log == input_has(input, "co_owner")) {
        return request_refuse(request, DAYBOOK_INVALID,
                              "Say which right and whether it is given: either \"log\" or "
                              "\"co_owner\" must be true or false.");
    }
    enum daybook_status status = request_circle(request, &circle);
    if (status == DAYBOOK_OK) {
        status = log ? journal_grant(journal, circle, who, given, &request->complaint)
                     : journal_name_stand_in(journal, circle, who, given, &request->complaint);
    }
    if (status != DAYBOOK_OK) {
        return status;
    }
    json_t *answer = answer_begin("daybook.grant/1");
    return request_reply(request, answer, answer_set(answer, right, json_boolean(given)));
}

enum daybook_status people_remove(struct request *request)
{
    size_t circle = 0;
    struct bytes who = {NULL, 0};
    if (!input_required(&request->input, "who", &who)) {
        return DAYBOOK_INVALID;
    }
    enum daybook_status status = request_circle(request, &circle);
    if (status == DAYBOOK_OK) {
        status = journal_remove(request_journal(request), circle, who, &request->complaint);
    }
    if (status != DAYBOOK_OK) {
        return status;
    }
    json_t *answer = answer_begin("daybook.remove/1");
    return request_reply(request, answer, answer != NULL);
}

enum daybook_status people_retire(struct request *request)
{
    size_t circle = 0;
    struct bytes device = {NULL, 0};
    if (!input_required(&request->input, "device", &device)) {
        return DAYBOOK_INVALID;
    }
    enum daybook_status status = request_circle(request, &circle);
    if (status == DAYBOOK_OK) {
        status = journal_retire(request_journal(request), circle, device, &request->complaint);
    }
    if (status != DAYBOOK_OK) {
        return status;
    }
    json_t *answer = answer_begin("daybook.retire/1");
    return request_reply(request, answer, answer != NULL);
}

enum daybook_status people_rotate(struct request *request)
{
    size_t circle = 0;
    enum daybook_status status = request_circle(request, &circle);
    if (status == DAYBOOK_OK) {
        status = journal_rotate(request_journal(request), circle, &request->complaint);
    }
    if (status != DAYBOOK_OK) {
        return status;
    }
    json_t *answer = answer_begin("daybook.rotate/1");
    return request_reply(request, answer, answer != NULL);
}
