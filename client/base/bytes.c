/* Borrowed bytes, identifiers and digests. */
#include "base/bytes.h"

#include <assert.h>
#include <string.h>

struct bytes bytes_of_text(const char *text)
{
    assert(text != NULL);
    return (struct bytes){(const uint8_t *)text, strlen(text)};
}

bool bytes_equal(struct bytes left, struct bytes right)
{
    return left.size == right.size &&
           (left.size == 0 || memcmp(left.data, right.data, left.size) == 0);
}

bool bytes_equal_text(struct bytes bytes, const char *text)
{
    return bytes_equal(bytes, bytes_of_text(text));
}

int bytes_compare(struct bytes left, struct bytes right)
{
    size_t shared = left.size < right.size ? left.size : right.size;
    int order = shared == 0 ? 0 : memcmp(left.data, right.data, shared);
    if (order != 0 || left.size == right.size) {
        return order;
    }
    return left.size < right.size ? -1 : 1;
}

/* The length of one UTF-8 sequence by its first byte, 0 when no sequence starts so. */
static size_t sequence_size(uint8_t first)
{
    if (first < 0x80) {
        return 1;
    }
    if (first >= 0xC2 && first < 0xE0) {
        return 2;
    }
    if (first >= 0xE0 && first < 0xF0) {
        return 3;
    }
    return first >= 0xF0 && first < 0xF5 ? 4 : 0;
}

/* The second byte alone tells overlong forms, surrogates and values above U+10FFFF. */
static bool second_byte_fits(uint8_t first, uint8_t second)
{
    switch (first) {
    case 0xE0:
        return second >= 0xA0;
    case 0xED:
        return second < 0xA0;
    case 0xF0:
        return second >= 0x90;
    case 0xF4:
        return second < 0x90;
    default:
        return true;
    }
}

static bool sequence_fits(const uint8_t *data, size_t size)
{
    for (size_t i = 1; i < size; i++) {
        if ((data[i] & 0xC0) != 0x80) {
            return false;
        }
    }
    return size == 1 ? data[0] != 0 : second_byte_fits(data[0], data[1]);
}

bool bytes_are_text(struct bytes bytes)
{
    size_t at = 0;
    while (at < bytes.size) {
        size_t size = sequence_size(bytes.data[at]);
        if (size == 0 || size > bytes.size - at || !sequence_fits(bytes.data + at, size)) {
            return false;
        }
        at += size;
    }
    return true;
}

bool id128_equal(struct id128 left, struct id128 right)
{
    return memcmp(left.bytes, right.bytes, sizeof left.bytes) == 0;
}

bool key256_equal(struct key256 left, struct key256 right)
{
    return memcmp(left.bytes, right.bytes, sizeof left.bytes) == 0;
}

int id128_compare(struct id128 left, struct id128 right)
{
    return memcmp(left.bytes, right.bytes, sizeof left.bytes);
}

int key256_compare(struct key256 left, struct key256 right)
{
    return memcmp(left.bytes, right.bytes, sizeof left.bytes);
}

bool id128_is_zero(struct id128 id)
{
    return id128_equal(id, (struct id128){{0}});
}

static void to_hex(const uint8_t *data, size_t size, char *out_hex)
{
    static const char digits[] = "0123456789abcdef";
    for (size_t i = 0; i < size; i++) {
        out_hex[2 * i] = digits[data[i] >> 4];
        out_hex[2 * i + 1] = digits[data[i] & 15];
    }
    out_hex[2 * size] = '\0';
}

void id128_to_hex(struct id128 id, char out_hex[static ID128_HEX_SIZE])
{
    to_hex(id.bytes, sizeof id.bytes, out_hex);
}

void key256_to_hex(struct key256 key, char out_hex[static KEY256_HEX_SIZE])
{
    to_hex(key.bytes, sizeof key.bytes, out_hex);
}

static int digit_value(uint8_t digit)
{
    if (digit >= '0' && digit <= '9') {
        return digit - '0';
    }
    if (digit >= 'a' && digit <= 'f') {
        return digit - 'a' + 10;
    }
    return digit >= 'A' && digit <= 'F' ? digit - 'A' + 10 : -1;
}

static bool from_hex(struct bytes hex, uint8_t *out_data, size_t size)
{
    if (hex.size != 2 * size) {
        return false;
    }
    for (size_t i = 0; i < size; i++) {
        int high = digit_value(hex.data[2 * i]);
        int low = digit_value(hex.data[2 * i + 1]);
        if (high < 0 || low < 0) {
            return false;
        }
        out_data[i] = (uint8_t)(high * 16 + low);
    }
    return true;
}

bool id128_from_hex(struct bytes hex, struct id128 *out_id)
{
    struct id128 id;
    if (!from_hex(hex, id.bytes, sizeof id.bytes)) {
        return false;
    }
    *out_id = id;
    return true;
}

bool key256_from_hex(struct bytes hex, struct key256 *out_key)
{
    struct key256 key;
    if (!from_hex(hex, key.bytes, sizeof key.bytes)) {
        return false;
    }
    *out_key = key;
    return true;
}
