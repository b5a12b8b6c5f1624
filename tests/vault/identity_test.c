/* Signatures hold for one signer, label and message; sealed bytes open for one reader. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "vault/given.h"
#include "vault/identity.h"

static const char label[] = "daybook/1/test";

static struct identity *given_identity(void)
{
    struct identity *identity = NULL;
    assert_int_equal(identity_create(&identity), DAYBOOK_OK);
    return identity;
}

static void a_seed_gives_the_golden_keys_and_signatures(void **state)
{
    (void)state;
    struct secret *seed = given_secret_count(0x90, 32);
    struct identity *identity = NULL;
    struct signature signature;
    assert_int_equal(identity_from_seed(seed, &identity), DAYBOOK_OK);
    struct device_public public = identity_public(identity);
    expect_hex((struct bytes){public.sign.bytes, 32},
               "3a88d50ec1928c9abfdde02cd95b2e9205d694f35a492d9e1532a2bcdc60672a");
    expect_hex((struct bytes){public.box.bytes, 32},
               "26633f3716d6d3cc6e44104406751ab77b32a24489ff4610ad9009beb68f1377");
    identity_sign_head(identity, given_id(0x10), 258, given_key(0x30), &signature);
    expect_hex((struct bytes){signature.bytes, 64},
               "3a5abaceb4d21cc83f38eed23819168bdc9592c5d40e64c2e46c7245be886e43"
               "01094e10451b1f1ef772513890f5fc9d76ad342096513f06d14d5ab487931e08");
    identity_sign(identity, label, bytes_of_text("message"), &signature);
    expect_hex((struct bytes){signature.bytes, 64},
               "656a3d4bf784ef767ffd72332b37fe910c6cd78229a2cee69ef7f88802d1fecf"
               "8dbb916ab8145bef62ede2f37c19c7a54a55dd446bd3e841a89186b58b4ccb00");
    identity_free(identity);
    secret_free(seed);
}

static void a_signature_holds_for_its_message_only(void **state)
{
    (void)state;
    struct identity *author = given_identity();
    struct identity *other = given_identity();
    struct key256 signer = identity_public(author).sign;
    struct bytes message = bytes_of_text("message");
    struct signature signature;
    identity_sign(author, label, message, &signature);
    assert_int_equal(identity_verify(signer, label, message, &signature), DAYBOOK_OK);
    assert_int_equal(identity_verify(signer, label, bytes_of_text("massage"), &signature),
                     DAYBOOK_FORGED);
    assert_int_equal(identity_verify(signer, "daybook/1/tess", message, &signature),
                     DAYBOOK_FORGED);
    assert_int_equal(identity_verify(identity_public(other).sign, label, message, &signature),
                     DAYBOOK_FORGED);
    assert_int_equal(identity_verify((struct key256){{0}}, label, message, &signature),
                     DAYBOOK_FORGED);
    for (size_t i = 0; i < sizeof signature.bytes; i++) {
        signature.bytes[i] ^= 1;
        assert_int_equal(identity_verify(signer, label, message, &signature), DAYBOOK_FORGED);
        signature.bytes[i] ^= 1;
    }
    identity_free(other);
    identity_free(author);
}

static void a_head_holds_for_its_feed_number_and_hash_only(void **state)
{
    (void)state;
    struct identity *author = given_identity();
    struct key256 signer = identity_public(author).sign;
    struct id128 feed = given_id(1);
    struct key256 hash = given_key(2);
    struct signature signature;
    identity_sign_head(author, feed, 9, hash, &signature);
    assert_int_equal(identity_verify_head(signer, feed, 9, hash, &signature), DAYBOOK_OK);
    assert_int_equal(identity_verify_head(signer, given_id(2), 9, hash, &signature),
                     DAYBOOK_FORGED);
    assert_int_equal(identity_verify_head(signer, feed, 10, hash, &signature), DAYBOOK_FORGED);
    assert_int_equal(identity_verify_head(signer, feed, 9, given_key(3), &signature),
                     DAYBOOK_FORGED);
    identity_free(author);
}

static void an_exported_identity_comes_back(void **state)
{
    (void)state;
    struct identity *before = given_identity();
    struct identity *after = NULL;
    struct secret *exported = NULL;
    assert_int_equal(identity_export(before, &exported), DAYBOOK_OK);
    struct bytes bytes = {secret_data(exported), secret_size(exported)};
    assert_int_equal(identity_import(bytes, &after), DAYBOOK_OK);
    struct device_public public = identity_public(after);
    struct device_public expected = identity_public(before);
    assert_memory_equal(&public, &expected, sizeof public);

    struct buffer sealed = {0};
    struct buffer plain = {0};
    assert_int_equal(identity_seal_to(expected.box, bytes_of_text("for you"), &sealed), DAYBOOK_OK);
    assert_int_equal(identity_open(after, buffer_bytes(&sealed), &plain), DAYBOOK_OK);
    assert_true(bytes_equal_text(buffer_bytes(&plain), "for you"));
    buffer_free(&plain);
    buffer_free(&sealed);
    secret_free(exported);
    identity_free(after);
    identity_free(before);
}

static void other_bytes_are_no_identity(void **state)
{
    (void)state;
    uint8_t bytes[69] = "DBI1";
    struct identity *identity = NULL;
    assert_int_equal(identity_import((struct bytes){bytes, 67}, &identity), DAYBOOK_INVALID);
    assert_int_equal(identity_import((struct bytes){bytes, 69}, &identity), DAYBOOK_INVALID);
    assert_int_equal(identity_import((struct bytes){NULL, 0}, &identity), DAYBOOK_INVALID);
    bytes[3] = '2';
    assert_int_equal(identity_import((struct bytes){bytes, 68}, &identity), DAYBOOK_INVALID);
    assert_null(identity);
}

static void sealed_bytes_open_for_their_reader_only(void **state)
{
    (void)state;
    struct identity *reader = given_identity();
    struct identity *other = given_identity();
    struct buffer sealed = {0};
    struct buffer plain = {0};
    struct bytes text = bytes_of_text("for you");
    buffer_append_text(&plain, "before ");
    assert_int_equal(identity_seal_to(identity_public(reader).box, text, &sealed), DAYBOOK_OK);
    assert_int_equal(identity_open(other, buffer_bytes(&sealed), &plain), DAYBOOK_FORGED);
    for (size_t i = 0; i < sealed.size; i++) {
        sealed.data[i] ^= 1;
        assert_int_equal(identity_open(reader, buffer_bytes(&sealed), &plain), DAYBOOK_FORGED);
        sealed.data[i] ^= 1;
        assert_int_equal(identity_open(reader, (struct bytes){sealed.data, i}, &plain),
                         DAYBOOK_FORGED);
    }
    assert_int_equal(identity_open(reader, buffer_bytes(&sealed), &plain), DAYBOOK_OK);
    assert_true(bytes_equal_text(buffer_bytes(&plain), "before for you"));
    buffer_free(&plain);
    buffer_free(&sealed);
    identity_free(other);
    identity_free(reader);
}

static void nothing_is_sealed_to_a_key_that_is_none(void **state)
{
    (void)state;
    struct buffer sealed = {0};
    assert_int_equal(identity_seal_to((struct key256){{0}}, bytes_of_text("x"), &sealed),
                     DAYBOOK_INVALID);
    assert_int_equal(sealed.size, 0);
    buffer_free(&sealed);
}

static void a_full_buffer_is_left_as_it_was(void **state)
{
    (void)state;
    struct identity *reader = given_identity();
    struct buffer small = {.limit_size = 10};
    struct buffer sealed = {0};
    struct key256 box = identity_public(reader).box;
    struct bytes text = bytes_of_text("longer than ten");
    assert_int_equal(identity_seal_to(box, text, &small), DAYBOOK_NO_MEMORY);
    assert_int_equal(identity_seal_to(box, text, &sealed), DAYBOOK_OK);
    buffer_clear(&small);
    assert_int_equal(identity_open(reader, buffer_bytes(&sealed), &small), DAYBOOK_NO_MEMORY);
    assert_int_equal(small.size, 0);
    buffer_free(&sealed);
    buffer_free(&small);
    identity_free(reader);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        VAULT_TEST(a_seed_gives_the_golden_keys_and_signatures),
        VAULT_TEST(a_signature_holds_for_its_message_only),
        VAULT_TEST(a_head_holds_for_its_feed_number_and_hash_only),
        VAULT_TEST(an_exported_identity_comes_back),
        VAULT_TEST(other_bytes_are_no_identity),
        VAULT_TEST(sealed_bytes_open_for_their_reader_only),
        VAULT_TEST(nothing_is_sealed_to_a_key_that_is_none),
        VAULT_TEST(a_full_buffer_is_left_as_it_was),
    };
    return cmocka_run_group_tests(tests, given_vault, NULL);
}
