/* Deflate over memory, with a bound on what comes out. */
#ifndef WIRE_COMPRESSION_H
#define WIRE_COMPRESSION_H

#include <stddef.h>

#include <daybook/status.h>

#include "base/buffer.h"
#include "base/bytes.h"

/* Append raw deflate (RFC 1951, level 6) of the bytes. NO_MEMORY. */
enum daybook_status compression_deflate(struct bytes bytes, struct buffer *out_bytes);

/* The reverse. INVALID: not exactly one deflated stream; FULL: it holds more than size_max bytes;
 * NO_MEMORY. */
enum daybook_status compression_inflate(struct bytes bytes, size_t size_max,
                                        struct buffer *out_bytes);

#endif
