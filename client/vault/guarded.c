/* Guarded memory for everything secret. */
#include "vault/guarded.h"

#include <assert.h>
#include <sodium.h>
#include <stdalign.h>
#include <stdint.h>
#include <string.h>

/* The one variable of the vault that changes: the library is single-threaded, and a count that
 * every test can ask for is worth it. */
static size_t live;

void *guarded_take(size_t size)
{
    assert(size <= SIZE_MAX - alignof(max_align_t));
    /* sodium_malloc() puts the end of the memory against a guard page, so only a rounded size
     * gives an aligned start. */
    size_t rounded =
        (size + alignof(max_align_t) - 1) / alignof(max_align_t) * alignof(max_align_t);
    void *memory = sodium_malloc(rounded);
    if (memory == NULL) {
        return NULL;
    }
    memset(memory, 0, rounded);
    live++;
    return memory;
}

void guarded_free(void *memory)
{
    if (memory == NULL) {
        return;
    }
    assert(live > 0);
    live--;
    sodium_free(memory);
}

size_t guarded_live(void)
{
    return live;
}
