/* The text of an invitation. */
#include "wire/invitation.h"

#include <assert.h>
#include <string.h>
#include <zlib.h>

#include "base/limits.h"
#include "wire/base64url.h"
#include "wire/cbor_reader.h"
#include "wire/cbor_writer.h"
#include "wire/compression.h"

/* Keys of schema/wire/invitation.cddl. */
enum {
    INVITATION_SECRET = 1,
    INVITATION_FINGERPRINT = 2,
    INVITATION_EXPIRES = 3,
    INVITATION_ROLE = 4,
    INVITATION_SEAT = 5,
};
enum {
    SEAT_BROKER = 1,
    SEAT_CA = 2,
    SEAT_CIRCLE = 3,
    SEAT_CLIENT_ID = 4,
    SEAT_USERNAME = 5,
    SEAT_PASSWORD = 6,
    SEAT_RATE = 7,
};
enum { INVITATION_KEYS = 0x3e, SEAT_KEYS = 0x7e, CHECKSUM_SIZE = 4 };
enum { SEAT_NAME_MIN = 16, SEAT_NAME_MAX = 32, CONTENT_SIZE_MAX = 16384, TEXT_SIZE_MAX = 65536 };

static const char family[] = "DAYBOOK";
static const char prefix[] = "DAYBOOK1.";

/* A circle's or device's name towards the broker. */
static bool is_seat_name(struct bytes name)
{
    for (size_t i = 0; i < name.size; i++) {
        bool is_letter = name.data[i] >= 'a' && name.data[i] <= 'z';
        bool is_digit = name.data[i] >= '0' && name.data[i] <= '9';
        if (!is_letter && !is_digit) {
            return false;
        }
    }
    return name.size >= SEAT_NAME_MIN && name.size <= SEAT_NAME_MAX;
}

static bool is_sound(const struct invitation *invitation)
{
    const struct invitation_seat *seat = &invitation->seat;
    return seat->broker.size > 0 && is_seat_name(seat->circle) && is_seat_name(seat->client_id);
}

static void write_text(unsigned key, struct bytes text, struct buffer *out_bytes)
{
    cbor_writer_unsigned(out_bytes, key);
    cbor_writer_text(out_bytes, text);
}

static void write_seat(const struct invitation_seat *seat, struct buffer *out_bytes)
{
    cbor_writer_map(out_bytes, seat->messages_per_second == 0 ? 6 : 7);
    write_text(SEAT_BROKER, seat->broker, out_bytes);
    write_text(SEAT_CA, seat->ca, out_bytes);
    write_text(SEAT_CIRCLE, seat->circle, out_bytes);
    write_text(SEAT_CLIENT_ID, seat->client_id, out_bytes);
    write_text(SEAT_USERNAME, seat->username, out_bytes);
    write_text(SEAT_PASSWORD, seat->password, out_bytes);
    if (seat->messages_per_second != 0) {
        cbor_writer_unsigned(out_bytes, SEAT_RATE);
        cbor_writer_unsigned(out_bytes, seat->messages_per_second);
    }
}

static void write_content(const struct invitation *invitation, struct buffer *out_bytes)
{
    cbor_writer_map(out_bytes, 5);
    cbor_writer_unsigned(out_bytes, INVITATION_SECRET);
    cbor_writer_bytes(out_bytes, (struct bytes){invitation->secret, sizeof invitation->secret});
    cbor_writer_unsigned(out_bytes, INVITATION_FINGERPRINT);
    cbor_writer_bytes(out_bytes, (struct bytes){invitation->inviter_fingerprint,
                                                sizeof invitation->inviter_fingerprint});
    cbor_writer_unsigned(out_bytes, INVITATION_EXPIRES);
    cbor_writer_integer(out_bytes, invitation->expires_ms);
    cbor_writer_unsigned(out_bytes, INVITATION_ROLE);
    cbor_writer_unsigned(out_bytes, invitation->role);
    cbor_writer_unsigned(out_bytes, INVITATION_SEAT);
    write_seat(&invitation->seat, out_bytes);
}

/* A typing error must be told apart from a forgery: this guards against the first alone. */
static void checksum(struct bytes bytes, uint8_t out_sum[static CHECKSUM_SIZE])
{
    unsigned long sum = crc32(0, bytes.data, (uInt)bytes.size);
    for (unsigned i = 0; i < CHECKSUM_SIZE; i++) {
        out_sum[i] = (uint8_t)(sum >> (24 - 8 * i));
    }
}

void invitation_encode(const struct invitation *invitation, struct buffer *out_text)
{
    assert(invitation != NULL);
    assert(out_text != NULL);
    struct buffer content = {.limit_size = CONTENT_SIZE_MAX};
    struct buffer packed = {0};
    write_content(invitation, &content);
    if (content.failed || !is_sound(invitation) ||
        compression_deflate(buffer_bytes(&content), &packed) != DAYBOOK_OK) {
        out_text->failed = true;
        goto done;
    }
    uint8_t sum[CHECKSUM_SIZE];
    checksum(buffer_bytes(&packed), sum);
    buffer_append(&packed, (struct bytes){sum, sizeof sum});
    buffer_append_text(out_text, prefix);
    base64url_encode(buffer_bytes(&packed), out_text);
    out_text->failed = out_text->failed || packed.failed;
done:
    buffer_free(&packed);
    buffer_free(&content);
}

static uint32_t read_rate(struct cbor_reader *reader)
{
    uint64_t rate = cbor_reader_unsigned(reader);
    if (rate == 0 || rate > MESSAGES_PER_SECOND_MAX) {
        cbor_reader_fail(reader);
        return 0;
    }
    return (uint32_t)rate;
}

/* A flat switch over the keys. */
static void read_seat_member(struct cbor_reader *reader, uint64_t key, struct invitation_seat *seat)
{
    switch (key) {
    case SEAT_BROKER:
        seat->broker = cbor_reader_text(reader, SIZE_MAX);
        return;
    case SEAT_CA:
        seat->ca = cbor_reader_text(reader, SIZE_MAX);
        return;
    case SEAT_CIRCLE:
        seat->circle = cbor_reader_text(reader, SIZE_MAX);
        return;
    case SEAT_CLIENT_ID:
        seat->client_id = cbor_reader_text(reader, SIZE_MAX);
        return;
    case SEAT_USERNAME:
        seat->username = cbor_reader_text(reader, SIZE_MAX);
        return;
    case SEAT_PASSWORD:
        seat->password = cbor_reader_text(reader, SIZE_MAX);
        return;
    case SEAT_RATE:
        seat->messages_per_second = read_rate(reader);
        return;
    default:
        cbor_reader_skip(reader);
    }
}

static struct invitation_seat read_seat(struct cbor_reader *reader)
{
    struct invitation_seat seat = {0};
    struct cbor_map map = cbor_reader_map(reader);
    while (cbor_reader_next(reader, &map)) {
        read_seat_member(reader, map.key, &seat);
    }
    if ((map.seen & SEAT_KEYS) != SEAT_KEYS) {
        cbor_reader_fail(reader);
    }
    return seat;
}

/* A flat switch over the keys. */
static void read_member(struct cbor_reader *reader, uint64_t key, struct invitation *invitation)
{
    switch (key) {
    case INVITATION_SECRET:
        cbor_reader_exact(reader, invitation->secret, sizeof invitation->secret);
        return;
    case INVITATION_FINGERPRINT:
        cbor_reader_exact(reader, invitation->inviter_fingerprint,
                          sizeof invitation->inviter_fingerprint);
        return;
    case INVITATION_EXPIRES:
        invitation->expires_ms = cbor_reader_integer(reader);
        return;
    case INVITATION_ROLE:
        invitation->role = (enum role)cbor_reader_choice(reader, ROLE_COUNT);
        return;
    case INVITATION_SEAT:
        invitation->seat = read_seat(reader);
        return;
    default:
        cbor_reader_skip(reader);
    }
}

static enum daybook_status read_content(struct bytes content, struct invitation *out_invitation)
{
    struct cbor_reader reader = cbor_reader_of(content);
    struct invitation invitation = {0};
    struct cbor_map map = cbor_reader_map(&reader);
    while (cbor_reader_next(&reader, &map)) {
        read_member(&reader, map.key, &invitation);
    }
    if (!cbor_reader_done(&reader) || (map.seen & INVITATION_KEYS) != INVITATION_KEYS ||
        !is_sound(&invitation)) {
        return DAYBOOK_INVALID;
    }
    *out_invitation = invitation;
    return DAYBOOK_OK;
}

/* Check and take off the checksum, and inflate what it guards. */
static enum daybook_status unpack(struct bytes packed, struct buffer *out_content)
{
    if (packed.size < CHECKSUM_SIZE) {
        return DAYBOOK_INVALID;
    }
    packed.size -= CHECKSUM_SIZE;
    uint8_t sum[CHECKSUM_SIZE];
    checksum(packed, sum);
    if (memcmp(sum, packed.data + packed.size, CHECKSUM_SIZE) != 0) {
        return DAYBOOK_INVALID;
    }
    enum daybook_status status = compression_inflate(packed, CONTENT_SIZE_MAX, out_content);
    return status == DAYBOOK_FULL ? DAYBOOK_INVALID : status;
}

/* Skip the white space a person copies along. */
static struct bytes without_leading_blanks(struct bytes text)
{
    while (text.size > 0 && memchr(" \t\r\n", text.data[0], 4) != NULL) {
        text.data++;
        text.size--;
    }
    return text;
}

/* OK when the text starts as a code of this version does; NEWER for a code of another. */
static enum daybook_status check_prefix(struct bytes text)
{
    size_t family_size = sizeof family - 1;
    size_t prefix_size = sizeof prefix - 1;
    if (text.size < prefix_size || memcmp(text.data, family, family_size) != 0) {
        return DAYBOOK_INVALID;
    }
    if (memcmp(text.data, prefix, prefix_size) == 0) {
        return DAYBOOK_OK;
    }
    uint8_t version = text.data[family_size];
    return version >= '1' && version <= '9' ? DAYBOOK_NEWER : DAYBOOK_INVALID;
}

enum daybook_status invitation_decode(struct bytes text, struct arena *arena,
                                      struct invitation *out_invitation)
{
    assert(arena != NULL);
    assert(out_invitation != NULL);
    text = without_leading_blanks(text);
    enum daybook_status status = check_prefix(text);
    if (status != DAYBOOK_OK || text.size > TEXT_SIZE_MAX) {
        return status != DAYBOOK_OK ? status : DAYBOOK_INVALID;
    }
    struct bytes digits = {text.data + sizeof prefix - 1, text.size - (sizeof prefix - 1)};
    struct buffer packed = {0};
    struct buffer content = {0};
    struct bytes kept;
    if (!base64url_decode(digits, &packed)) {
        status = DAYBOOK_INVALID;
        goto done;
    }
    status = packed.failed ? DAYBOOK_NO_MEMORY : unpack(buffer_bytes(&packed), &content);
    if (status != DAYBOOK_OK) {
        goto done;
    }
    status = arena_copy(arena, buffer_bytes(&content), &kept) ? read_content(kept, out_invitation)
                                                              : DAYBOOK_NO_MEMORY;
done:
    buffer_free(&content);
    buffer_free(&packed);
    return status;
}
