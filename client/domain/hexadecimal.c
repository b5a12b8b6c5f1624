/* Reading hexadecimal digits. */
#include "domain/hexadecimal.h"

#include <assert.h>
#include <stddef.h>

enum { NO_DIGIT = 16 };

static uint8_t digit_of(uint8_t letter)
{
    if (letter >= '0' && letter <= '9') {
        return (uint8_t)(letter - '0');
    }
    if (letter >= 'a' && letter <= 'f') {
        return (uint8_t)(letter - 'a' + 10);
    }
    if (letter >= 'A' && letter <= 'F') {
        return (uint8_t)(letter - 'A' + 10);
    }
    return NO_DIGIT;
}

bool hexadecimal_is(struct bytes text)
{
    for (size_t i = 0; i < text.size; i++) {
        if (digit_of(text.data[i]) == NO_DIGIT) {
            return false;
        }
    }
    return text.size > 0 && text.size % 2 == 0;
}

bool hexadecimal_read(struct bytes text, struct arena *arena, struct bytes *out_bytes)
{
    assert(hexadecimal_is(text) && arena != NULL && out_bytes != NULL);
    uint8_t *bytes = arena_take(arena, text.size / 2);
    if (bytes == NULL) {
        return false;
    }
    for (size_t i = 0; i < text.size / 2; i++) {
        bytes[i] = (uint8_t)(digit_of(text.data[2 * i]) << 4 | digit_of(text.data[2 * i + 1]));
    }
    *out_bytes = (struct bytes){bytes, text.size / 2};
    return true;
}
