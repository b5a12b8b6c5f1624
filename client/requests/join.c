/* The joiner's request: accept an invitation and wait until it is approved. */
#include "journal/circles.h"
#include "requests/answer.h"
#include "requests/handler.h"

enum { JOIN_WAIT_S = 60, WORD_COUNT = 4 };

static const char *const stage_names[] = {
    [JOURNAL_JOIN_NONE] = "none",       [JOURNAL_JOIN_CALLING] = "calling",
    [JOURNAL_JOIN_WORDS] = "words",     [JOURNAL_JOIN_COMPLETE] = "complete",
    [JOURNAL_JOIN_REFUSED] = "refused",
};

static const char *const next_sentences[] = {
    [JOURNAL_JOIN_NONE] = "No invitation is being accepted: give the code of one.",
    [JOURNAL_JOIN_CALLING] = "The inviter's device has not answered yet: have it sync or run its "
                             "agent, then run \"daybook circle join\" again.",
    [JOURNAL_JOIN_WORDS] = "Compare the four words with the person who invited you, who then "
                           "approves; then run \"daybook circle join\" again.",
    [JOURNAL_JOIN_REFUSED] = "This device is in that circle, or was removed from it: make a new "
                             "journal with \"daybook init\" in another home, and join with that "
                             "one.",
    [JOURNAL_JOIN_COMPLETE] = "This device is a member of the circle; \"daybook sync\" fetches "
                              "what the others hold.",
};

static bool has_words(const struct journal_join_state *state)
{
    return state->stage == JOURNAL_JOIN_WORDS ||
           (state->stage == JOURNAL_JOIN_COMPLETE && state->words[0] != NULL);
}

static enum daybook_status reply(struct request *request, const struct journal_join_state *state)
{
    const char *next = next_sentences[state->stage];
    json_t *answer = answer_begin("daybook.join/1");
    bool written =
        answer_set(answer, "stage", json_string(stage_names[state->stage])) &&
        answer_set(answer, "words",
                   has_words(state) ? answer_words(state->words, WORD_COUNT) : json_null()) &&
        answer_set(answer, "patient",
                   state->patient.size > 0 ? answer_text(state->patient) : json_null()) &&
        answer_set(answer, "next", json_string(next));
    enum daybook_status status = request_reply(request, answer, written);
    if (status != DAYBOOK_OK || state->stage == JOURNAL_JOIN_COMPLETE) {
        return status;
    }
    return request_refuse(request,
                          state->stage == JOURNAL_JOIN_NONE      ? DAYBOOK_NOT_FOUND
                          : state->stage == JOURNAL_JOIN_REFUSED ? DAYBOOK_CONFLICT
                                                                 : DAYBOOK_UNFINISHED,
                          next);
}

/* The words are told once, as soon as they are known. */
static void tell_words(struct request *request, const struct journal_join_state *state)
{
    if (request->wait.acted || !has_words(state)) {
        return;
    }
    request->wait.acted = true;
    struct complaint sentence = {0};
    complaint_begin(&sentence, "Compare these four words with the person who invited you:");
    for (size_t i = 0; i < WORD_COUNT; i++) {
        complaint_add(&sentence, " ");
        complaint_add(&sentence, state->words[i]);
    }
    complaint_add(&sentence, ".");
    request_tell(request, sentence.text);
}

enum daybook_status join_later(struct request *request)
{
    struct journal_join_state state = {0};
    struct journal_exchange exchange;
    journal_join_state(request_journal(request), &state);
    tell_words(request, &state);
    enum exchange_outlook outlook = exchange_wait_look(request, &exchange);
    bool over = desk_monotonic_ms(request->desk) >= request->wait.deadline_ms;
    bool waits = state.stage == JOURNAL_JOIN_CALLING || state.stage == JOURNAL_JOIN_WORDS;
    /* Settled says nothing about an inviter who has yet to answer. */
    request->goes_on =
        waits && (outlook == EXCHANGE_GOES_ON || (outlook == EXCHANGE_SETTLED && !over));
    if (request->goes_on) {
        return DAYBOOK_OK;
    }
    if (waits && outlook == EXCHANGE_UNREACHED) {
        return exchange_wait_unreached(request, &exchange);
    }
    return reply(request, &state);
}

enum daybook_status join_begin(struct request *request)
{
    struct bytes code = {NULL, 0};
    if (!input_text(&request->input, "code", &code)) {
        return DAYBOOK_INVALID;
    }
    if (code.size > 0) {
        enum daybook_status status =
            journal_join(request_journal(request), code, &request->complaint);
        if (status != DAYBOOK_OK) {
            return status;
        }
    }
    if (!exchange_wait_begin(request, JOIN_WAIT_S)) {
        return DAYBOOK_INVALID;
    }
    request_tell(request, "Calling the inviter's device.");
    return join_later(request);
}
