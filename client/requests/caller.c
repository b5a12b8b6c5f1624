/* Asking a running agent over its socket. */
#include "requests/caller.h"

#include <assert.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/limits.h"
#include "requests/frame.h"
#include "requests/socket_address.h"

enum daybook_status caller_connect(const char *home, int *out_socket)
{
    assert(home != NULL && out_socket != NULL);
    struct socket_address place;
    enum daybook_status status = socket_address_begin(home, &place);
    if (status != DAYBOOK_OK) {
        return status;
    }
    int connection = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (connection < 0) {
        status = DAYBOOK_FAILED;
    } else if (connect(connection, (const struct sockaddr *)&place.address, sizeof place.address) !=
               0) {
        bool nobody = errno == ENOENT || errno == ENOTDIR || errno == ECONNREFUSED;
        status = nobody ? DAYBOOK_NOT_FOUND : DAYBOOK_FAILED;
        (void)close(connection); /* nothing was sent */
    } else {
        *out_socket = connection;
    }
    socket_address_end(&place);
    return status;
}

/* False when the other side is gone. */
static bool send_all(int connection, const uint8_t *data, size_t size)
{
    while (size > 0) {
        ssize_t sent = send(connection, data, size, MSG_NOSIGNAL);
        if (sent < 0 && errno == EINTR) {
            continue;
        }
        if (sent <= 0) {
            return false;
        }
        data += sent;
        size -= (size_t)sent;
    }
    return true;
}

/* The secret goes from guarded memory to the socket, with no copy in between. */
static bool send_secret(int connection, enum frame_type type, const struct secret *secret)
{
    if (secret == NULL) {
        return true;
    }
    uint8_t head[FRAME_HEAD_SIZE];
    frame_head(type, secret_size(secret), head);
    return send_all(connection, head, sizeof head) &&
           send_all(connection, secret_data(secret), secret_size(secret));
}

static enum daybook_status send_question(int connection, const struct caller_question *question)
{
    if (question->json.size > REQUEST_SIZE_MAX) {
        return DAYBOOK_INVALID;
    }
    struct buffer frame = {0};
    frame_write(&frame, FRAME_REQUEST, question->name, question->json);
    enum daybook_status status = frame.failed ? DAYBOOK_NO_MEMORY : DAYBOOK_OK;
    bool sent = status == DAYBOOK_OK && send_secret(connection, FRAME_SECRET, question->secret) &&
                send_secret(connection, FRAME_NEW_SECRET, question->new_secret) &&
                send_all(connection, frame.data, frame.size);
    if (status == DAYBOOK_OK && !sent) {
        status = DAYBOOK_FAILED;
    }
    buffer_free(&frame);
    return status;
}

/* Read until a frame is whole. FAILED: the connection ended first. */
static enum daybook_status read_frame(int connection, struct frame_reader *reader)
{
    enum daybook_status status = DAYBOOK_UNFINISHED;
    while (status == DAYBOOK_UNFINISHED) {
        size_t room = 0;
        uint8_t *place = frame_reader_room(reader, &room);
        if (place == NULL) {
            return DAYBOOK_NO_MEMORY;
        }
        ssize_t size = -1;
        do {
            size = recv(connection, place, room, 0);
        } while (size < 0 && errno == EINTR);
        if (size <= 0) {
            return DAYBOOK_FAILED;
        }
        status = frame_reader_took(reader, (size_t)size);
    }
    return status;
}

static char *copy_text(struct bytes text)
{
    char *copy = malloc(text.size + 1);
    if (copy != NULL) {
        if (text.size > 0) {
            memcpy(copy, text.data, text.size);
        }
        copy[text.size] = '\0';
    }
    return copy;
}

static enum daybook_status status_of_name(struct bytes name)
{
    for (int status = DAYBOOK_OK; status <= DAYBOOK_UNFINISHED; status++) {
        if (bytes_equal_text(name, daybook_status_name((enum daybook_status)status))) {
            return (enum daybook_status)status;
        }
    }
    return DAYBOOK_FAILED;
}

static enum daybook_status read_answer(struct bytes payload, char **out_json)
{
    struct bytes name;
    struct bytes json;
    if (!frame_part(payload, &name, &json)) {
        return DAYBOOK_FAILED;
    }
    *out_json = copy_text(json);
    return *out_json == NULL ? DAYBOOK_NO_MEMORY : status_of_name(name);
}

static enum daybook_status tell_progress(const struct caller_question *question,
                                         struct bytes sentence)
{
    char *text = copy_text(sentence);
    if (text == NULL) {
        return DAYBOOK_NO_MEMORY;
    }
    if (question->progress != NULL) {
        question->progress(question->context, text);
    }
    free(text);
    return DAYBOOK_OK;
}

enum daybook_status caller_ask(int socket, const struct caller_question *question, char **out_json)
{
    assert(question != NULL && out_json != NULL);
    *out_json = NULL;
    /* An agent that refuses early may have answered all the same. */
    enum daybook_status status = send_question(socket, question);
    if (status != DAYBOOK_OK && status != DAYBOOK_FAILED) {
        return status;
    }
    struct frame_reader reader = {0};
    bool answered = false;
    do {
        status = read_frame(socket, &reader);
        if (status == DAYBOOK_OK && frame_reader_type(&reader) == FRAME_PROGRESS) {
            status = tell_progress(question, frame_reader_payload(&reader));
        } else if (status == DAYBOOK_OK && frame_reader_type(&reader) == FRAME_ANSWER) {
            status = read_answer(frame_reader_payload(&reader), out_json);
            answered = true;
        } else if (status == DAYBOOK_OK) {
            status = DAYBOOK_FAILED;
        }
        if (status == DAYBOOK_OK) {
            frame_reader_next(&reader);
        }
    } while (status == DAYBOOK_OK && !answered);
    frame_reader_end(&reader);
    return status;
}
