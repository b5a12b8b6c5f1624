/* RFC 4648 base64url without padding. */
#include "wire/base64url.h"

#include <assert.h>
#include <string.h>

enum { DIGIT_BITS = 6, BYTE_BITS = 8 };

static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

void base64url_encode(struct bytes bytes, struct buffer *out_text)
{
    assert(out_text != NULL);
    uint32_t waiting = 0;
    unsigned bit_count = 0;
    for (size_t i = 0; i < bytes.size; i++) {
        waiting = (waiting << BYTE_BITS | bytes.data[i]) & 0xffff;
        bit_count += BYTE_BITS;
        while (bit_count >= DIGIT_BITS) {
            bit_count -= DIGIT_BITS;
            uint8_t digit = (uint8_t)digits[waiting >> bit_count & 0x3f];
            buffer_append(out_text, (struct bytes){&digit, 1});
        }
    }
    if (bit_count > 0) {
        uint8_t digit = (uint8_t)digits[waiting << (DIGIT_BITS - bit_count) & 0x3f];
        buffer_append(out_text, (struct bytes){&digit, 1});
    }
}

static bool is_blank(uint8_t character)
{
    return character == ' ' || character == '\t' || character == '\r' || character == '\n';
}

bool base64url_decode(struct bytes text, struct buffer *out_bytes)
{
    assert(out_bytes != NULL);
    uint32_t waiting = 0;
    unsigned bit_count = 0;
    for (size_t i = 0; i < text.size; i++) {
        if (is_blank(text.data[i])) {
            continue;
        }
        const char *digit = memchr(digits, text.data[i], sizeof digits - 1);
        if (digit == NULL) {
            return false;
        }
        waiting = (waiting << DIGIT_BITS | (uint32_t)(digit - digits)) & 0xffff;
        bit_count += DIGIT_BITS;
        if (bit_count >= BYTE_BITS) {
            bit_count -= BYTE_BITS;
            uint8_t byte = (uint8_t)(waiting >> bit_count);
            buffer_append(out_bytes, (struct bytes){&byte, 1});
        }
    }
    return bit_count < DIGIT_BITS && (waiting & ((1U << bit_count) - 1)) == 0;
}
