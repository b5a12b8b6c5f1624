/* Strict CBOR from strangers: exactly what cbor_writer writes, and nothing else. */
#ifndef WIRE_CBOR_READER_H
#define WIRE_CBOR_READER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/bytes.h"

enum {
    CBOR_READER_DEPTH_MAX = 16,  /* lists and maps inside each other in what is skipped */
    CBOR_READER_COUNT_MAX = 1024 /* items of one list or pairs of one map */
};

enum cbor_token_type {
    CBOR_TOKEN_NONE, /* not allowed here: tags, indefinite sizes, other floats, other simple values
                      */
    CBOR_TOKEN_UNSIGNED,
    CBOR_TOKEN_NEGATIVE,
    CBOR_TOKEN_BYTES,
    CBOR_TOKEN_TEXT,
    CBOR_TOKEN_LIST,
    CBOR_TOKEN_MAP,
    CBOR_TOKEN_DECIMAL,
    CBOR_TOKEN_BOOL,
    CBOR_TOKEN_NULL,
};

/* One item, or the head of a list or map. */
struct cbor_token {
    enum cbor_token_type type;
    uint64_t number;    /* UNSIGNED; NEGATIVE: the value is -1 - number; LIST, MAP: how many */
    struct bytes bytes; /* BYTES, TEXT: borrowed from the input */
    double decimal;     /* finite */
    bool boolean;
};

/* Start with cbor_reader_of(). The first item that is not as expected sets failed; from then on
 * every reading gives zero, nothing or false, so a decoder looks once at the end. */
struct cbor_reader {
    struct bytes left;
    bool failed;
};

struct cbor_reader cbor_reader_of(struct bytes bytes);

/* True when everything was as expected and nothing is left. */
bool cbor_reader_done(const struct cbor_reader *reader);

/* The next item; fails on anything that is malformed, not in its shortest form, a decimal that is
 * not finite, text that is no UTF-8, or a count that CBOR_READER_COUNT_MAX or the bytes left cannot
 * hold. */
struct cbor_token cbor_reader_token(struct cbor_reader *reader);

uint64_t cbor_reader_unsigned(struct cbor_reader *reader);
uint32_t cbor_reader_unsigned32(struct cbor_reader *reader);
int64_t cbor_reader_integer(struct cbor_reader *reader);

/* A number below count, such as one of an enum. */
unsigned cbor_reader_choice(struct cbor_reader *reader, unsigned count);

bool cbor_reader_bool(struct cbor_reader *reader);
struct bytes cbor_reader_bytes(struct cbor_reader *reader);
struct id128 cbor_reader_id(struct cbor_reader *reader);
struct key256 cbor_reader_key(struct cbor_reader *reader);

/* Exactly size bytes. */
void cbor_reader_exact(struct cbor_reader *reader, uint8_t *out_bytes, size_t size);

/* At most size_max bytes of text. */
struct bytes cbor_reader_text(struct cbor_reader *reader, size_t size_max);

/* Bytes, or null, which gives data NULL; empty bytes give data that is not NULL. */
struct bytes cbor_reader_bytes_or_null(struct cbor_reader *reader);

/* The head of a list of at most count_max items; how many follow. */
size_t cbor_reader_list(struct cbor_reader *reader, size_t count_max);

/* The head of a list of exactly count items. */
void cbor_reader_list_of(struct cbor_reader *reader, size_t count);

/* Reading a map with ascending unsigned keys:
 *
 *     struct cbor_map map = cbor_reader_map(&reader);
 *     while (cbor_reader_next(&reader, &map)) {
 *         switch (map.key) { ... read or skip its value ... }
 *     }
 *     all there: (map.seen & wanted) == wanted
 */
struct cbor_map {
    size_t left;
    uint64_t key;
    uint32_t seen; /* a bit (1 << key) for each key below 32 */
    bool begun;
};
struct cbor_map cbor_reader_map(struct cbor_reader *reader);

/* Step to the next key. False at the end, and on a key that repeats or does not ascend. */
bool cbor_reader_next(struct cbor_reader *reader, struct cbor_map *map);

/* Read over one item and all that is inside it. */
void cbor_reader_skip(struct cbor_reader *reader);

/* Note that what was read is not what the decoder expects. */
void cbor_reader_fail(struct cbor_reader *reader);

#endif
