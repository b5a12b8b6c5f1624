/* BLAKE2b digests of the protocol. */
#include "vault/digest.h"

#include <assert.h>
#include <sodium.h>

#include "vault/little_endian.h"

/* The state may have read a key, as for the id of an epoch, so it is wiped. */
static void digest(const char *label, const struct bytes *parts, size_t count, uint8_t *out_digest,
                   size_t digest_size)
{
    assert(label != NULL);
    assert(count <= DIGEST_PARTS_MAX);
    crypto_generichash_state state;
    struct bytes name = bytes_of_text(label);
    (void)crypto_generichash_init(&state, NULL, 0, digest_size);
    (void)crypto_generichash_update(&state, name.data, name.size);
    for (size_t i = 0; i < count; i++) {
        (void)crypto_generichash_update(&state, parts[i].data, parts[i].size);
    }
    (void)crypto_generichash_final(&state, out_digest, digest_size);
    sodium_memzero(&state, sizeof state);
}

struct key256 digest_256(const char *label, const struct bytes *parts, size_t count)
{
    struct key256 result = {{0}};
    digest(label, parts, count, result.bytes, sizeof result.bytes);
    return result;
}

struct id128 digest_128(const char *label, const struct bytes *parts, size_t count)
{
    struct id128 result = {{0}};
    digest(label, parts, count, result.bytes, sizeof result.bytes);
    return result;
}

struct id128 digest_circle(struct bytes genesis_header, struct bytes genesis_body)
{
    struct key256 body = digest_body(genesis_body);
    const struct bytes parts[] = {{body.bytes, sizeof body.bytes}, genesis_header};
    return digest_128("daybook/1/circle", parts, 2);
}

struct id128 digest_feed(struct id128 circle, struct key256 device, struct id128 incarnation,
                         uint8_t stream)
{
    const struct bytes parts[] = {
        {circle.bytes, sizeof circle.bytes},
        {device.bytes, sizeof device.bytes},
        {incarnation.bytes, sizeof incarnation.bytes},
        {&stream, sizeof stream},
    };
    return digest_128("daybook/1/feed", parts, 4);
}

struct key256 digest_body(struct bytes body)
{
    return digest_256("daybook/1/body", &body, 1);
}

struct key256 digest_operation(struct id128 feed, uint64_t number, struct key256 previous,
                               struct bytes header)
{
    uint8_t number_bytes[8];
    little_endian_put_u64(number_bytes, number);
    const struct bytes parts[] = {
        {feed.bytes, sizeof feed.bytes},
        {number_bytes, sizeof number_bytes},
        {previous.bytes, sizeof previous.bytes},
        header,
    };
    return digest_256("daybook/1/op", parts, 4);
}

struct id128 digest_fingerprint(struct key256 signing_key)
{
    const struct bytes key = {signing_key.bytes, sizeof signing_key.bytes};
    return digest_128("daybook/1/fingerprint", &key, 1);
}

void digest_stream_topic(struct id128 circle, uint8_t stream,
                         char out_text[static STREAM_TOPIC_SIZE])
{
    static const char label[] = "daybook/1/topic";
    uint8_t message[sizeof label];
    uint8_t name[crypto_generichash_BYTES_MIN];
    for (size_t i = 0; i < sizeof label - 1; i++) {
        message[i] = (uint8_t)label[i];
    }
    message[sizeof label - 1] = stream;
    (void)crypto_generichash(name, sizeof name, message, sizeof message, circle.bytes,
                             sizeof circle.bytes);
    (void)sodium_bin2hex(out_text, STREAM_TOPIC_SIZE, name, (STREAM_TOPIC_SIZE - 1) / 2);
}
