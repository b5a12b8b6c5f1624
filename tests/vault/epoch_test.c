/* Envelopes open under their epoch, in their circle, stream, kind and from their sender only. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "vault/epoch.h"
#include "vault/given.h"

static struct epoch *given_epoch(uint8_t start)
{
    uint8_t key[32];
    struct epoch *epoch = NULL;
    given_count(start, key, sizeof key);
    assert_int_equal(epoch_import((struct bytes){key, sizeof key}, &epoch), DAYBOOK_OK);
    return epoch;
}

static struct envelope_context given_context(void)
{
    return (struct envelope_context){
        .kind = 2, .flags = 1, .circle = given_id(0x10), .stream = 2, .sender = given_key(0x30)};
}

static void the_envelope_of_another_writer_opens(void **state)
{
    (void)state;
    struct epoch *epoch = given_epoch(0x70);
    struct envelope_context context = given_context();
    struct key256 id = epoch_id(epoch);
    struct buffer plain = {0};
    struct buffer envelope =
        given_hex("44420102012c60762f6a73a1c8"
                  "0102030405060708090a0b0c0d0e0f101112131415161718"
                  "117e0d9f43e06066e4452e90ab11053d925d421ac4fefd7b026d60dbe884f2541fed20b9");
    expect_hex((struct bytes){id.bytes, sizeof id.bytes},
               "2c60762f6a73a1c8767d8b0ceb031b9b7a1d192250957d5a53c94e2da4de7c55");
    assert_int_equal(epoch_open(epoch, &context, buffer_bytes(&envelope), &plain), DAYBOOK_OK);
    assert_true(bytes_equal_text(buffer_bytes(&plain), "What the sender has."));
    buffer_free(&envelope);
    buffer_free(&plain);
    epoch_free(epoch);
}

/* An envelope of ours. */
struct posted {
    struct epoch *epoch;
    struct envelope_context context;
    struct buffer envelope;
};

static void post(struct posted *posted)
{
    *posted = (struct posted){.context = given_context()};
    assert_int_equal(epoch_create(&posted->epoch), DAYBOOK_OK);
    assert_int_equal(epoch_seal(posted->epoch, &posted->context, bytes_of_text("feed and counter"),
                                bytes_of_text("a day of the journal"), &posted->envelope),
                     DAYBOOK_OK);
}

static void posted_free(struct posted *posted)
{
    buffer_free(&posted->envelope);
    epoch_free(posted->epoch);
}

static enum daybook_status open_posted(const struct posted *posted, const struct epoch *epoch,
                                       const struct envelope_context *context)
{
    struct buffer plain = {0};
    enum daybook_status status =
        epoch_open(epoch, context, buffer_bytes(&posted->envelope), &plain);
    if (status == DAYBOOK_OK) {
        assert_true(bytes_equal_text(buffer_bytes(&plain), "a day of the journal"));
    } else {
        assert_int_equal(plain.size, 0);
    }
    buffer_free(&plain);
    return status;
}

static void an_envelope_begins_with_its_clear_header(void **state)
{
    (void)state;
    struct posted posted;
    post(&posted);
    struct key256 id = epoch_id(posted.epoch);
    assert_memory_equal(posted.envelope.data, "DB\x01\x02\x01", 5);
    assert_memory_equal(posted.envelope.data + 5, id.bytes, EPOCH_REFERENCE_SIZE);
    assert_int_equal(posted.envelope.size,
                     ENVELOPE_HEADER_SIZE + ENVELOPE_NONCE_SIZE + 20 + ENVELOPE_TAG_SIZE);
    assert_int_equal(open_posted(&posted, posted.epoch, &posted.context), DAYBOOK_OK);
    posted_free(&posted);
}

static void every_altered_or_missing_byte_is_noticed(void **state)
{
    (void)state;
    struct posted posted;
    post(&posted);
    size_t whole = posted.envelope.size;
    for (size_t i = 0; i < whole; i++) {
        posted.envelope.data[i] ^= 1;
        assert_int_equal(open_posted(&posted, posted.epoch, &posted.context), DAYBOOK_FORGED);
        posted.envelope.data[i] ^= 1;
        posted.envelope.size = i;
        assert_int_equal(open_posted(&posted, posted.epoch, &posted.context), DAYBOOK_FORGED);
        posted.envelope.size = whole;
    }
    assert_int_equal(open_posted(&posted, posted.epoch, &posted.context), DAYBOOK_OK);
    posted_free(&posted);
}

static void an_envelope_cannot_be_moved(void **state)
{
    (void)state;
    struct posted posted;
    post(&posted);
    struct envelope_context elsewhere[] = {posted.context, posted.context, posted.context,
                                           posted.context, posted.context};
    elsewhere[0].kind = 1;
    elsewhere[1].flags = 0;
    elsewhere[2].circle = given_id(0x11);
    elsewhere[3].stream = 3;
    elsewhere[4].sender = given_key(0x31);
    for (size_t i = 0; i < sizeof elsewhere / sizeof elsewhere[0]; i++) {
        assert_int_equal(open_posted(&posted, posted.epoch, &elsewhere[i]), DAYBOOK_FORGED);
    }
    struct epoch *other = given_epoch(0x70);
    assert_int_equal(open_posted(&posted, other, &posted.context), DAYBOOK_FORGED);
    epoch_free(other);
    posted_free(&posted);
}

static void no_two_envelopes_share_a_nonce(void **state)
{
    (void)state;
    struct posted posted;
    struct buffer again = {0};
    post(&posted);
    assert_int_equal(epoch_seal(posted.epoch, &posted.context, bytes_of_text("feed and counter"),
                                bytes_of_text("a day of the journal"), &again),
                     DAYBOOK_OK);
    assert_memory_not_equal(again.data + ENVELOPE_HEADER_SIZE,
                            posted.envelope.data + ENVELOPE_HEADER_SIZE, ENVELOPE_NONCE_SIZE);
    buffer_free(&again);
    posted_free(&posted);
}

static void a_full_buffer_is_left_as_it_was(void **state)
{
    (void)state;
    struct posted posted;
    struct buffer small = {.limit_size = 15};
    post(&posted);
    assert_int_equal(
        epoch_seal(posted.epoch, &posted.context, (struct bytes){0}, bytes_of_text("x"), &small),
        DAYBOOK_NO_MEMORY);
    assert_int_equal(small.size, 0);
    buffer_clear(&small);
    assert_int_equal(
        epoch_open(posted.epoch, &posted.context, buffer_bytes(&posted.envelope), &small),
        DAYBOOK_NO_MEMORY);
    assert_int_equal(small.size, 0);
    buffer_free(&small);
    posted_free(&posted);
}

static void a_reader_opens_the_key_that_was_sealed_to_it(void **state)
{
    (void)state;
    struct posted posted;
    struct identity *reader = NULL;
    struct identity *other = NULL;
    struct epoch *opened = NULL;
    uint8_t sealed[SEALED_KEY_SIZE];
    post(&posted);
    struct key256 id = epoch_id(posted.epoch);
    assert_int_equal(identity_create(&reader), DAYBOOK_OK);
    assert_int_equal(identity_create(&other), DAYBOOK_OK);
    assert_int_equal(epoch_seal_to(posted.epoch, identity_public(reader).box, sealed), DAYBOOK_OK);

    struct bytes bytes = {sealed, sizeof sealed};
    struct bytes short_bytes = {sealed, sizeof sealed - 1};
    assert_int_equal(epoch_open_sealed(other, bytes, id, &opened), DAYBOOK_FORGED);
    assert_int_equal(epoch_open_sealed(reader, short_bytes, id, &opened), DAYBOOK_FORGED);
    assert_int_equal(epoch_open_sealed(reader, bytes, given_key(1), &opened), DAYBOOK_FORGED);
    assert_null(opened);
    assert_int_equal(epoch_open_sealed(reader, bytes, id, &opened), DAYBOOK_OK);
    assert_int_equal(open_posted(&posted, opened, &posted.context), DAYBOOK_OK);

    epoch_free(opened);
    identity_free(other);
    identity_free(reader);
    posted_free(&posted);
}

static void no_key_is_sealed_to_a_box_key_that_is_none(void **state)
{
    (void)state;
    struct epoch *epoch = given_epoch(0x70);
    uint8_t sealed[SEALED_KEY_SIZE] = {0};
    static const uint8_t untouched[SEALED_KEY_SIZE];
    assert_int_equal(epoch_seal_to(epoch, (struct key256){{0}}, sealed), DAYBOOK_INVALID);
    assert_memory_equal(sealed, untouched, sizeof sealed);
    epoch_free(epoch);
}

static void an_exported_epoch_comes_back(void **state)
{
    (void)state;
    struct posted posted;
    struct secret *exported = NULL;
    struct epoch *back = NULL;
    post(&posted);
    assert_int_equal(epoch_export(posted.epoch, &exported), DAYBOOK_OK);
    struct bytes bytes = {secret_data(exported), secret_size(exported)};
    struct bytes short_bytes = {secret_data(exported), secret_size(exported) - 1};
    assert_int_equal(epoch_import(short_bytes, &back), DAYBOOK_INVALID);
    assert_int_equal(epoch_import(bytes, &back), DAYBOOK_OK);
    assert_int_equal(open_posted(&posted, back, &posted.context), DAYBOOK_OK);
    epoch_free(back);
    secret_free(exported);
    posted_free(&posted);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        VAULT_TEST(the_envelope_of_another_writer_opens),
        VAULT_TEST(an_envelope_begins_with_its_clear_header),
        VAULT_TEST(every_altered_or_missing_byte_is_noticed),
        VAULT_TEST(an_envelope_cannot_be_moved),
        VAULT_TEST(no_two_envelopes_share_a_nonce),
        VAULT_TEST(a_full_buffer_is_left_as_it_was),
        VAULT_TEST(a_reader_opens_the_key_that_was_sealed_to_it),
        VAULT_TEST(no_key_is_sealed_to_a_box_key_that_is_none),
        VAULT_TEST(an_exported_epoch_comes_back),
    };
    return cmocka_run_group_tests(tests, given_vault, NULL);
}
