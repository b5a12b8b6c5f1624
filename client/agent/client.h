/* One client of the agent's socket, who may be slow, broken or hostile. */
#ifndef AGENT_CLIENT_H
#define AGENT_CLIENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <daybook/status.h>

#include "base/buffer.h"
#include "requests/desk.h"
#include "requests/frame.h"
#include "requests/request.h"
#include "vault/secret.h"

enum { CLIENT_PATIENCE_MS = 30000 };

enum client_stage {
    CLIENT_FREE,      /* nobody */
    CLIENT_READING,   /* the request is arriving */
    CLIENT_WORKING,   /* it is being answered */
    CLIENT_ANSWERING, /* the answer is being fetched */
};

/* Start with (struct client){0}. */
struct client {
    enum client_stage stage;
    int socket; /* owned */
    struct desk *desk;
    struct frame_reader reader;
    struct secret *secret; /* owned, as the next */
    struct secret *new_secret;
    struct request *request;
    struct buffer output;
    size_t sent;         /* of the output */
    int64_t deadline_ms; /* monotonic */
};

/* Serve a socket, which the client owns from now on and which does not block. */
void client_begin(struct client *client, struct desk *desk, int socket);

/* What to poll its socket for; 0: only for its end, which poll tells anyway. */
short client_events(const struct client *client);

/* When client_continue() is due though nothing happened; INT64_MAX for never. */
int64_t client_wake_ms(const struct client *client);

/* Read and write what is possible, after poll said revents. */
void client_handle(struct client *client, short revents);

/* After every step of the journal, with its status: carry on with the request, and end a client who
 * keeps us waiting. */
void client_continue(struct client *client, enum daybook_status step);

/* End it, whatever it does; the place is free then. */
void client_end(struct client *client);

#endif
