/* Randomness that repeats: in this program libsodium draws from one seed. */
#include "simulation/journals/repeatable.h"

#include <assert.h>
#include <sodium.h>
#include <stddef.h>
#include <stdint.h>

static struct chance first_source = {1};
static struct chance *present = &first_source;

static const char *name(void)
{
    return "repeatable";
}

static uint32_t draw(void)
{
    return (uint32_t)chance_next(present);
}

static void fill(void *const bytes, const size_t size)
{
    uint8_t *next = bytes;
    for (size_t i = 0; i < size; i++) {
        next[i] = (uint8_t)chance_next(present);
    }
}

static struct randombytes_implementation repeatable = {
    .implementation_name = name, .random = draw, .buf = fill};

void repeatable_begin(void)
{
    int replaced = randombytes_set_implementation(&repeatable);
    assert(replaced == 0);
    (void)replaced; /* says only that there was one before */
}

void repeatable_draw_from(struct chance *source)
{
    present = source;
}
