/* BLAKE2b digests of the protocol: chains, names, topics. Every digest starts with its own label.
 */
#ifndef VAULT_DIGEST_H
#define VAULT_DIGEST_H

#include <stddef.h>
#include <stdint.h>

#include "base/bytes.h"

enum { DIGEST_PARTS_MAX = 8 };

/* BLAKE2b-256 over label and parts, one after the other. Parts of variable size must be the last,
 * or fixed by the label, so that two inputs never meet; at most DIGEST_PARTS_MAX parts. */
struct key256 digest_256(const char *label, const struct bytes *parts, size_t count);

/* The same with 128 bits. */
struct id128 digest_128(const char *label, const struct bytes *parts, size_t count);

/* Names and links of schema/wire. */
struct id128 digest_circle(struct bytes genesis_header, struct bytes genesis_body);
struct id128 digest_feed(struct id128 circle, struct key256 device, struct id128 incarnation,
                         uint8_t stream);
struct key256 digest_body(struct bytes body);
struct key256 digest_operation(struct id128 feed, uint64_t number, struct key256 previous,
                               struct bytes header);

/* What an invitation names its inviter's signing key by. */
struct id128 digest_fingerprint(struct key256 signing_key);

/* The broker-facing name of a stream: 16 hexadecimal digits of BLAKE2b keyed with the circle id,
 * which never crosses the broker in clear. */
enum { STREAM_TOPIC_SIZE = 17 };
void digest_stream_topic(struct id128 circle, uint8_t stream,
                         char out_text[static STREAM_TOPIC_SIZE]);

#endif
