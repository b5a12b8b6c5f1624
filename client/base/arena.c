/* An arena: memory for one event or one request, given back all at once. */
#include "base/arena.h"

#include <assert.h>
#include <stdalign.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { ARENA_BLOCK_SIZE = 16384 };

struct arena_block {
    struct arena_block *next;
    size_t size;
    size_t used;
    alignas(max_align_t) uint8_t data[];
};

struct arena {
    struct arena_block *blocks; /* the newest first */
    size_t limit_size;
    size_t taken_size;
};

struct arena *arena_create(size_t limit_size)
{
    struct arena *arena = calloc(1, sizeof *arena);
    if (arena != NULL) {
        arena->limit_size = limit_size == 0 ? SIZE_MAX : limit_size;
    }
    return arena;
}

static void free_blocks(struct arena_block *block)
{
    while (block != NULL) {
        struct arena_block *next = block->next;
        free(block);
        block = next;
    }
}

void arena_free(struct arena *arena)
{
    if (arena == NULL) {
        return;
    }
    free_blocks(arena->blocks);
    free(arena);
}

void arena_reset(struct arena *arena)
{
    assert(arena != NULL);
    if (arena->blocks != NULL) {
        free_blocks(arena->blocks->next);
        arena->blocks->next = NULL;
        arena->blocks->used = 0;
    }
    arena->taken_size = 0;
}

static struct arena_block *add_block(struct arena *arena, size_t size)
{
    size_t block_size = size > ARENA_BLOCK_SIZE ? size : ARENA_BLOCK_SIZE;
    struct arena_block *block = malloc(sizeof *block + block_size);
    if (block == NULL) {
        return NULL;
    }
    *block = (struct arena_block){.next = arena->blocks, .size = block_size};
    arena->blocks = block;
    return block;
}

void *arena_take(struct arena *arena, size_t size)
{
    assert(arena != NULL);
    const size_t step = alignof(max_align_t);
    if (size > SIZE_MAX / 2) {
        return NULL;
    }
    size_t rounded = (size + step - 1) / step * step;
    if (rounded > arena->limit_size - arena->taken_size) {
        return NULL;
    }
    struct arena_block *block = arena->blocks;
    if (block == NULL || block->size - block->used < rounded) {
        block = add_block(arena, rounded);
        if (block == NULL) {
            return NULL;
        }
    }
    uint8_t *memory = block->data + block->used;
    block->used += rounded;
    arena->taken_size += rounded;
    memset(memory, 0, rounded);
    return memory;
}

void *arena_take_array(struct arena *arena, size_t count, size_t element_size)
{
    if (element_size != 0 && count > SIZE_MAX / element_size) {
        return NULL;
    }
    return arena_take(arena, count * element_size);
}

bool arena_copy(struct arena *arena, struct bytes bytes, struct bytes *out_copy)
{
    if (bytes.size == SIZE_MAX) {
        return false;
    }
    uint8_t *copy = arena_take(arena, bytes.size + 1);
    if (copy == NULL) {
        return false;
    }
    if (bytes.size > 0) {
        memcpy(copy, bytes.data, bytes.size);
    }
    *out_copy = (struct bytes){copy, bytes.size};
    return true;
}

char *arena_copy_text(struct arena *arena, struct bytes bytes)
{
    struct bytes copy;
    if (!arena_copy(arena, bytes, &copy)) {
        return NULL;
    }
    return (char *)(uintptr_t)copy.data;
}
