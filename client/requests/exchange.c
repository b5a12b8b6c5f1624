/* The request that gives what others lack and takes what they announce. */
#include "journal/exchange.h"

#include <stdio.h>

#include "requests/answer.h"
#include "requests/handler.h"

enum { SYNC_WAIT_S = 10, SUMMARY_SIZE = 400 };

struct exchange_result {
    unsigned long long sent;
    unsigned long long received;
    unsigned long long owed;
    size_t present;
    bool settled;
    const char *silence; /* of a broker that does not answer, or NULL */
};

/* Neither was anything exchanged nor does the broker take what there is. */
static bool is_fruitless(const struct exchange_result *result, const struct journal_exchange *state)
{
    return !result->settled && result->sent == 0 && result->received == 0 &&
           (!state->connected || result->silence != NULL);
}

static void write_summary(const struct exchange_result *result,
                          const struct journal_exchange *state, char out_text[static SUMMARY_SIZE])
{
    const char *end = "the time was over before all was exchanged.";
    const char *reason = "";
    if (result->settled) {
        end = "nothing is owed among those present.";
    } else if (!state->connected) {
        reason = state->reason;
    } else if (result->silence != NULL) {
        reason = result->silence;
    }
    (void)snprintf(out_text, SUMMARY_SIZE,
                   "Sent %llu, received %llu; %zu other device%s present, %llu owed: %s%s%s",
                   result->sent, result->received, result->present, result->present == 1 ? "" : "s",
                   result->owed, end, reason[0] == '\0' ? "" : " ", reason);
}

static enum daybook_status reply(struct request *request, const struct exchange_result *result,
                                 const struct journal_exchange *state)
{
    char summary[SUMMARY_SIZE];
    write_summary(result, state, summary);
    json_t *answer = answer_begin("daybook.sync/1");
    return request_reply(
        request, answer,
        answer_set(answer, "sent", json_integer((json_int_t)result->sent)) &&
            answer_set(answer, "received", json_integer((json_int_t)result->received)) &&
            answer_set(answer, "owed", json_integer((json_int_t)result->owed)) &&
            answer_set(answer, "present", json_integer((json_int_t)result->present)) &&
            answer_set(answer, "settled", json_boolean(result->settled)) &&
            answer_set(answer, "summary", json_string(summary)));
}

/* Counters begin anew when the journal goes online again. */
static unsigned long long since(uint64_t count, uint64_t before)
{
    return count >= before ? count - before : count;
}

enum daybook_status exchange_later(struct request *request)
{
    struct journal_exchange state;
    enum exchange_outlook outlook = exchange_wait_look(request, &state);
    request->goes_on = outlook == EXCHANGE_GOES_ON;
    if (request->goes_on) {
        return DAYBOOK_OK;
    }
    const struct exchange_result result = {
        .sent = since(state.sent, request->wait.sent_before),
        .received = since(state.received, request->wait.received_before),
        .owed = state.to_send + state.to_fetch,
        .present = state.present,
        .settled = outlook == EXCHANGE_SETTLED,
        .silence = exchange_wait_silence(request, &state),
    };
    if (outlook == EXCHANGE_UNREACHED || is_fruitless(&result, &state)) {
        return exchange_wait_unreached(request, &state);
    }
    return reply(request, &result, &state);
}

enum daybook_status exchange_begin(struct request *request)
{
    if (!exchange_wait_begin(request, SYNC_WAIT_S)) {
        return DAYBOOK_INVALID;
    }
    return exchange_later(request);
}
