/* The requests that hand over in a file what others lack, and take such a file in. */
#include "journal/handover.h"

#include <stdio.h>

#include "requests/answer.h"
#include "requests/handler.h"

enum { SUMMARY_SIZE = 400 };

static const char *plural(uint64_t count)
{
    return count == 1 ? "" : "s";
}

/* The file a request names. False: there is none, or memory was short. */
static enum daybook_status read_path(struct request *request, const char **out_path)
{
    struct bytes file = {NULL, 0};
    if (!input_required(&request->input, "file", &file)) {
        return DAYBOOK_INVALID;
    }
    *out_path = arena_copy_text(request->arena, file);
    return *out_path == NULL ? DAYBOOK_NO_MEMORY : DAYBOOK_OK;
}

/* Called again at once, until it is done or refused. */
static enum daybook_status go_on(struct request *request, enum daybook_status status)
{
    request->goes_on = status == DAYBOOK_OK;
    request->goes_on_now = status == DAYBOOK_OK;
    return status;
}

static enum daybook_status reply_written(struct request *request,
                                         const struct handover_out_state *state)
{
    char summary[SUMMARY_SIZE];
    struct bytes file = {NULL, 0};
    int size = snprintf(summary, sizeof summary, "Written: %llu operation%s, %llu bytes.",
                        (unsigned long long)state->operations, plural(state->operations),
                        (unsigned long long)state->size);
    if (state->held_back > 0) {
        (void)snprintf(summary + size, sizeof summary - (size_t)size,
                       " %llu more must wait until somebody who may has exchanged and renewed "
                       "their key.",
                       (unsigned long long)state->held_back);
    }
    json_t *answer = answer_begin("daybook.handover/1");
    bool written = input_required(&request->input, "file", &file) &&
                   answer_set(answer, "file", answer_text(file)) &&
                   answer_set(answer, "size", json_integer((json_int_t)state->size)) &&
                   answer_set(answer, "operations", json_integer((json_int_t)state->operations)) &&
                   answer_set(answer, "held_back", json_integer((json_int_t)state->held_back)) &&
                   answer_set(answer, "summary", json_string(summary));
    return request_reply(request, answer, written);
}

enum daybook_status handover_write_later(struct request *request)
{
    struct handover_out_state state;
    enum daybook_status status = handover_out_carry_on(request->handover_out, &request->complaint);
    handover_out_state(request->handover_out, &state);
    if (status != DAYBOOK_OK || !state.done) {
        return go_on(request, status);
    }
    request->goes_on = false;
    request->goes_on_now = false;
    return reply_written(request, &state);
}

enum daybook_status handover_write(struct request *request)
{
    struct handover_wish wish = {0};
    enum daybook_status status = read_path(request, &wish.path);
    if (status != DAYBOOK_OK) {
        return status;
    }
    if (!input_text(&request->input, "who", &wish.who) ||
        !input_flag(&request->input, "all", &wish.everything) ||
        !input_flag(&request->input, "replace", &wish.replace)) {
        return DAYBOOK_INVALID;
    }
    status = request_circle(request, &wish.circle);
    if (status == DAYBOOK_OK) {
        status = handover_out_begin(request_journal(request), &wish, &request->handover_out,
                                    &request->complaint);
    }
    return go_on(request, status);
}

static enum daybook_status reply_read(struct request *request,
                                      const struct handover_in_state *state)
{
    char summary[SUMMARY_SIZE];
    int size = snprintf(summary, sizeof summary,
                        "%llu new operation%s of the circle of %.*s, %llu "
                        "%s known.",
                        (unsigned long long)state->fresh, plural(state->fresh),
                        (int)state->patient.size, (const char *)state->patient.data,
                        (unsigned long long)state->known, state->known == 1 ? "was" : "were");
    if (state->behind > 0) {
        (void)snprintf(summary + size, sizeof summary - (size_t)size,
                       " %llu more could not be taken yet: others before them are missing. Hand "
                       "over a file in return; the next one brings them.",
                       (unsigned long long)state->behind);
    }
    json_t *answer = answer_begin("daybook.received/1");
    bool written = answer_set(answer, "patient", answer_text(state->patient)) &&
                   answer_set(answer, "new", json_integer((json_int_t)state->fresh)) &&
                   answer_set(answer, "known", json_integer((json_int_t)state->known)) &&
                   answer_set(answer, "behind", json_integer((json_int_t)state->behind)) &&
                   answer_set(answer, "summary", json_string(summary));
    return request_reply(request, answer, written);
}

enum daybook_status handover_read_later(struct request *request)
{
    struct handover_in_state state;
    enum daybook_status status = handover_in_carry_on(request->handover_in, &request->complaint);
    handover_in_state(request->handover_in, &state);
    if (status != DAYBOOK_OK || !state.done) {
        return go_on(request, status);
    }
    request->goes_on = false;
    request->goes_on_now = false;
    return reply_read(request, &state);
}

enum daybook_status handover_read(struct request *request)
{
    const char *path = NULL;
    enum daybook_status status = read_path(request, &path);
    if (status == DAYBOOK_OK) {
        status = handover_in_begin(request_journal(request), path, &request->handover_in,
                                   &request->complaint);
    }
    return go_on(request, status);
}
