/* How far an attempt to reach a broker got, and what to tell a person when it got no further. */
#include "transport/attempt.h"

#include <assert.h>
#include <string.h>

#include "transport/distrust.h"

void attempt_tls_error(struct attempt *attempt, const char *line)
{
    assert(attempt != NULL && line != NULL);
    attempt->tls_failed = true;
    if (strstr(line, "certificate verify failed") != NULL ||
        distrust_read(line, attempt->distrust)) {
        attempt->distrusted = true;
    }
}

static const char *sentence_of_distrust(const struct attempt *attempt)
{
    return attempt->distrust[0] != '\0'
               ? attempt->distrust
               : "The broker's certificate is not valid, or the clock here is wrong: set a wrong "
                 "clock right, or tell the broker's keeper.";
}

struct attempt_end attempt_explain(const struct attempt *attempt, const char *words)
{
    assert(attempt != NULL && words != NULL);
    struct attempt_end end = {.status = DAYBOOK_OFFLINE};
    if (attempt->distrusted) {
        end.status = DAYBOOK_FORGED;
        end.sentence = sentence_of_distrust(attempt);
    } else if (attempt->tls_failed) {
        end.sentence = "The broker broke off the TLS handshake: it may have no connection left or "
                       "speak no TLS, so tell its keeper if that lasts.";
    } else if (strcmp(words, "TCP connect completion failure") == 0 ||
               strcmp(words, "socket error") == 0) {
        end.closed_unanswered = true;
        end.sentence = "The broker closed the connection without an answer: tell its keeper if "
                       "that lasts.";
    } else if (attempt->tls_begun && strcmp(words, "TCP/TLS connect failure") == 0) {
        end.sentence = "The broker's certificate is for another host name than the seat's, or the "
                       "handshake broke off: tell its keeper if that lasts.";
    } else if (strcmp(words, "TCP connect timeout") == 0) {
        end.sentence = "The broker did not answer in time: tell its keeper if that lasts.";
    } else {
        end.sentence = "The broker could not be reached: this device may be offline, or the broker "
                       "does not run or has moved.";
    }
    return end;
}
