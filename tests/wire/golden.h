/* Golden bytes, and what strangers may do to them. */
#ifndef WIRE_GOLDEN_H
#define WIRE_GOLDEN_H

#include <stdbool.h>
#include <stdint.h>

#include "base/bytes.h"

/* Compare with tests/golden/wire/NAME.hex; DAYBOOK_ACCEPT=1 rewrites the file instead. */
void golden_matches(const char *name, struct bytes actual);

/* The same for a text in tests/golden/wire/NAME.txt. */
void golden_text_matches(const char *name, struct bytes actual);

/* Hand every truncation, and every change of a single byte to eight other values, to a reader: it
 * may accept or refuse, never crash. Each lies in memory of exactly its size, so that the sanitizer
 * sees a read beyond it. Every truncation must be refused. */
void golden_survives_damage(struct bytes good, bool (*reads)(struct bytes damaged));

/* Bytes of hexadecimal text with spaces, in memory the caller frees; *out_size tells how many. */
uint8_t *golden_bytes_of(const char *hex, size_t *out_size);

/* A key of nothing but this byte. */
struct key256 golden_key(uint8_t byte);

/* A seeded sequence of numbers (splitmix64): equal seeds give equal tests. */
uint64_t golden_random(uint64_t *state);

#endif
