/* The topics of schema/wire/topics.md. */
#include "journal/topic.h"

#include <assert.h>
#include <string.h>

#include "vault/digest.h"

static const char topic_root[] = "daybook/1/";

/* A topic being written into room that is known to suffice. */
struct pen {
    char *text;
    size_t size;
};

static void put(struct pen *pen, struct bytes part)
{
    assert(part.size <= TRANSPORT_TOPIC_MAX - pen->size);
    memcpy(pen->text + pen->size, part.data, part.size);
    pen->size += part.size;
    pen->text[pen->size] = '\0';
}

static void put_text(struct pen *pen, const char *part)
{
    put(pen, bytes_of_text(part));
}

void topic_write(const char *circle_name, struct id128 circle, const struct topic *topic,
                 char out_text[static TRANSPORT_TOPIC_MAX + 1])
{
    struct pen pen = {out_text, 0};
    char stream[STREAM_TOPIC_SIZE];
    put_text(&pen, topic_root);
    put_text(&pen, circle_name);
    put_text(&pen, "/");
    put(&pen, topic->sender);
    put_text(&pen, "/");
    switch (topic->kind) {
    case TOPIC_OPS:
    case TOPIC_HAVE:
        digest_stream_topic(circle, (uint8_t)topic->stream, stream);
        put_text(&pen, stream);
        put_text(&pen, topic->kind == TOPIC_OPS ? "/ops" : "/have");
        break;
    case TOPIC_TO:
        put_text(&pen, "to/");
        put(&pen, topic->receiver);
        break;
    case TOPIC_JOIN:
        put_text(&pen, "join");
        break;
    }
}

static bool skip_text(struct bytes *rest, const char *expected)
{
    struct bytes start = bytes_of_text(expected);
    if (rest->size < start.size || memcmp(rest->data, start.data, start.size) != 0) {
        return false;
    }
    rest->data += start.size;
    rest->size -= start.size;
    return true;
}

/* The part up to the next slash or the end, which is left behind. */
static struct bytes take_part(struct bytes *rest)
{
    const uint8_t *slash = rest->size == 0 ? NULL : memchr(rest->data, '/', rest->size);
    struct bytes part = {rest->data, slash == NULL ? rest->size : (size_t)(slash - rest->data)};
    rest->data += part.size;
    rest->size -= part.size;
    (void)skip_text(rest, "/"); /* none at the end */
    return part;
}

static bool read_stream(struct id128 circle, struct bytes part, struct bytes rest,
                        struct topic *topic)
{
    char name[STREAM_TOPIC_SIZE];
    bool ops = bytes_equal_text(rest, "ops");
    if (!ops && !bytes_equal_text(rest, "have")) {
        return false;
    }
    for (int stream = 0; stream < STREAM_COUNT; stream++) {
        digest_stream_topic(circle, (uint8_t)stream, name);
        if (bytes_equal_text(part, name)) {
            topic->kind = ops ? TOPIC_OPS : TOPIC_HAVE;
            topic->stream = (enum stream)stream;
            return true;
        }
    }
    return false;
}

bool topic_read(const char *circle_name, struct id128 circle, const char *text,
                struct topic *out_topic)
{
    struct bytes rest = bytes_of_text(text);
    if (!skip_text(&rest, topic_root) || !skip_text(&rest, circle_name) || !skip_text(&rest, "/")) {
        return false;
    }
    struct topic topic = {.sender = take_part(&rest)};
    struct bytes part = take_part(&rest);
    if (bytes_equal_text(part, "join") && rest.size == 0) {
        topic.kind = TOPIC_JOIN;
    } else if (bytes_equal_text(part, "to")) {
        topic.kind = TOPIC_TO;
        topic.receiver = rest;
    } else if (!read_stream(circle, part, rest, &topic)) {
        return false;
    }
    *out_topic = topic;
    return true;
}
