/* What the tests of the vault start from, and what must hold after each. */
#ifndef TESTS_VAULT_GIVEN_H
#define TESTS_VAULT_GIVEN_H

#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "base/bytes.h"
#include "vault/secret.h"

/* For a group's setup: the process is safe for secrets. */
int given_vault(void **state);

/* For every test's teardown: all guarded memory was freed. */
int given_nothing_lives(void **state);

/* A test that leaves no guarded memory behind. */
#define VAULT_TEST(name) cmocka_unit_test_teardown(name, given_nothing_lives)

/* size bytes counting up from start. */
void given_count(uint8_t start, uint8_t *out_bytes, size_t size);
struct id128 given_id(uint8_t start);
struct key256 given_key(uint8_t start);

/* Secrets, owned by the test. */
struct secret *given_secret(struct bytes bytes);
struct secret *given_secret_text(const char *text);
struct secret *given_secret_count(uint8_t start, size_t size);

/* The bytes of a hexadecimal text, owned by the test: buffer_free(). */
struct buffer given_hex(const char *hex);

/* Assert that bytes are what the hexadecimal text says. */
void expect_hex(struct bytes bytes, const char *hex);

#endif
