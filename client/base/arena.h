/* An arena: memory for one event or one request, given back all at once. */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <stddef.h>

#include "base/bytes.h"

/* Grows by blocks; everything taken from it is freed together. Not for secrets. */
struct arena;

/* Make an arena that hands out at most limit_size bytes in all (0: no limit of its own). NULL when
 * memory is short. The caller owns it and frees it with arena_free(). */
struct arena *arena_create(size_t limit_size);

/* Free the arena and everything taken from it. NULL is allowed. */
void arena_free(struct arena *arena);

/* Give back everything taken, keeping the first block for the next event. */
void arena_reset(struct arena *arena);

/* Zeroed memory aligned for any type, valid until reset or free; NULL when memory or the limit is
 * exhausted. A size of 0 gives a pointer that must not be read. */
void *arena_take(struct arena *arena, size_t size);

/* Room for count elements; NULL also when the product overflows. */
void *arena_take_array(struct arena *arena, size_t count, size_t element_size);

/* Copy bytes into the arena, followed by a zero byte that is not counted. False when memory is
 * exhausted. */
bool arena_copy(struct arena *arena, struct bytes bytes, struct bytes *out_copy);

/* Copy bytes as a zero-terminated text; NULL when memory is exhausted. */
char *arena_copy_text(struct arena *arena, struct bytes bytes);

#endif
