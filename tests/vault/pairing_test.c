/* Two sides with the same code understand each other, and nobody else does. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "vault/given.h"
#include "vault/pairing.h"

static struct pairing *given_side(uint8_t code_start)
{
    uint8_t code[INVITATION_SECRET_SIZE];
    struct pairing *side = NULL;
    given_count(code_start, code, sizeof code);
    assert_int_equal(pairing_create((struct bytes){code, sizeof code}, &side), DAYBOOK_OK);
    return side;
}

/* A message from one side to the other. */
struct letter {
    int step;
    struct key256 sealed_over;
    struct key256 opened_over;
};

static enum daybook_status send(const struct pairing *from, const struct pairing *to,
                                struct letter letter)
{
    struct key256 from_public = pairing_public(from);
    struct key256 to_public = pairing_public(to);
    bool first = letter.step == 1;
    struct pairing_step sealing = {letter.step, first ? NULL : &to_public, letter.sealed_over};
    struct pairing_step opening = {letter.step, first ? NULL : &from_public, letter.opened_over};
    struct buffer sealed = {0};
    struct buffer plain = {0};
    assert_int_equal(pairing_seal(from, &sealing, bytes_of_text("May I come in?"), &sealed),
                     DAYBOOK_OK);
    enum daybook_status status = pairing_open(to, &opening, buffer_bytes(&sealed), &plain);
    assert_true(
        bytes_equal_text(buffer_bytes(&plain), status == DAYBOOK_OK ? "May I come in?" : ""));
    buffer_free(&plain);
    buffer_free(&sealed);
    return status;
}

static void both_sides_of_a_code_understand_each_other(void **state)
{
    (void)state;
    struct pairing *inviter = given_side(1);
    struct pairing *joiner = given_side(1);
    assert_true(id128_equal(pairing_name(inviter), pairing_name(joiner)));
    assert_false(key256_equal(pairing_public(inviter), pairing_public(joiner)));
    struct key256 over = given_key(7);
    assert_int_equal(send(joiner, inviter, (struct letter){1, over, over}), DAYBOOK_OK);
    assert_int_equal(send(inviter, joiner, (struct letter){2, over, over}), DAYBOOK_OK);
    assert_int_equal(send(joiner, inviter, (struct letter){3, over, over}), DAYBOOK_OK);
    pairing_free(joiner);
    pairing_free(inviter);
}

static void another_code_understands_nothing(void **state)
{
    (void)state;
    struct pairing *inviter = given_side(1);
    struct pairing *stranger = given_side(2);
    struct key256 over = given_key(7);
    assert_false(id128_equal(pairing_name(inviter), pairing_name(stranger)));
    for (int step = 1; step <= PAIRING_STEPS; step++) {
        struct letter letter = {step, over, over};
        assert_int_equal(send(stranger, inviter, letter), DAYBOOK_FORGED);
        assert_int_equal(send(inviter, stranger, letter), DAYBOOK_FORGED);
    }
    pairing_free(stranger);
    pairing_free(inviter);
}

static void another_transcript_is_noticed_at_every_step(void **state)
{
    (void)state;
    struct pairing *inviter = given_side(1);
    struct pairing *joiner = given_side(1);
    for (int step = 1; step <= PAIRING_STEPS; step++) {
        struct letter letter = {step, given_key(7), given_key(8)};
        assert_int_equal(send(joiner, inviter, letter), DAYBOOK_FORGED);
    }
    pairing_free(joiner);
    pairing_free(inviter);
}

/* Somebody who has seen the code, but not the ephemeral key of either side. */
static void a_third_holder_of_the_code_cannot_read_the_exchange(void **state)
{
    (void)state;
    struct pairing *inviter = given_side(1);
    struct pairing *joiner = given_side(1);
    struct pairing *eavesdropper = given_side(1);
    struct key256 joiner_public = pairing_public(joiner);
    struct key256 inviter_public = pairing_public(inviter);
    struct key256 over = given_key(7);
    struct buffer sealed = {0};
    struct buffer plain = {0};
    assert_int_equal(pairing_seal(inviter, &(struct pairing_step){2, &joiner_public, over},
                                  bytes_of_text("Come in."), &sealed),
                     DAYBOOK_OK);
    assert_int_equal(pairing_open(eavesdropper, &(struct pairing_step){2, &inviter_public, over},
                                  buffer_bytes(&sealed), &plain),
                     DAYBOOK_FORGED);
    assert_int_equal(pairing_open(joiner, &(struct pairing_step){3, &inviter_public, over},
                                  buffer_bytes(&sealed), &plain),
                     DAYBOOK_FORGED);
    for (size_t i = 0; i < sealed.size; i++) {
        sealed.data[i] ^= 1;
        assert_int_equal(pairing_open(joiner, &(struct pairing_step){2, &inviter_public, over},
                                      buffer_bytes(&sealed), &plain),
                         DAYBOOK_FORGED);
        sealed.data[i] ^= 1;
    }
    assert_int_equal(plain.size, 0);
    buffer_free(&plain);
    buffer_free(&sealed);
    pairing_free(eavesdropper);
    pairing_free(joiner);
    pairing_free(inviter);
}

static void a_peer_key_that_is_none_is_refused(void **state)
{
    (void)state;
    struct pairing *side = given_side(1);
    struct key256 none = {{0}};
    struct buffer sealed = {0};
    assert_int_equal(pairing_seal(side, &(struct pairing_step){2, &none, given_key(7)},
                                  bytes_of_text("x"), &sealed),
                     DAYBOOK_INVALID);
    assert_int_equal(sealed.size, 0);
    assert_int_equal(pairing_open(side, &(struct pairing_step){2, &none, given_key(7)},
                                  bytes_of_text("not even sealed"), &sealed),
                     DAYBOOK_INVALID);
    buffer_free(&sealed);
    pairing_free(side);
}

static void the_messages_of_another_writer_open(void **state)
{
    (void)state;
    struct pairing *side = NULL;
    struct buffer exported = given_hex("44425031"
                                       "1112131415161718191a1b1c1d1e1f20"
                                       "2122232425262728292a2b2c2d2e2f30"
                                       "3132333435363738393a3b3c3d3e3f40");
    struct buffer peer_bytes =
        given_hex("64b101b1d0be5a8704bd078f9895001fc03e8e9f9522f188dd128d9846d48466");
    struct buffer join1 = given_hex("02030405060708090a0b0c0d0e0f10111213141516171819"
                                    "a5df1c1ed95f940b0356e50b85a9688eecb43286ed0578345ce150322393");
    struct buffer join2 = given_hex("02030405060708090a0b0c0d0e0f10111213141516171819"
                                    "96c95e33cb1a91ed85c4ac29fac0bddb796e7524d25d0b14d31a654e2567");
    struct buffer plain = {0};
    struct key256 peer;
    memcpy(peer.bytes, peer_bytes.data, sizeof peer.bytes);
    assert_int_equal(pairing_import(buffer_bytes(&exported), &side), DAYBOOK_OK);
    struct key256 public = pairing_public(side);
    struct id128 name = pairing_name(side);
    expect_hex((struct bytes){public.bytes, 32},
               "5869aff450549732cbaaed5e5df9b30a6da31cb0e5742bad5ad4a1a768f1a67b");
    expect_hex((struct bytes){name.bytes, 16}, "9772b9f69841dc6543936d55b409a5cf");
    assert_int_equal(pairing_open(side, &(struct pairing_step){1, NULL, given_key(0x61)},
                                  buffer_bytes(&join1), &plain),
                     DAYBOOK_OK);
    assert_int_equal(pairing_open(side, &(struct pairing_step){2, &peer, given_key(0x61)},
                                  buffer_bytes(&join2), &plain),
                     DAYBOOK_OK);
    assert_true(bytes_equal_text(buffer_bytes(&plain), "May I come in?May I come in?"));
    buffer_free(&plain);
    buffer_free(&join2);
    buffer_free(&join1);
    buffer_free(&peer_bytes);
    buffer_free(&exported);
    pairing_free(side);
}

static void an_exported_side_carries_on(void **state)
{
    (void)state;
    struct pairing *inviter = given_side(1);
    struct pairing *joiner = given_side(1);
    struct pairing *later = NULL;
    struct secret *exported = NULL;
    assert_int_equal(pairing_export(inviter, &exported), DAYBOOK_OK);
    struct bytes bytes = {secret_data(exported), secret_size(exported)};
    struct bytes short_bytes = {secret_data(exported), secret_size(exported) - 1};
    assert_int_equal(pairing_import(short_bytes, &later), DAYBOOK_INVALID);
    assert_int_equal(pairing_import(bytes, &later), DAYBOOK_OK);
    assert_true(key256_equal(pairing_public(later), pairing_public(inviter)));
    struct letter letter = {3, given_key(7), given_key(7)};
    assert_int_equal(send(joiner, later, letter), DAYBOOK_OK);
    secret_fill(exported)[0] = 'X';
    pairing_free(later);
    later = NULL;
    assert_int_equal(pairing_import(bytes, &later), DAYBOOK_INVALID);
    assert_null(later);
    secret_free(exported);
    pairing_free(joiner);
    pairing_free(inviter);
}

static void a_code_of_another_size_is_none(void **state)
{
    (void)state;
    struct pairing *side = NULL;
    assert_int_equal(pairing_create(bytes_of_text("fifteen letters"), &side), DAYBOOK_INVALID);
    assert_null(side);
}

static void both_people_compare_the_same_four_words(void **state)
{
    (void)state;
    const char *words[PAIRING_WORD_COUNT];
    const char *other[PAIRING_WORD_COUNT];
    static const char *const golden[] = {"property", "churn", "friend", "mask"};
    pairing_words(given_key(0x61), words);
    pairing_words(given_key(0x62), other);
    for (size_t i = 0; i < PAIRING_WORD_COUNT; i++) {
        assert_string_equal(words[i], golden[i]);
        assert_string_not_equal(words[i], other[i]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        VAULT_TEST(both_sides_of_a_code_understand_each_other),
        VAULT_TEST(another_code_understands_nothing),
        VAULT_TEST(another_transcript_is_noticed_at_every_step),
        VAULT_TEST(a_third_holder_of_the_code_cannot_read_the_exchange),
        VAULT_TEST(a_peer_key_that_is_none_is_refused),
        VAULT_TEST(the_messages_of_another_writer_open),
        VAULT_TEST(an_exported_side_carries_on),
        VAULT_TEST(a_code_of_another_size_is_none),
        VAULT_TEST(both_people_compare_the_same_four_words),
    };
    return cmocka_run_group_tests(tests, given_vault, NULL);
}
