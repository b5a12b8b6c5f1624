/* Borrowed bytes, identifiers and digests: the small values every room passes around. */
#ifndef BASE_BYTES_H
#define BASE_BYTES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Bytes that somebody else owns. Never frees, never outlives its owner; data may be NULL when size
 * is 0. */
struct bytes {
    const uint8_t *data;
    size_t size;
};

/* A name of 128 bits: an entry, a person, a circle, a feed, an incarnation, a store. */
struct id128 {
    uint8_t bytes[16];
};

/* 256 bits: a BLAKE2b digest or a public key. Never a secret: those live in the vault. */
struct key256 {
    uint8_t bytes[32];
};

enum { ID128_HEX_SIZE = 33, KEY256_HEX_SIZE = 65 }; /* with the closing zero */

/* Borrow a zero-terminated text, without its zero. */
struct bytes bytes_of_text(const char *text);

/* True when both hold the same bytes. Takes time that depends on content: not for secrets. */
bool bytes_equal(struct bytes left, struct bytes right);

/* True when the bytes are exactly this zero-terminated text. */
bool bytes_equal_text(struct bytes bytes, const char *text);

/* Order by content, then by size; below 0, 0 or above 0, as memcmp does. */
int bytes_compare(struct bytes left, struct bytes right);

/* True when the bytes are well-formed UTF-8 without U+0000 and without surrogates. */
bool bytes_are_text(struct bytes bytes);

bool id128_equal(struct id128 left, struct id128 right);
bool key256_equal(struct key256 left, struct key256 right);
int id128_compare(struct id128 left, struct id128 right);
int key256_compare(struct key256 left, struct key256 right);
bool id128_is_zero(struct id128 id);

/* Lower-case hexadecimal with a closing zero. */
void id128_to_hex(struct id128 id, char out_hex[static ID128_HEX_SIZE]);
void key256_to_hex(struct key256 key, char out_hex[static KEY256_HEX_SIZE]);

/* Read exactly 32 (64) hexadecimal digits of either case. False, and the output untouched, for
 * anything else. */
bool id128_from_hex(struct bytes hex, struct id128 *out_id);
bool key256_from_hex(struct bytes hex, struct key256 *out_key);

#endif
