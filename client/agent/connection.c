/* One client of the agent's socket, who may be slow, broken or hostile. */
#include "agent/connection.h"

#include <assert.h>
#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

void connection_begin(struct connection *connection, struct desk *desk, int socket)
{
    assert(connection->stage == CONNECTION_FREE && socket >= 0);
    *connection = (struct connection){
        .stage = CONNECTION_READING,
        .socket = socket,
        .desk = desk,
        .deadline_ms = desk_monotonic_ms(desk) + CONNECTION_PATIENCE_MS,
    };
}

void connection_end(struct connection *connection)
{
    if (connection->stage == CONNECTION_FREE) {
        return;
    }
    (void)close(connection->socket); /* what the client did not fetch is of no more use */
    request_free(connection->request);
    secret_free(connection->secret);
    frame_reader_end(&connection->reader);
    buffer_free(&connection->output);
    *connection = (struct connection){0};
}

static bool has_output(const struct connection *connection)
{
    return connection->sent < connection->output.size;
}

short connection_events(const struct connection *connection)
{
    switch (connection->stage) {
    case CONNECTION_READING:
        return POLLIN;
    case CONNECTION_WORKING:
    case CONNECTION_ANSWERING:
        return has_output(connection) ? POLLOUT : 0;
    case CONNECTION_FREE:
        break;
    }
    assert(false);
    return 0;
}

int64_t connection_wake_ms(const struct connection *connection)
{
    switch (connection->stage) {
    case CONNECTION_READING:
    case CONNECTION_ANSWERING:
        return connection->deadline_ms;
    case CONNECTION_WORKING:
        return request_wake_ms(connection->request);
    case CONNECTION_FREE:
        break;
    }
    return INT64_MAX;
}

static void tell_progress(void *context, const char *sentence)
{
    struct connection *connection = context;
    frame_write(&connection->output, FRAME_PROGRESS, NULL, bytes_of_text(sentence));
}

/* An answer that fits no frame is replaced by a sentence. */
static void write_answer(struct connection *connection, enum daybook_status status,
                         const char *answer)
{
    struct buffer *output = &connection->output;
    frame_write(output, FRAME_ANSWER, daybook_status_name(status), bytes_of_text(answer));
    if (!output->failed) {
        return;
    }
    char *refusal = request_error("The answer is too large: ask for a shorter time.");
    buffer_clear(output);
    connection->sent = 0;
    frame_write(output, FRAME_ANSWER, daybook_status_name(DAYBOOK_FULL),
                bytes_of_text(refusal == NULL ? "{}" : refusal));
    free(refusal);
}

static void answer_if_done(struct connection *connection)
{
    if (!request_is_done(connection->request)) {
        return;
    }
    write_answer(connection, request_status(connection->request),
                 request_answer(connection->request));
    request_free(connection->request);
    connection->request = NULL;
    secret_free(connection->secret);
    connection->secret = NULL;
    connection->stage = CONNECTION_ANSWERING;
    connection->deadline_ms = desk_monotonic_ms(connection->desk) + CONNECTION_PATIENCE_MS;
}

/* Send what the socket takes. False: the client is gone, or everything has been said. */
static bool send_output(struct connection *connection)
{
    while (has_output(connection)) {
        ssize_t size = send(connection->socket, connection->output.data + connection->sent,
                            connection->output.size - connection->sent, MSG_NOSIGNAL);
        if (size < 0 && errno == EINTR) {
            continue;
        }
        if (size < 0) {
            return errno == EAGAIN;
        }
        connection->sent += (size_t)size;
        if (connection->stage == CONNECTION_ANSWERING) {
            connection->deadline_ms = desk_monotonic_ms(connection->desk) + CONNECTION_PATIENCE_MS;
        }
    }
    return connection->stage != CONNECTION_ANSWERING && !connection->output.failed;
}

static bool start_request(struct connection *connection)
{
    struct request_call call = {
        .secret = connection->secret,
        .context = connection,
        .progress = tell_progress,
    };
    if (!frame_part(frame_reader_payload(&connection->reader), &call.name, &call.json)) {
        return false;
    }
    connection->stage = CONNECTION_WORKING;
    connection->request = request_start(connection->desk, &call);
    frame_reader_end(&connection->reader);
    if (connection->request == NULL) {
        return false;
    }
    answer_if_done(connection);
    return true;
}

/* A frame is whole: a secret is kept, a request begun; anything else is none of a client's. */
static bool take_frame(struct connection *connection)
{
    struct frame_reader *reader = &connection->reader;
    switch (frame_reader_type(reader)) {
    case FRAME_SECRET:
        if (connection->secret != NULL) {
            return false;
        }
        connection->secret = frame_reader_take_secret(reader);
        frame_reader_next(reader);
        return true;
    case FRAME_REQUEST:
        return start_request(connection);
    case FRAME_PROGRESS:
    case FRAME_ANSWER:
        return false;
    }
    return false;
}

/* Read what has arrived. False: the client is gone, or does not speak our frames. */
static bool read_input(struct connection *connection)
{
    while (connection->stage == CONNECTION_READING) {
        size_t room = 0;
        uint8_t *place = frame_reader_room(&connection->reader, &room);
        if (place == NULL) {
            return false;
        }
        ssize_t size = recv(connection->socket, place, room, 0);
        bool nothing = size < 0 && (errno == EAGAIN || errno == EINTR);
        if (!nothing && size <= 0) {
            return false;
        }
        enum daybook_status status =
            frame_reader_took(&connection->reader, nothing ? 0 : (size_t)size);
        if (nothing) {
            return true;
        }
        bool goes_on =
            status == DAYBOOK_UNFINISHED || (status == DAYBOOK_OK && take_frame(connection));
        if (!goes_on) {
            return false;
        }
    }
    return true;
}

void connection_handle(struct connection *connection, short revents)
{
    assert(connection->stage != CONNECTION_FREE);
    bool alive = (revents & (POLLERR | POLLNVAL)) == 0;
    if (alive && connection->stage == CONNECTION_READING && revents != 0) {
        alive = read_input(connection);
    } else if ((revents & POLLHUP) != 0) {
        alive = false;
    }
    if (alive && has_output(connection)) {
        alive = send_output(connection);
    }
    if (!alive) {
        connection_end(connection);
    }
}

void connection_continue(struct connection *connection, enum daybook_status step)
{
    if (connection->stage == CONNECTION_WORKING) {
        request_continue(connection->request, step);
        answer_if_done(connection);
        if (has_output(connection) && !send_output(connection)) {
            connection_end(connection);
        }
    } else if (connection->stage != CONNECTION_FREE &&
               desk_monotonic_ms(connection->desk) >= connection->deadline_ms) {
        connection_end(connection);
    }
}
