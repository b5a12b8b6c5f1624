/* Asking a running agent over its socket. */
#ifndef REQUESTS_CALLER_H
#define REQUESTS_CALLER_H

#include <daybook/status.h>

#include "base/bytes.h"
#include "vault/secret.h"

/* Connect to the agent of a home. The caller owns *out_socket: close(). NOT_FOUND: none runs;
 * FAILED: it cannot be reached. */
enum daybook_status caller_connect(const char *home, int *out_socket);

struct caller_question {
    const char *name;
    struct bytes json;
    const struct secret *secret;     /* NULL: none */
    const struct secret *new_secret; /* NULL: none */
    void *context;
    void (*progress)(void *context, const char *sentence); /* may be NULL */
};

/* Ask, and wait for the answer. The caller owns *out_json, a zero-terminated text, which is NULL
 * when the agent ended without an answer: FAILED then, or NO_MEMORY, INVALID for a question that is
 * too large. Otherwise the status is that of the answer. */
enum daybook_status caller_ask(int socket, const struct caller_question *question, char **out_json);

#endif
