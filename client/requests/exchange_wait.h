/* Waiting for the exchange with a deadline: what every request that exchanges has in common. For
 * requests/ only. */
#ifndef REQUESTS_EXCHANGE_WAIT_H
#define REQUESTS_EXCHANGE_WAIT_H

#include <stdbool.h>
#include <stdint.h>

#include <daybook/status.h>

#include "journal/exchange.h"

struct request;

struct exchange_wait {
    bool active;
    int64_t deadline_ms; /* monotonic */
    int64_t patience_ms; /* until then a failure from before does not count */
    int64_t settles_ms;  /* when it may be settled though nothing happens; INT64_MAX for never */
    bool is_patient;     /* the person said how long: a failed attempt does not end it */
    bool reached;        /* a broker, at any time meanwhile */
    bool acted;          /* what was waited for first has happened (see each handler) */
    uint64_t sent_before;
    uint64_t received_before;
};

enum { EXCHANGE_WAIT_MAX_S = 3600 };

/* Go online, ask to exchange now, and wait: "wait" seconds when the request says so, else
 * otherwise_s. False: "wait" does not fit, and it was complained. */
bool exchange_wait_begin(struct request *request, int64_t otherwise_s);

enum exchange_outlook {
    EXCHANGE_GOES_ON,
    EXCHANGE_SETTLED,   /* nothing is owed among those present */
    EXCHANGE_OVER,      /* the time is over; a broker was reached */
    EXCHANGE_UNREACHED, /* and none was, or trying on makes no sense */
};

/* How it stands. */
enum exchange_outlook exchange_wait_look(struct request *request,
                                         struct journal_exchange *out_state);

/* The sentence on a broker that is connected, owes an answer, and has been silent for seconds; NULL
 * when there is none. */
const char *exchange_wait_silence(const struct request *request,
                                  const struct journal_exchange *state);

/* Complain that no broker was reached, or that one took nothing, and why. Returns OFFLINE. */
enum daybook_status exchange_wait_unreached(struct request *request,
                                            const struct journal_exchange *state);

/* No longer wait; a desk that is no agent's goes offline. */
void exchange_wait_end(struct request *request);

#endif
