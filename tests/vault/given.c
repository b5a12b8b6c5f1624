/* What the tests of the vault start from, and what must hold after each. */
#include "vault/given.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include "vault/guarded.h"

int given_vault(void **state)
{
    (void)state;
    return secret_begin() == DAYBOOK_OK ? 0 : -1;
}

int given_nothing_lives(void **state)
{
    (void)state;
    return guarded_live() == 0 ? 0 : -1;
}

void given_count(uint8_t start, uint8_t *out_bytes, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        out_bytes[i] = (uint8_t)(start + i);
    }
}

struct id128 given_id(uint8_t start)
{
    struct id128 id = {{0}};
    given_count(start, id.bytes, sizeof id.bytes);
    return id;
}

struct key256 given_key(uint8_t start)
{
    struct key256 key = {{0}};
    given_count(start, key.bytes, sizeof key.bytes);
    return key;
}

struct secret *given_secret(struct bytes bytes)
{
    struct secret *secret = NULL;
    assert_int_equal(secret_create(bytes.size, &secret), DAYBOOK_OK);
    memcpy(secret_fill(secret), bytes.data, bytes.size);
    return secret;
}

struct secret *given_secret_text(const char *text)
{
    return given_secret(bytes_of_text(text));
}

struct secret *given_secret_count(uint8_t start, size_t size)
{
    struct secret *secret = NULL;
    assert_int_equal(secret_create(size, &secret), DAYBOOK_OK);
    given_count(start, secret_fill(secret), size);
    return secret;
}

struct buffer given_hex(const char *hex)
{
    static const char digits[] = "0123456789abcdef";
    struct buffer bytes = {0};
    for (size_t i = 0; hex[i] != '\0'; i += 2) {
        const char *high = strchr(digits, hex[i]);
        const char *low = strchr(digits, hex[i + 1]);
        assert_non_null(high);
        assert_non_null(low);
        uint8_t *byte = buffer_extend(&bytes, 1);
        assert_non_null(byte);
        *byte = (uint8_t)((high - digits) * 16 + (low - digits));
    }
    return bytes;
}

void expect_hex(struct bytes bytes, const char *hex)
{
    struct buffer expected = given_hex(hex);
    assert_int_equal(bytes.size, expected.size);
    assert_memory_equal(bytes.data, expected.data, expected.size);
    buffer_free(&expected);
}
