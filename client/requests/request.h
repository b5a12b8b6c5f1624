/* Requests: one table of names, and how one of them is answered. client/doc/requests.md lists them.
 *
 * A request that takes time goes on while the caller runs the journal: start it, then after every
 * journal_step() continue it, until it is done. The same code serves the agent and a command that
 * opened the journal itself. */
#ifndef REQUESTS_REQUEST_H
#define REQUESTS_REQUEST_H

#include <stdbool.h>
#include <stdint.h>

#include <daybook/status.h>

#include "base/bytes.h"
#include "requests/desk.h"
#include "vault/secret.h"

struct request_call {
    struct bytes name;
    struct bytes json;               /* read at once, not kept */
    const struct secret *secret;     /* borrowed until the request is done; NULL: none */
    const struct secret *new_secret; /* of a request that opens with one and sets another */
    void *context;
    void (*progress)(void *context, const char *sentence); /* may be NULL */
};

struct request;

/* Begin to answer. The desk is borrowed until request_free(); it may be NULL for a request that is
 * answered anywhere. The caller owns the request: request_free(). NULL: memory is short. */
struct request *request_start(struct desk *desk, const struct request_call *call);

/* After a journal_step(), whose status is given, or when request_wake_ms() has come. Nothing to do
 * when it is done already. */
void request_continue(struct request *request, enum daybook_status step);

bool request_is_done(const struct request *request);

/* When to continue though nothing happened, on the monotonic clock; INT64_MAX for never. */
int64_t request_wake_ms(const struct request *request);

/* Of a request that is done: its status, and the answer's JSON, borrowed until request_free(). */
enum daybook_status request_status(const struct request *request);
const char *request_answer(const struct request *request);

/* Free it; one that is not done is given up. NULL is allowed. */
void request_free(struct request *request);

/* What must be there for a request to be answered. */
enum request_place {
    REQUEST_ANYWHERE,   /* nothing */
    REQUEST_AT_HOME,    /* a home, open or not */
    REQUEST_AT_STORE,   /* the journal, open if it can be; else its passphrase as the secret */
    REQUEST_AT_JOURNAL, /* the open journal */
    REQUEST_BY_SECRET,  /* the open journal, which the request's own secret may open */
    REQUEST_AT_AGENT,   /* a running agent */
};

/* Where that request is answered; of an unknown name ANYWHERE, since it is refused there too. */
enum request_place request_place(struct bytes name);

/* The JSON of an error answer, for a request that could not even be started; the caller frees it.
 * NULL: memory is short. */
char *request_error(const char *sentence);

#endif
