/* How far an attempt to reach a broker got, and what to tell a person when it got no further. */
#ifndef TRANSPORT_ATTEMPT_H
#define TRANSPORT_ATTEMPT_H

#include <stdbool.h>

#include <daybook/status.h>

#include "transport/transport.h"

struct attempt {
    bool tls_begun;
    bool tls_failed;
    bool distrusted;                      /* the broker's certificate was refused here */
    char distrust[TRANSPORT_REASON_SIZE]; /* why, empty when that is not known */
};

/* Where it ended, as the choice of the protocol's version sees it. */
struct attempt_end {
    enum daybook_status status;
    bool closed_unanswered; /* reached, then closed before a CONNACK */
    const char *sentence;   /* borrows from the attempt */
};

/* Take in a line of OpenSSL's errors. */
void attempt_tls_error(struct attempt *attempt, const char *line);

/* What paho's own words for a failure, empty when it had none, mean together with what was seen. */
struct attempt_end attempt_explain(const struct attempt *attempt, const char *words);

#endif
