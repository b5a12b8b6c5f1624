/* Requests: one table of names, and how one of them is answered. */
#include "requests/request.h"

#include <assert.h>
#include <stdlib.h>

#include "requests/answer.h"
#include "requests/board.h"
#include "requests/entry_input.h"
#include "requests/handler.h"

#define MEMBERS(...) ((const char *const[]){__VA_ARGS__})

/* Sorted by what it is about, as client/doc/requests.md. */
static const struct request_row rows[] = {
    {.name = "init",
     .members = MEMBERS("name", "role", "words", "memory_mib", NULL),
     .begin = setup_init,
     .place = REQUEST_AT_HOME},
    {.name = "passphrase",
     .members = MEMBERS("memory_mib", NULL),
     .begin = setup_passphrase,
     .place = REQUEST_AT_JOURNAL},
    {.name = "drill",
     .members = MEMBERS("words", NULL),
     .begin = drill_begin,
     .place = REQUEST_AT_JOURNAL},
    {.name = "keyring",
     .members = MEMBERS(NULL),
     .begin = keyring_status,
     .place = REQUEST_AT_HOME},
    {.name = "keyring.on",
     .members = MEMBERS(NULL),
     .begin = keyring_on,
     .place = REQUEST_AT_JOURNAL},
    {.name = "keyring.off",
     .members = MEMBERS(NULL),
     .begin = keyring_off,
     .place = REQUEST_AT_JOURNAL},
    {.name = "rekey",
     .members = MEMBERS("memory_mib", NULL),
     .begin = rekey_begin,
     .place = REQUEST_BY_SECRET},
    {.name = "verify", .members = MEMBERS(NULL), .begin = health_verify, .place = REQUEST_AT_STORE},
    {.name = "status",
     .members = MEMBERS(NULL),
     .begin = health_status,
     .place = REQUEST_AT_JOURNAL,
     .unattended = true},
    {.name = "notices",
     .members = MEMBERS("seen", NULL),
     .begin = board_notices,
     .place = REQUEST_AT_JOURNAL},
    {.name = "backup",
     .members = MEMBERS("file", "replace", NULL),
     .begin = safekeeping_backup,
     .carry_on = safekeeping_backup_later,
     .place = REQUEST_AT_JOURNAL},
    {.name = "restore",
     .members = MEMBERS("file", "words", "keep_old_device", "memory_mib", NULL),
     .begin = safekeeping_restore,
     .place = REQUEST_AT_HOME},
    {.name = "recover",
     .members = MEMBERS("memory_mib", NULL),
     .begin = safekeeping_recover,
     .place = REQUEST_AT_HOME},
    {.name = "lock", .members = MEMBERS(NULL), .begin = lock_lock, .place = REQUEST_AT_AGENT},
    {.name = "unlock",
     .members = MEMBERS("lock_after", NULL),
     .begin = lock_unlock,
     .place = REQUEST_AT_AGENT},
    {.name = "agent.status",
     .members = MEMBERS(NULL),
     .begin = lock_agent,
     .place = REQUEST_AT_HOME},
    {.name = "log",
     .members = MEMBERS(ENTRY_INPUT_MEMBERS, "patient", NULL),
     .begin = log_one,
     .place = REQUEST_AT_JOURNAL},
    {.name = "log.bulk",
     .members = MEMBERS("lines", "first_line", "patient", NULL),
     .begin = log_bulk,
     .place = REQUEST_AT_JOURNAL},
    {.name = "log.sealed",
     .members = MEMBERS(ENTRY_INPUT_MEMBERS, "patient", NULL),
     .begin = log_sealed,
     .place = REQUEST_AT_HOME},
    {.name = "log.sealed.bulk",
     .members = MEMBERS("lines", "first_line", "patient", NULL),
     .begin = log_sealed_bulk,
     .place = REQUEST_AT_HOME},
    {.name = "list",
     .members = MEMBERS("kind", "since", "until", "patient", "erased", NULL),
     .begin = list_entries,
     .place = REQUEST_AT_JOURNAL},
    {.name = "show",
     .members = MEMBERS("id", "history", NULL),
     .begin = show_entry,
     .place = REQUEST_AT_JOURNAL},
    {.name = "amend",
     .members = MEMBERS("id", "fields", "words", "note", "at", NULL),
     .begin = correct_amend,
     .place = REQUEST_AT_JOURNAL},
    {.name = "retract",
     .members = MEMBERS("id", "reason", NULL),
     .begin = correct_retract,
     .place = REQUEST_AT_JOURNAL},
    {.name = "undo", .members = MEMBERS(NULL), .begin = correct_undo, .place = REQUEST_AT_JOURNAL},
    {.name = "erase",
     .members = MEMBERS("id", NULL),
     .begin = erase_entry,
     .place = REQUEST_AT_JOURNAL},
    {.name = "kinds",
     .members = MEMBERS("kind", NULL),
     .begin = kinds_list,
     .place = REQUEST_ANYWHERE},
    {.name = "circle.invite",
     .members =
         MEMBERS("name", "role", "seat", "grant", "co_owner", "auto_approve", "patient", NULL),
     .begin = invite_make,
     .place = REQUEST_AT_JOURNAL},
    {.name = "circle.join",
     .members = MEMBERS("code", "wait", NULL),
     .begin = join_begin,
     .carry_on = join_later,
     .place = REQUEST_AT_JOURNAL},
    {.name = "circle.pending",
     .members = MEMBERS("wait", NULL),
     .begin = invite_pending,
     .carry_on = invite_pending_later,
     .place = REQUEST_AT_JOURNAL},
    {.name = "circle.approve",
     .members = MEMBERS("who", "wait", NULL),
     .begin = invite_approve,
     .carry_on = invite_approve_later,
     .place = REQUEST_AT_JOURNAL},
    {.name = "circle.members",
     .members = MEMBERS("patient", NULL),
     .begin = people_members,
     .place = REQUEST_AT_JOURNAL},
    {.name = "circle.grant",
     .members = MEMBERS("who", "log", "patient", NULL),
     .begin = people_grant,
     .place = REQUEST_AT_JOURNAL},
    {.name = "circle.remove",
     .members = MEMBERS("who", "patient", NULL),
     .begin = people_remove,
     .place = REQUEST_AT_JOURNAL},
    {.name = "broker",
     .members = MEMBERS("seat", "patient", NULL),
     .begin = broker_seat,
     .place = REQUEST_AT_JOURNAL},
    {.name = "sync",
     .members = MEMBERS("wait", NULL),
     .begin = exchange_begin,
     .carry_on = exchange_later,
     .place = REQUEST_AT_JOURNAL,
     .unattended = true},
    {.name = "trends",
     .members = MEMBERS("patient", "measure", "until", "text", NULL),
     .begin = trend_page,
     .place = REQUEST_AT_JOURNAL},
};

/* Told when there is no memory even for an answer. */
static const char no_memory_text[] =
    "{\"schema\":\"daybook.error/1\",\"error\":\"There is not enough memory for the answer: close "
    "other programs and try again.\"}";

static const struct request_row *find_row(struct bytes name)
{
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        if (bytes_equal_text(name, rows[i].name)) {
            return &rows[i];
        }
    }
    return NULL;
}

enum request_place request_place(struct bytes name)
{
    const struct request_row *row = find_row(name);
    return row == NULL ? REQUEST_ANYWHERE : row->place;
}

struct journal *request_journal(const struct request *request)
{
    struct journal *journal = desk_journal(request->desk);
    assert(journal != NULL);
    return journal;
}

enum daybook_status request_circle(struct request *request, size_t *out_circle)
{
    struct bytes patient = {NULL, 0};
    if (!input_text(&request->input, "patient", &patient)) {
        return DAYBOOK_INVALID;
    }
    return journal_find_circle(request_journal(request), patient, out_circle, &request->complaint);
}

enum daybook_status request_reply(struct request *request, json_t *answer, bool written)
{
    if (!written) {
        json_decref(answer);
        return DAYBOOK_NO_MEMORY;
    }
    assert(request->answer == NULL && answer != NULL);
    request->answer = answer;
    return DAYBOOK_OK;
}

enum daybook_status request_refuse(struct request *request, enum daybook_status status,
                                   const char *sentence)
{
    complaint_begin(&request->complaint, sentence);
    return status;
}

void request_tell(const struct request *request, const char *sentence)
{
    if (request->call.progress != NULL) {
        request->call.progress(request->call.context, sentence);
    }
}

static char *write_text(const json_t *answer)
{
    return json_dumps(answer, JSON_COMPACT | JSON_REAL_PRECISION(15));
}

char *request_error(const char *sentence)
{
    json_t *answer = answer_begin("daybook.error/1");
    char *text = answer_set(answer, "error", json_string(sentence)) ? write_text(answer) : NULL;
    json_decref(answer);
    return text;
}

static void finish(struct request *request, enum daybook_status status)
{
    exchange_wait_end(request);
    request->done = true;
    request->status = status;
    if (status != DAYBOOK_OK && request->complaint.text[0] == '\0') {
        complaint_begin(&request->complaint, answer_sentence(status));
    }
    if (request->answer == NULL) {
        request->text = request_error(request->complaint.text);
    } else if (board_remind(request->desk, request->answer) &&
               (status == DAYBOOK_OK ||
                answer_set(request->answer, "error", json_string(request->complaint.text)))) {
        request->text = write_text(request->answer);
    }
    if (request->text == NULL) {
        request->status = DAYBOOK_NO_MEMORY;
    }
}

/* A handler that goes on has not decided anything yet. */
static void take_result(struct request *request, enum daybook_status status)
{
    if (status != DAYBOOK_OK || !request->goes_on) {
        finish(request, status);
    }
}

static enum daybook_status refuse_name(struct request *request, struct bytes name)
{
    complaint_begin(&request->complaint, "There is no request called ");
    complaint_add_name(&request->complaint, name);
    complaint_add(&request->complaint, "; this may be another version of Daybook.");
    return DAYBOOK_INVALID;
}

/* A person at work keeps the journal from locking by itself. */
static void note_use(const struct request *request)
{
    bool used =
        request->row->place == REQUEST_AT_JOURNAL || request->row->place == REQUEST_AT_STORE;
    if (used && !request->row->unattended) {
        desk_use(request->desk);
    }
}

static enum daybook_status begin(struct request *request, const struct request_call *call)
{
    const struct request_row *row = find_row(call->name);
    if (row == NULL) {
        return refuse_name(request, call->name);
    }
    request->row = row;
    assert(request->desk != NULL || row->place == REQUEST_ANYWHERE);
    if (row->place == REQUEST_AT_AGENT && !desk_is_agent(request->desk)) {
        return request_refuse(request, DAYBOOK_NOT_FOUND,
                              "No agent runs for this journal: start one with \"daybook agent\".");
    }
    bool needs_journal = row->place == REQUEST_AT_JOURNAL || row->place == REQUEST_BY_SECRET;
    if (needs_journal && desk_journal(request->desk) == NULL) {
        return request_refuse(request, DAYBOOK_LOCKED,
                              "The journal is locked: unlock it with \"daybook unlock\".");
    }
    note_use(request);
    request->object = input_parse(call->json, &request->complaint);
    request->input = (struct input){request->object, &request->complaint};
    if (request->object == NULL || !input_only(&request->input, row->members)) {
        return DAYBOOK_INVALID;
    }
    return row->begin(request);
}

struct request *request_start(struct desk *desk, const struct request_call *call)
{
    assert(call != NULL);
    struct request *request = calloc(1, sizeof *request);
    struct arena *arena = arena_create(0);
    if (request == NULL || arena == NULL) {
        arena_free(arena);
        free(request);
        return NULL;
    }
    request->desk = desk;
    request->arena = arena;
    request->openings = desk == NULL ? 0 : desk_openings(desk);
    request->call = *call;
    request->call.name = (struct bytes){NULL, 0};
    request->call.json = (struct bytes){NULL, 0};
    take_result(request, begin(request, call));
    return request;
}

void request_continue(struct request *request, enum daybook_status step)
{
    assert(request != NULL);
    if (request->done) {
        return;
    }
    if (desk_journal(request->desk) == NULL || desk_openings(request->desk) != request->openings) {
        finish(request, request_refuse(request, DAYBOOK_LOCKED,
                                       "The journal was locked meanwhile: unlock it with \"daybook "
                                       "unlock\"."));
        return;
    }
    if (step != DAYBOOK_OK) {
        finish(request, step);
        return;
    }
    note_use(request);
    take_result(request, request->row->carry_on(request));
}

bool request_is_done(const struct request *request)
{
    return request->done;
}

int64_t request_wake_ms(const struct request *request)
{
    if (!request->done && request->goes_on_now) {
        return 0; /* long ago */
    }
    if (request->done || !request->wait.active) {
        return INT64_MAX;
    }
    int64_t now_ms = desk_monotonic_ms(request->desk);
    const struct exchange_wait *wait = &request->wait;
    const int64_t moments[] = {wait->patience_ms, wait->settles_ms};
    int64_t wake_ms = wait->deadline_ms;
    for (size_t i = 0; i < sizeof moments / sizeof moments[0]; i++) {
        /* A moment that has passed was looked at already. */
        if (moments[i] > now_ms && moments[i] < wake_ms) {
            wake_ms = moments[i];
        }
    }
    return wake_ms;
}

enum daybook_status request_status(const struct request *request)
{
    assert(request->done);
    return request->status;
}

const char *request_answer(const struct request *request)
{
    assert(request->done);
    return request->text == NULL ? no_memory_text : request->text;
}

void request_free(struct request *request)
{
    if (request == NULL) {
        return;
    }
    exchange_wait_end(request);
    journal_backup_free(request->backup);
    json_decref(request->answer);
    json_decref(request->object);
    free(request->text);
    arena_free(request->arena);
    free(request);
}
