/* One client of the agent's socket, who may be slow, broken or hostile. */
#ifndef AGENT_CONNECTION_H
#define AGENT_CONNECTION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <daybook/status.h>

#include "base/buffer.h"
#include "requests/desk.h"
#include "requests/frame.h"
#include "requests/request.h"
#include "vault/secret.h"

enum { CONNECTION_PATIENCE_MS = 30000 };

enum connection_stage {
    CONNECTION_FREE,      /* nobody */
    CONNECTION_READING,   /* the request is arriving */
    CONNECTION_WORKING,   /* it is being answered */
    CONNECTION_ANSWERING, /* the answer is being fetched */
};

/* Start with (struct connection){0}. */
struct connection {
    enum connection_stage stage;
    int socket; /* owned */
    struct desk *desk;
    struct frame_reader reader;
    struct secret *secret; /* owned */
    struct request *request;
    struct buffer output;
    size_t sent;         /* of the output */
    int64_t deadline_ms; /* monotonic */
};

/* Serve a socket, which the connection owns from now on and which does not block. */
void connection_begin(struct connection *connection, struct desk *desk, int socket);

/* What to poll its socket for; 0: only for its end, which poll tells anyway. */
short connection_events(const struct connection *connection);

/* When connection_continue() is due though nothing happened; INT64_MAX for never. */
int64_t connection_wake_ms(const struct connection *connection);

/* Read and write what is possible, after poll said revents. */
void connection_handle(struct connection *connection, short revents);

/* After every step of the journal, with its status: carry on with the request, and end a client who
 * keeps us waiting. */
void connection_continue(struct connection *connection, enum daybook_status step);

/* End it, whatever it does; the place is free then. */
void connection_end(struct connection *connection);

#endif
