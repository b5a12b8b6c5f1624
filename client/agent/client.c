/* One client of the agent's socket, who may be slow, broken or hostile. */
#include "agent/client.h"

#include <assert.h>
#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "agent/heap.h"

void client_begin(struct client *client, struct desk *desk, int socket)
{
    assert(client->stage == CLIENT_FREE && socket >= 0);
    *client = (struct client){
        .stage = CLIENT_READING,
        .socket = socket,
        .desk = desk,
        .deadline_ms = desk_monotonic_ms(desk) + CLIENT_PATIENCE_MS,
    };
}

static void forget_secrets(struct client *client)
{
    secret_free(client->secret);
    secret_free(client->new_secret);
    client->secret = NULL;
    client->new_secret = NULL;
}

void client_end(struct client *client)
{
    if (client->stage == CLIENT_FREE) {
        return;
    }
    (void)close(client->socket); /* what the client did not fetch is of no more use */
    request_free(client->request);
    forget_secrets(client);
    frame_reader_end(&client->reader);
    buffer_free(&client->output);
    *client = (struct client){0};
    heap_give_back();
}

static bool has_output(const struct client *client)
{
    return client->sent < client->output.size;
}

short client_events(const struct client *client)
{
    switch (client->stage) {
    case CLIENT_READING:
        return POLLIN;
    case CLIENT_WORKING:
    case CLIENT_ANSWERING:
        return has_output(client) ? POLLOUT : 0;
    case CLIENT_FREE:
        break;
    }
    assert(false);
    return 0;
}

int64_t client_wake_ms(const struct client *client)
{
    switch (client->stage) {
    case CLIENT_READING:
    case CLIENT_ANSWERING:
        return client->deadline_ms;
    case CLIENT_WORKING:
        return request_wake_ms(client->request);
    case CLIENT_FREE:
        break;
    }
    return INT64_MAX;
}

static void tell_progress(void *context, const char *sentence)
{
    struct client *client = context;
    frame_write(&client->output, FRAME_PROGRESS, NULL, bytes_of_text(sentence));
}

/* An answer that fits no frame is replaced by a sentence. */
static void write_answer(struct client *client, enum daybook_status status, const char *answer)
{
    struct buffer *output = &client->output;
    size_t told = output->size; /* progress, a part of which may be on its way */
    frame_write(output, FRAME_ANSWER, daybook_status_name(status), bytes_of_text(answer));
    if (!output->failed) {
        return;
    }
    char *refusal = request_error("The answer is too large: ask for a shorter time.");
    buffer_cut(output, told);
    frame_write(output, FRAME_ANSWER, daybook_status_name(DAYBOOK_FULL),
                bytes_of_text(refusal == NULL ? "{}" : refusal));
    free(refusal);
}

static void answer_if_done(struct client *client)
{
    if (!request_is_done(client->request)) {
        return;
    }
    write_answer(client, request_status(client->request), request_answer(client->request));
    request_free(client->request);
    client->request = NULL;
    forget_secrets(client);
    client->stage = CLIENT_ANSWERING;
    client->deadline_ms = desk_monotonic_ms(client->desk) + CLIENT_PATIENCE_MS;
}

/* Send what the socket takes. False: the client is gone, or everything has been said. */
static bool send_output(struct client *client)
{
    while (has_output(client)) {
        ssize_t size = send(client->socket, client->output.data + client->sent,
                            client->output.size - client->sent, MSG_NOSIGNAL);
        if (size < 0 && errno == EINTR) {
            continue;
        }
        if (size < 0) {
            return errno == EAGAIN;
        }
        client->sent += (size_t)size;
        if (client->stage == CLIENT_ANSWERING) {
            client->deadline_ms = desk_monotonic_ms(client->desk) + CLIENT_PATIENCE_MS;
        }
    }
    return client->stage != CLIENT_ANSWERING && !client->output.failed;
}

static bool start_request(struct client *client)
{
    struct request_call call = {
        .secret = client->secret,
        .new_secret = client->new_secret,
        .context = client,
        .progress = tell_progress,
    };
    if (!frame_part(frame_reader_payload(&client->reader), &call.name, &call.json)) {
        return false;
    }
    client->stage = CLIENT_WORKING;
    client->request = request_start(client->desk, &call);
    frame_reader_end(&client->reader);
    if (client->request == NULL) {
        return false;
    }
    answer_if_done(client);
    return true;
}

/* Each at most once. */
static bool take_secret(struct frame_reader *reader, struct secret **place)
{
    if (*place != NULL) {
        return false;
    }
    *place = frame_reader_take_secret(reader);
    frame_reader_next(reader);
    return true;
}

/* A frame is whole: a secret is kept, a request begun; anything else is none of a client's. */
static bool take_frame(struct client *client)
{
    struct frame_reader *reader = &client->reader;
    switch (frame_reader_type(reader)) {
    case FRAME_SECRET:
        return take_secret(reader, &client->secret);
    case FRAME_NEW_SECRET:
        return take_secret(reader, &client->new_secret);
    case FRAME_REQUEST:
        return start_request(client);
    case FRAME_PROGRESS:
    case FRAME_ANSWER:
        return false;
    }
    return false;
}

/* Read what has arrived. False: the client is gone, or does not speak our frames. */
static bool read_input(struct client *client)
{
    while (client->stage == CLIENT_READING) {
        size_t room = 0;
        uint8_t *place = frame_reader_room(&client->reader, &room);
        if (place == NULL) {
            return false;
        }
        ssize_t size = recv(client->socket, place, room, 0);
        bool nothing = size < 0 && (errno == EAGAIN || errno == EINTR);
        if (!nothing && size <= 0) {
            return false;
        }
        enum daybook_status status = frame_reader_took(&client->reader, nothing ? 0 : (size_t)size);
        if (nothing) {
            return true;
        }
        bool goes_on = status == DAYBOOK_UNFINISHED || (status == DAYBOOK_OK && take_frame(client));
        if (!goes_on) {
            return false;
        }
    }
    return true;
}

void client_handle(struct client *client, short revents)
{
    assert(client->stage != CLIENT_FREE);
    bool alive = (revents & (POLLERR | POLLNVAL)) == 0;
    if (alive && client->stage == CLIENT_READING && revents != 0) {
        alive = read_input(client);
    } else if ((revents & POLLHUP) != 0) {
        alive = false;
    }
    if (alive && has_output(client)) {
        alive = send_output(client);
    }
    if (!alive) {
        client_end(client);
    }
}

void client_continue(struct client *client, enum daybook_status step)
{
    if (client->stage == CLIENT_WORKING) {
        request_continue(client->request, step);
        answer_if_done(client);
        if (has_output(client) && !send_output(client)) {
            client_end(client);
        }
    } else if (client->stage != CLIENT_FREE &&
               desk_monotonic_ms(client->desk) >= client->deadline_ms) {
        client_end(client);
    }
}
