/* A reduced day as the bytes this store keeps of it for itself: small, and read without looking up
 * names. They never leave the device. For journal/ only. */
#ifndef JOURNAL_DAY_BYTES_H
#define JOURNAL_DAY_BYTES_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/bytes.h"
#include "trends/day.h"

/* Append the bytes of a day; what fails is the buffer's to tell. */
void day_bytes_write(const struct day *day, struct buffer *out_bytes);

/* The day of these bytes, with its values in the arena. False: they are not such bytes, or memory
 * is short. */
bool day_bytes_read(struct bytes bytes, int32_t day, struct arena *arena, struct day *out_day);

/* What the bytes depend on beside the entries: which measures there are and how they are reduced,
 * by this version of the program. Bytes made under another number are not to be read. */
uint64_t day_bytes_rules(void);

#endif
