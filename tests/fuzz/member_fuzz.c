/* Fuzzes what a hostile member can do: operations, HAVE and KEYS with whatever content, sealed and
 * signed as they should be, sent to a journal in memory, which must stay whole and usable. */
#include <assert.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "eve.h"
#include "journal/own_circle.h"
#include "vault/digest.h"
#include "wire/envelope.h"
#include "wire/operation.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { OPERATIONS_MAX = 16, MESSAGES_MAX = 8, BODY_SIZE_MAX = 4096 };

/* What is left of the input. */
struct tape {
    const uint8_t *data;
    size_t size;
};

static uint8_t take(struct tape *tape)
{
    if (tape->size == 0) {
        return 0;
    }
    tape->size--;
    return *tape->data++;
}

static struct bytes take_bytes(struct tape *tape, size_t size)
{
    size = size < tape->size ? size : tape->size;
    const struct bytes bytes = {tape->data, size};
    tape->data += size;
    tape->size -= size;
    return bytes;
}

static uint64_t take_number(struct tape *tape)
{
    uint64_t number = 0;
    for (unsigned left = take(tape) & 7; left > 0; left--) {
        number = number << 8 | take(tape);
    }
    return number;
}

static uint32_t take_type(struct tape *tape)
{
    static const uint32_t types[] = {OPERATION_GENESIS,
                                     OPERATION_ADD_PERSON,
                                     OPERATION_ADD_DEVICE,
                                     OPERATION_GRANT,
                                     OPERATION_RETIRE_DEVICE,
                                     OPERATION_REMOVE_PERSON,
                                     OPERATION_NEW_EPOCH,
                                     OPERATION_RECOVER,
                                     OPERATION_ENTRY,
                                     OPERATION_AMEND,
                                     OPERATION_RETRACT,
                                     OPERATION_ERASE,
                                     OPERATION_PLAN,
                                     OPERATION_FLAG_ACK,
                                     OPERATION_SUMMARY,
                                     OPERATION_QUESTION,
                                     12345};
    return types[take(tape) % (sizeof types / sizeof types[0])];
}

/* A header of this type, and the body it names. */
static struct wire_operation take_operation(struct tape *tape, struct arena *arena)
{
    static struct key256 cited[2];
    struct buffer bytes = {0};
    struct operation_header header = {.type = take_type(tape)};
    memset(header.entity.bytes, take(tape) & 3, sizeof header.entity.bytes);
    header.hlc = take_number(tape);
    header.supersedes_count = take(tape) % 3;
    header.supersedes = cited;
    for (size_t i = 0; i < header.supersedes_count; i++) {
        memset(cited[i].bytes, take(tape) & 3, sizeof cited[i].bytes);
    }
    uint8_t flags = take(tape);
    size_t size = (size_t)take(tape) << 8 | take(tape);
    struct wire_operation operation = {
        .body = take_bytes(tape, size < BODY_SIZE_MAX ? size : BODY_SIZE_MAX)};
    if (operation.body.data == NULL) {
        operation.body = bytes_of_text("");
    }
    header.body_hash = digest_body(operation.body);
    header.salvaged = (flags & 1) != 0;
    operation_header_encode(&header, &bytes);
    bool copied = arena_copy(arena, buffer_bytes(&bytes), &operation.header);
    assert(copied);
    if ((flags & 2) != 0) {
        operation.body = (struct bytes){0};
    }
    buffer_free(&bytes);
    return operation;
}

/* Operations that continue Eve's feed, or nearly. */
static void send_operations(struct tape *tape, enum stream stream)
{
    struct wire_operation operations[OPERATIONS_MAX];
    struct buffer content = {0};
    struct arena *arena = arena_create(0);
    const struct feed_row *held = own_circle_feed(eve_circle(), eve_feed(stream));
    uint8_t choice = take(tape);
    struct wire_run run = {.first = 1, .operations = operations};
    assert(arena != NULL);
    if (held != NULL && (choice & 0x80) == 0) {
        run.first = held->number + 1;
        run.previous = held->hash;
    }
    run.count = 1 + (choice & (OPERATIONS_MAX - 1));
    for (size_t i = 0; i < run.count; i++) {
        operations[i] = take_operation(tape, arena);
    }
    eve_sign(stream, &run);
    ops_encode(&run, 1, &content);
    eve_send((choice & 0x40) != 0 ? ENVELOPE_KEYS : ENVELOPE_OPS, stream, buffer_bytes(&content));
    buffer_free(&content);
    arena_free(arena);
}

/* A HAVE that tells anything of the feeds there are, and of one there is not. */
static void send_have(struct tape *tape, enum stream stream)
{
    const struct own_circle *circle = eve_circle();
    struct have_feed feeds[OPERATIONS_MAX];
    struct buffer signed_part = {0};
    struct buffer content = {0};
    struct have have = {.device = eve_device(),
                        .counter = take_number(tape) & INT64_MAX,
                        .wall_ms = (int64_t)(take_number(tape) & INT32_MAX),
                        .feeds = feeds,
                        .version = bytes_of_text("0")};
    have.wants_answer = (take(tape) & 1) != 0;
    have.feed_count = take(tape) & (OPERATIONS_MAX - 1);
    for (size_t i = 0; i < have.feed_count; i++) {
        size_t which = take(tape) % (circle->feed_count + 1);
        feeds[i] = (struct have_feed){.feed = {{(uint8_t)(i + 1)}}};
        if (which < circle->feed_count) {
            feeds[i].feed = circle->feeds[which].feed;
            memcpy(feeds[i].hash_start, circle->feeds[which].hash.bytes,
                   sizeof feeds[i].hash_start);
        }
        feeds[i].number = take_number(tape) & INT64_MAX;
        feeds[i].hash_start[0] ^= take(tape) & 1;
    }
    have_encode(&have, &signed_part);
    eve_sign_have(stream, buffer_bytes(&signed_part), &content);
    eve_send(ENVELOPE_HAVE, stream, buffer_bytes(&content));
    buffer_free(&signed_part);
    buffer_free(&content);
}

/* Content as it is: nothing says that it can be read. */
static void send_raw(struct tape *tape, enum stream stream)
{
    static const enum envelope_kind kinds[] = {ENVELOPE_OPS, ENVELOPE_HAVE, ENVELOPE_KEYS};
    struct buffer content = {0};
    uint8_t choice = take(tape);
    size_t size = (size_t)take(tape) << 8 | take(tape);
    struct bytes bytes = take_bytes(tape, size);
    if (choice % 4 == 3) {
        eve_sign_have(stream, bytes, &content);
        eve_send(ENVELOPE_HAVE, stream, buffer_bytes(&content));
    } else {
        eve_send(kinds[choice % 4], stream, bytes);
    }
    buffer_free(&content);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct tape tape = {data, size};
    eve_begin();
    for (int i = 0; i < MESSAGES_MAX && tape.size > 0; i++) {
        uint8_t choice = take(&tape);
        enum stream stream = (enum stream)(choice % STREAM_COUNT);
        if (choice < 0x80) {
            send_operations(&tape, stream);
        } else if (choice < 0xc0) {
            send_have(&tape, stream);
        } else {
            send_raw(&tape, stream);
        }
    }
    eve_look();
    eve_end();
    return 0;
}
