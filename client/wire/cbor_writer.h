/* Deterministic CBOR: one shape for each value. */
#ifndef WIRE_CBOR_WRITER_H
#define WIRE_CBOR_WRITER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "base/bytes.h"

/* Each appends one item, or the head of one, in RFC 8949's core deterministic form: shortest
 * lengths and integers, definite sizes. The one difference: a decimal always takes 64 bits, so that
 * it stays a decimal. Memory that runs out is seen at the end, in out_bytes->failed. */
void cbor_writer_unsigned(struct buffer *out_bytes, uint64_t number);
void cbor_writer_integer(struct buffer *out_bytes, int64_t number);
void cbor_writer_decimal(struct buffer *out_bytes, double number);
void cbor_writer_bool(struct buffer *out_bytes, bool value);
void cbor_writer_null(struct buffer *out_bytes);
void cbor_writer_bytes(struct buffer *out_bytes, struct bytes bytes);

/* Text that is no UTF-8 could never be read back: it sets failed. */
void cbor_writer_text(struct buffer *out_bytes, struct bytes text);

/* The head of a list, followed by count items, or of a map, followed by count keys and values. */
void cbor_writer_list(struct buffer *out_bytes, size_t count);
void cbor_writer_map(struct buffer *out_bytes, size_t count);

void cbor_writer_id(struct buffer *out_bytes, struct id128 id);
void cbor_writer_key(struct buffer *out_bytes, struct key256 key);

#endif
