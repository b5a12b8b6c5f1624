/* Waiting for the exchange with a deadline: what every request that exchanges has in common. */
#include "requests/exchange_wait.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "requests/handler.h"

/* Long enough for an attempt that begins now to say how it went. */
enum { PATIENCE_MS = 3000, SECOND_MS = 1000 };

/* Longer than a broker takes for an answer that it does give. */
enum { SILENCE_MS = 3000 };

bool exchange_wait_begin(struct request *request, int64_t otherwise_s)
{
    int64_t seconds = otherwise_s;
    const struct input_range range = {0, EXCHANGE_WAIT_MAX_S};
    if (!input_whole(&request->input, "wait", range, &seconds)) {
        return false;
    }
    struct journal *journal = request_journal(request);
    journal_go_online(journal);
    journal_exchange_now(journal);
    struct journal_exchange state;
    journal_exchange_state(journal, &state);
    int64_t now_ms = desk_monotonic_ms(request->desk);
    request->wait = (struct exchange_wait){
        .active = true,
        .deadline_ms = now_ms + seconds * SECOND_MS,
        .patience_ms = state.reason[0] == '\0' ? now_ms : now_ms + PATIENCE_MS,
        .settles_ms = INT64_MAX,
        .is_patient = input_has(&request->input, "wait"),
        .sent_before = state.sent,
        .received_before = state.received,
    };
    return true;
}

enum exchange_outlook exchange_wait_look(struct request *request,
                                         struct journal_exchange *out_state)
{
    struct exchange_wait *wait = &request->wait;
    assert(wait->active);
    journal_exchange_state(request_journal(request), out_state);
    wait->reached = wait->reached || out_state->connected;
    wait->settles_ms = out_state->settles_ms;
    int64_t now_ms = desk_monotonic_ms(request->desk);
    if (!out_state->has_seat) {
        return EXCHANGE_UNREACHED;
    }
    if (out_state->connected && out_state->settled) {
        return EXCHANGE_SETTLED;
    }
    if (now_ms >= wait->deadline_ms) {
        return wait->reached ? EXCHANGE_OVER : EXCHANGE_UNREACHED;
    }
    bool failed = !wait->reached && out_state->reason[0] != '\0' && now_ms >= wait->patience_ms;
    return failed && !wait->is_patient ? EXCHANGE_UNREACHED : EXCHANGE_GOES_ON;
}

const char *exchange_wait_silence(const struct request *request,
                                  const struct journal_exchange *state)
{
    int64_t now_ms = desk_monotonic_ms(request->desk);
    bool silent = state->connected && state->unanswered_ms < now_ms - SILENCE_MS;
    return silent
               ? "The broker lets this device in, but takes nothing: it may have no room left, or "
                 "want smaller messages, so tell its keeper if that lasts."
               : NULL;
}

/* Make the reason, a sentence of its own, one with what a person fears for. */
static void complain_and_calm(struct complaint *complaint, const char *reason)
{
    char sentence[COMPLAINT_TEXT_SIZE];
    (void)snprintf(sentence, sizeof sentence, "%s", reason);
    size_t size = strlen(sentence);
    if (size > 0 && sentence[size - 1] == '.') {
        sentence[size - 1] = '\0';
    }
    complaint_begin(complaint, sentence);
    complaint_add(complaint, "; everything is kept here.");
}

enum daybook_status exchange_wait_unreached(struct request *request,
                                            const struct journal_exchange *state)
{
    const char *silence = exchange_wait_silence(request, state);
    if (journal_circle_count(request_journal(request)) == 0) {
        complaint_begin(&request->complaint, "This journal belongs to no circle yet: join one with "
                                             "\"daybook circle join CODE\".");
    } else if (!state->has_seat) {
        complaint_begin(&request->complaint, "This device has no seat at a broker: set one with "
                                             "\"daybook broker SEAT.json\".");
    } else if (state->reason[0] != '\0') {
        complain_and_calm(&request->complaint, state->reason);
    } else if (silence != NULL) {
        complain_and_calm(&request->complaint, silence);
    } else {
        complain_and_calm(&request->complaint,
                          "The broker did not answer in time: try again, with a longer --wait, and "
                          "tell its keeper if that lasts.");
    }
    return DAYBOOK_OFFLINE;
}

void exchange_wait_end(struct request *request)
{
    if (!request->wait.active) {
        return;
    }
    request->wait.active = false;
    struct journal *journal = desk_journal(request->desk);
    if (journal != NULL && !desk_is_agent(request->desk)) {
        journal_go_offline(journal);
    }
}
