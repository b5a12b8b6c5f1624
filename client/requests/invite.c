/* The inviter's requests: make an invitation, see who calls, approve. */
#include "journal/circles.h"
#include "requests/answer.h"
#include "requests/handler.h"
#include "requests/seat_input.h"

/* "grant" is a list of words, of which "log" is the only one so far. */
static bool read_grants(struct request *request, struct journal_invite *invite)
{
    json_t *grants = NULL;
    if (!input_list(&request->input, "grant", &grants)) {
        return false;
    }
    for (size_t i = 0; i < json_array_size(grants); i++) {
        const json_t *grant = json_array_get(grants, i);
        struct bytes word = {(const uint8_t *)json_string_value(grant), json_string_length(grant)};
        if (!bytes_equal_text(word, "log")) {
            complaint_begin(&request->complaint, "The only thing to grant is \"log\".");
            return false;
        }
        invite->grant_log = true;
    }
    return true;
}

static bool read_invite(struct request *request, struct journal_invite *invite)
{
    const struct input *input = &request->input;
    struct bytes role = {NULL, 0};
    if (!input_flag(input, "device", &invite->device)) {
        return false;
    }
    if (invite->device) {
        return input_text(input, "name", &invite->name) &&
               input_flag(input, "auto_approve", &invite->auto_approve) &&
               seat_input_read(input, "seat", &invite->seat);
    }
    if (!input_required(input, "name", &invite->name) || !input_required(input, "role", &role) ||
        !read_grants(request, invite) || !input_flag(input, "co_owner", &invite->co_owner) ||
        !input_flag(input, "auto_approve", &invite->auto_approve)) {
        return false;
    }
    if (!role_from_name(role, &invite->role) || invite->role == ROLE_DEVICE) {
        complaint_begin(&request->complaint,
                        "\"role\" must be one of patient, caregiver, therapist.");
        return false;
    }
    return seat_input_read(input, "seat", &invite->seat);
}

static enum daybook_status invite(struct request *request, struct journal_invite *invite,
                                  struct buffer *code)
{
    size_t circle = 0;
    enum daybook_status status = request_circle(request, &circle);
    if (status == DAYBOOK_OK) {
        status =
            journal_invite(request_journal(request), circle, invite, code, &request->complaint);
    }
    if (status == DAYBOOK_OK && code->failed) {
        status = DAYBOOK_NO_MEMORY;
    }
    if (status != DAYBOOK_OK) {
        return status;
    }
    json_t *answer = answer_begin("daybook.invite/1");
    return request_reply(request, answer,
                         answer_set(answer, "code", answer_text(buffer_bytes(code))) &&
                             answer_set(answer, "name", answer_text(invite->name)) &&
                             answer_set(answer, "role", json_string(role_name(invite->role))) &&
                             answer_set(answer, "device", json_boolean(invite->device)));
}

enum daybook_status invite_make(struct request *request)
{
    struct journal_invite wanted = {0};
    struct buffer code = {0};
    enum daybook_status status = DAYBOOK_INVALID;
    if (read_invite(request, &wanted)) {
        status = invite(request, &wanted, &code);
    }
    seat_wipe(&wanted.seat);
    buffer_free(&code);
    return status;
}

static bool write_pending(json_t *line, const struct journal_pending *pending,
                          const struct journal_ports *ports)
{
    return answer_set(line, "invitation", answer_id(pending->invitation)) &&
           answer_set(line, "name", answer_text(pending->name)) &&
           (pending->said_name.size == 0 ||
            answer_set(line, "said_name", answer_text(pending->said_name))) &&
           answer_set(line, "role", json_string(role_name(pending->role))) &&
           answer_set(line, "answered", json_boolean(pending->answered)) &&
           answer_set(line, "words",
                      pending->answered ? answer_words(pending->words, 4) : json_null()) &&
           answer_set(line, "expires", answer_local(ports, pending->expires_ms));
}

/* Who uses our invitations now; *out_answered says whether anybody has called. */
static enum daybook_status list_pending(struct request *request, json_t *list, bool *out_answered)
{
    struct journal_pending *pending = NULL;
    size_t count = 0;
    enum daybook_status status =
        journal_pending(request_journal(request), request->arena, &pending, &count);
    if (status != DAYBOOK_OK) {
        return status;
    }
    *out_answered = false;
    bool written = list != NULL;
    for (size_t i = 0; written && i < count; i++) {
        json_t *line = json_object();
        written = write_pending(line, &pending[i], desk_ports(request->desk)) &&
                  json_array_append(list, line) == 0;
        json_decref(line);
        *out_answered = *out_answered || pending[i].answered;
    }
    return written ? DAYBOOK_OK : DAYBOOK_NO_MEMORY;
}

static bool wait_is_over(const struct request *request, enum exchange_outlook outlook)
{
    return outlook == EXCHANGE_OVER || outlook == EXCHANGE_UNREACHED ||
           desk_monotonic_ms(request->desk) >= request->wait.deadline_ms;
}

/* Until somebody has called and our answer is on its way; settled says nothing about people who
 * have yet to call. */
static bool pending_goes_on(struct request *request, bool answered)
{
    struct journal_exchange state;
    enum exchange_outlook outlook = exchange_wait_look(request, &state);
    return !wait_is_over(request, outlook) && !(answered && outlook == EXCHANGE_SETTLED);
}

enum daybook_status invite_pending_later(struct request *request)
{
    bool answered = false;
    json_t *list = json_array();
    arena_reset(request->arena);
    enum daybook_status status = list_pending(request, list, &answered);
    request->goes_on =
        status == DAYBOOK_OK && request->wait.active && pending_goes_on(request, answered);
    if (status != DAYBOOK_OK || request->goes_on) {
        json_decref(list);
        return status;
    }
    json_t *answer = answer_begin("daybook.pending/1");
    return request_reply(request, answer, answer_set(answer, "pending", list));
}

enum daybook_status invite_pending(struct request *request)
{
    if (input_has(&request->input, "wait") && !exchange_wait_begin(request, 0)) {
        return DAYBOOK_INVALID;
    }
    return invite_pending_later(request);
}

static enum daybook_status reply_approved(struct request *request, bool told)
{
    const char *next = told ? "The new device knows; it may log and sync now."
                            : "The approval goes out with the next exchange.";
    request->goes_on = false;
    json_t *answer = answer_begin("daybook.approve/1");
    return request_reply(request, answer,
                         answer_set(answer, "approved", json_true()) &&
                             answer_set(answer, "told", json_boolean(told)) &&
                             answer_set(answer, "next", json_string(next)));
}

/* First somebody must have called. */
static enum daybook_status approve(struct request *request, bool over)
{
    struct bytes who = {NULL, 0};
    if (!input_text(&request->input, "who", &who)) {
        return DAYBOOK_INVALID;
    }
    enum daybook_status status =
        journal_approve(request_journal(request), who, &request->complaint);
    if (status == DAYBOOK_NOT_FOUND && !over) {
        request->goes_on = true;
        return DAYBOOK_OK;
    }
    if (status != DAYBOOK_OK) {
        return status;
    }
    if (!request->wait.active) {
        return reply_approved(request, false);
    }
    request->wait.acted = true;
    request->goes_on = true;
    journal_exchange_now(request_journal(request));
    return DAYBOOK_OK;
}

/* Then the approval must go out. */
static enum daybook_status tell(struct request *request, bool reached, bool over)
{
    size_t waiting = 0;
    enum daybook_status status = journal_approvals_waiting(request_journal(request), &waiting);
    bool told = reached && waiting == 0;
    request->goes_on = status == DAYBOOK_OK && !told && !over;
    return status != DAYBOOK_OK || request->goes_on ? status : reply_approved(request, told);
}

enum daybook_status invite_approve_later(struct request *request)
{
    struct journal_exchange state = {0};
    enum exchange_outlook outlook =
        request->wait.active ? exchange_wait_look(request, &state) : EXCHANGE_OVER;
    bool over = wait_is_over(request, outlook);
    return request->wait.acted ? tell(request, outlook != EXCHANGE_UNREACHED && state.idle, over)
                               : approve(request, over);
}

enum daybook_status invite_approve(struct request *request)
{
    if (input_has(&request->input, "wait") && !exchange_wait_begin(request, 0)) {
        return DAYBOOK_INVALID;
    }
    return invite_approve_later(request);
}
