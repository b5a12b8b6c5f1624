/* How a request is answered, in one go or in several. */
#include "requests/request.h"

#include <assert.h>
#include <stdlib.h>

#include "requests/answer.h"
#include "requests/board.h"
#include "requests/handler.h"
#include "requests/request_rows.h"

/* Told when there is no memory even for an answer. */
static const char no_memory_text[] =
    "{\"schema\":\"daybook.error/1\",\"error\":\"There is not enough memory for the answer: close "
    "other programs and try again.\"}";

enum request_place request_place(struct bytes name)
{
    const struct request_row *row = request_rows_find(name);
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
    const struct request_row *row = request_rows_find(call->name);
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
    handover_out_free(request->handover_out);
    handover_in_free(request->handover_in);
    json_decref(request->answer);
    json_decref(request->object);
    free(request->text);
    arena_free(request->arena);
    free(request);
}
