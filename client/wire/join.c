/* Bytes of the three JOIN messages. */
#include "wire/join.h"

#include <assert.h>
#include <string.h>

#include "base/limits.h"
#include "wire/cbor_reader.h"
#include "wire/cbor_writer.h"

/* Keys of schema/wire/join.cddl. */
enum {
    REQUEST_SIGN = 1,
    REQUEST_BOX = 2,
    REQUEST_EPHEMERAL = 3,
    REQUEST_NAME = 4,
    REQUEST_CLIENT_ID = 5,
    REQUEST_SIGNATURE = 6,
};
enum {
    ANSWER_CIRCLE = 1,
    ANSWER_PERSON = 2,
    ANSWER_SIGN = 3,
    ANSWER_BOX = 4,
    ANSWER_CLIENT_ID = 5,
    ANSWER_PATIENT_NAME = 6,
    ANSWER_SIGNATURE = 7,
};
enum { CONFIRMATION_SIGNATURE = 1 };
enum { SIGNATURE_SIZE = 64, REQUEST_KEYS = 0x7e, ANSWER_KEYS = 0xfe };

void join_message_encode(const struct join_message *message, struct buffer *out_bytes)
{
    assert(message != NULL);
    assert(message->kind >= ENVELOPE_JOIN1 && message->kind <= ENVELOPE_JOIN3);
    struct envelope_clear clear = {(uint8_t)message->kind, message->flags, {0}};
    memcpy(clear.key_reference, message->name_start, sizeof message->name_start);
    uint8_t bytes[ENVELOPE_CLEAR_SIZE];
    envelope_clear_encode(&clear, bytes);
    buffer_append(out_bytes, (struct bytes){bytes, sizeof bytes});
    if (message->kind == ENVELOPE_JOIN2) {
        buffer_append(out_bytes, (struct bytes){message->ephemeral.bytes, 32});
    }
    buffer_append(out_bytes, message->sealed);
}

enum daybook_status join_message_decode(struct bytes bytes, struct join_message *out_message)
{
    assert(out_message != NULL);
    struct envelope_clear clear;
    enum daybook_status status = envelope_clear_decode(bytes, &clear);
    if (status != DAYBOOK_OK) {
        return status;
    }
    struct join_message message = {.kind = (enum envelope_kind)clear.kind, .flags = clear.flags};
    size_t ephemeral_size = message.kind == ENVELOPE_JOIN2 ? sizeof message.ephemeral.bytes : 0;
    if (message.kind < ENVELOPE_JOIN1 || bytes.size - ENVELOPE_CLEAR_SIZE < ephemeral_size) {
        return DAYBOOK_INVALID;
    }
    const uint8_t *after_clear = bytes.data + ENVELOPE_CLEAR_SIZE;
    memcpy(message.name_start, clear.key_reference, sizeof message.name_start);
    memcpy(message.ephemeral.bytes, after_clear, ephemeral_size);
    message.sealed = (struct bytes){after_clear + ephemeral_size,
                                    bytes.size - ENVELOPE_CLEAR_SIZE - ephemeral_size};
    *out_message = message;
    return DAYBOOK_OK;
}

static void write_short_text(unsigned key, struct bytes text, struct buffer *out_bytes)
{
    assert(text.size <= NAME_TEXT_MAX);
    cbor_writer_unsigned(out_bytes, key);
    cbor_writer_text(out_bytes, text);
}

static void write_key(unsigned key, struct key256 content, struct buffer *out_bytes)
{
    cbor_writer_unsigned(out_bytes, key);
    cbor_writer_key(out_bytes, content);
}

static void write_signature(unsigned key, const uint8_t signature[static SIGNATURE_SIZE],
                            struct buffer *out_bytes)
{
    cbor_writer_unsigned(out_bytes, key);
    cbor_writer_bytes(out_bytes, (struct bytes){signature, SIGNATURE_SIZE});
}

void join_request_encode(const struct join_request *request, bool with_signature,
                         struct buffer *out_bytes)
{
    assert(request != NULL);
    cbor_writer_map(out_bytes, with_signature ? 6 : 5);
    write_key(REQUEST_SIGN, request->sign, out_bytes);
    write_key(REQUEST_BOX, request->box, out_bytes);
    write_key(REQUEST_EPHEMERAL, request->ephemeral, out_bytes);
    write_short_text(REQUEST_NAME, request->name, out_bytes);
    write_short_text(REQUEST_CLIENT_ID, request->client_id, out_bytes);
    if (with_signature) {
        write_signature(REQUEST_SIGNATURE, request->signature, out_bytes);
    }
}

/* A flat switch over the keys. */
static void read_request_member(struct cbor_reader *reader, uint64_t key,
                                struct join_request *request)
{
    switch (key) {
    case REQUEST_SIGN:
        request->sign = cbor_reader_key(reader);
        return;
    case REQUEST_BOX:
        request->box = cbor_reader_key(reader);
        return;
    case REQUEST_EPHEMERAL:
        request->ephemeral = cbor_reader_key(reader);
        return;
    case REQUEST_NAME:
        request->name = cbor_reader_text(reader, NAME_TEXT_MAX);
        return;
    case REQUEST_CLIENT_ID:
        request->client_id = cbor_reader_text(reader, NAME_TEXT_MAX);
        return;
    case REQUEST_SIGNATURE:
        cbor_reader_exact(reader, request->signature, sizeof request->signature);
        return;
    default:
        cbor_reader_skip(reader);
    }
}

enum daybook_status join_request_decode(struct bytes bytes, struct join_request *out_request)
{
    assert(out_request != NULL);
    struct cbor_reader reader = cbor_reader_of(bytes);
    struct join_request request = {0};
    struct cbor_map map = cbor_reader_map(&reader);
    while (cbor_reader_next(&reader, &map)) {
        read_request_member(&reader, map.key, &request);
    }
    if (!cbor_reader_done(&reader) || (map.seen & REQUEST_KEYS) != REQUEST_KEYS) {
        return DAYBOOK_INVALID;
    }
    *out_request = request;
    return DAYBOOK_OK;
}

void join_answer_encode(const struct join_answer *answer, bool with_signature,
                        struct buffer *out_bytes)
{
    assert(answer != NULL);
    cbor_writer_map(out_bytes, with_signature ? 7 : 6);
    cbor_writer_unsigned(out_bytes, ANSWER_CIRCLE);
    cbor_writer_id(out_bytes, answer->circle);
    cbor_writer_unsigned(out_bytes, ANSWER_PERSON);
    cbor_writer_id(out_bytes, answer->person);
    write_key(ANSWER_SIGN, answer->sign, out_bytes);
    write_key(ANSWER_BOX, answer->box, out_bytes);
    write_short_text(ANSWER_CLIENT_ID, answer->client_id, out_bytes);
    write_short_text(ANSWER_PATIENT_NAME, answer->patient_name, out_bytes);
    if (with_signature) {
        write_signature(ANSWER_SIGNATURE, answer->signature, out_bytes);
    }
}

/* A flat switch over the keys. */
static void read_answer_member(struct cbor_reader *reader, uint64_t key, struct join_answer *answer)
{
    switch (key) {
    case ANSWER_CIRCLE:
        answer->circle = cbor_reader_id(reader);
        return;
    case ANSWER_PERSON:
        answer->person = cbor_reader_id(reader);
        return;
    case ANSWER_SIGN:
        answer->sign = cbor_reader_key(reader);
        return;
    case ANSWER_BOX:
        answer->box = cbor_reader_key(reader);
        return;
    case ANSWER_CLIENT_ID:
        answer->client_id = cbor_reader_text(reader, NAME_TEXT_MAX);
        return;
    case ANSWER_PATIENT_NAME:
        answer->patient_name = cbor_reader_text(reader, NAME_TEXT_MAX);
        return;
    case ANSWER_SIGNATURE:
        cbor_reader_exact(reader, answer->signature, sizeof answer->signature);
        return;
    default:
        cbor_reader_skip(reader);
    }
}

enum daybook_status join_answer_decode(struct bytes bytes, struct join_answer *out_answer)
{
    assert(out_answer != NULL);
    struct cbor_reader reader = cbor_reader_of(bytes);
    struct join_answer answer = {0};
    struct cbor_map map = cbor_reader_map(&reader);
    while (cbor_reader_next(&reader, &map)) {
        read_answer_member(&reader, map.key, &answer);
    }
    if (!cbor_reader_done(&reader) || (map.seen & ANSWER_KEYS) != ANSWER_KEYS) {
        return DAYBOOK_INVALID;
    }
    *out_answer = answer;
    return DAYBOOK_OK;
}

void join_confirmation_encode(const uint8_t signature[static 64], struct buffer *out_bytes)
{
    cbor_writer_map(out_bytes, 1);
    write_signature(CONFIRMATION_SIGNATURE, signature, out_bytes);
}

enum daybook_status join_confirmation_decode(struct bytes bytes, uint8_t out_signature[static 64])
{
    struct cbor_reader reader = cbor_reader_of(bytes);
    uint8_t signature[SIGNATURE_SIZE] = {0};
    struct cbor_map map = cbor_reader_map(&reader);
    while (cbor_reader_next(&reader, &map)) {
        if (map.key == CONFIRMATION_SIGNATURE) {
            cbor_reader_exact(&reader, signature, sizeof signature);
        } else {
            cbor_reader_skip(&reader);
        }
    }
    if (!cbor_reader_done(&reader) || (map.seen & 1U << CONFIRMATION_SIGNATURE) == 0) {
        return DAYBOOK_INVALID;
    }
    memcpy(out_signature, signature, sizeof signature);
    return DAYBOOK_OK;
}
