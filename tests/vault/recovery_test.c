/* The recovery words are those of BIP-39, and forgive how they are typed but not what. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "vault/given.h"
#include "vault/recovery.h"
#include "vault/word_list.h"

enum { TEXT_SIZE = 512 };

/* Published BIP-39 vectors for 256 bits: one byte of entropy repeated, and the words. */
struct vector {
    uint8_t byte;
    const char *words;
};

static const struct vector vectors[] = {
    {0x00,
     "abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon "
     "abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon "
     "abandon art"},
    {0x7f, "legal winner thank year wave sausage worth useful legal winner thank year wave sausage "
           "worth useful legal winner thank year wave sausage worth title"},
    {0x80,
     "letter advice cage absurd amount doctor acoustic avoid letter advice cage absurd amount "
     "doctor acoustic avoid letter advice cage absurd amount doctor acoustic bless"},
    {0xff,
     "zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo "
     "zoo vote"},
};

/* Read a text; on OK the seed is the test's, otherwise the number of the wrong word is told. */
static struct secret *read_words(const char *text, int *out_wrong_word)
{
    struct secret *words = given_secret_text(text);
    struct secret *seed = NULL;
    enum daybook_status status = recovery_read(words, &seed, out_wrong_word);
    assert_int_equal(status, seed == NULL ? DAYBOOK_INVALID : DAYBOOK_OK);
    secret_free(words);
    return seed;
}

static void expect_wrong(const char *text, int wrong_word)
{
    int told = -1;
    assert_null(read_words(text, &told));
    assert_int_equal(told, wrong_word);
}

static void expect_seed(const char *text, uint8_t byte)
{
    int told = -1;
    uint8_t expected[RECOVERY_SEED_SIZE];
    struct secret *seed = read_words(text, &told);
    assert_non_null(seed);
    assert_int_equal(told, -1);
    memset(expected, byte, sizeof expected);
    assert_int_equal(secret_size(seed), RECOVERY_SEED_SIZE);
    assert_memory_equal(secret_data(seed), expected, sizeof expected);
    secret_free(seed);
}

static void join_words(const struct secret *seed, char out_text[static TEXT_SIZE])
{
    const char *words[RECOVERY_WORD_COUNT];
    size_t size = 0;
    recovery_words(seed, words);
    for (size_t i = 0; i < RECOVERY_WORD_COUNT; i++) {
        for (const char *letter = words[i]; *letter != '\0'; letter++) {
            out_text[size++] = *letter;
        }
        out_text[size++] = i + 1 < RECOVERY_WORD_COUNT ? ' ' : '\0';
    }
}

static void the_words_are_those_of_bip_39(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof vectors / sizeof vectors[0]; i++) {
        char text[TEXT_SIZE];
        struct secret *seed = given_secret_count(0, RECOVERY_SEED_SIZE);
        memset(secret_fill(seed), vectors[i].byte, RECOVERY_SEED_SIZE);
        join_words(seed, text);
        assert_string_equal(text, vectors[i].words);
        expect_seed(text, vectors[i].byte);
        secret_free(seed);
    }
}

static void a_fresh_seed_comes_back_from_its_words(void **state)
{
    (void)state;
    for (int round = 0; round < 20; round++) {
        char text[TEXT_SIZE];
        int told = -1;
        struct secret *seed = NULL;
        assert_int_equal(recovery_create(&seed), DAYBOOK_OK);
        join_words(seed, text);
        struct secret *again = read_words(text, &told);
        assert_non_null(again);
        assert_memory_equal(secret_data(again), secret_data(seed), RECOVERY_SEED_SIZE);
        secret_free(again);
        secret_free(seed);
    }
}

static void words_may_be_typed_in_any_case_and_spacing_and_shortened(void **state)
{
    (void)state;
    expect_seed("  LEGAL winn Than year\twave saus wort usef\nlega winner THAN year wave saus\r\n"
                "wort usef lega winn than year wave saus wort titl \n",
                0x7f);
}

static void a_wrong_word_is_named(void **state)
{
    (void)state;
    expect_wrong("", 1);
    expect_wrong("legal winner thank", 4);
    expect_wrong("legal winnie thank year", 2);
    expect_wrong("le winner", 1);
    expect_wrong("legal winners", 2);
    expect_wrong("legal winn\xc3\xa9r", 2);
    expect_wrong("legal winner 3", 3);
    char text[TEXT_SIZE];
    struct secret *seed = given_secret_count(0, RECOVERY_SEED_SIZE);
    join_words(seed, text);
    size_t size = strlen(text);
    memcpy(text + size, " art", sizeof " art");
    expect_wrong(text, 25);
    secret_free(seed);
}

static void swapped_words_fail_the_checksum(void **state)
{
    (void)state;
    expect_wrong("winner legal thank year wave sausage worth useful legal winner thank year wave "
                 "sausage worth useful legal winner thank year wave sausage worth title",
                 0);
    expect_wrong("zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo "
                 "zoo zoo zoo zoo",
                 0);
}

static void the_list_is_sorted_and_four_letters_tell_its_words_apart(void **state)
{
    (void)state;
    for (size_t i = 0; i < WORD_LIST_COUNT; i++) {
        const char *word = word_list_word(i);
        size_t size = strlen(word);
        size_t head = size < WORD_LIST_ABBREVIATION_SIZE ? size : WORD_LIST_ABBREVIATION_SIZE;
        assert_in_range(size, 3, 8);
        assert_true(i == 0 || strcmp(word_list_word(i - 1), word) < 0);
        assert_true(i == 0 ||
                    strncmp(word_list_word(i - 1), word, WORD_LIST_ABBREVIATION_SIZE) != 0);
        assert_int_equal(word_list_find((struct bytes){(const uint8_t *)word, head}), i);
        assert_int_equal(word_list_find(bytes_of_text(word)), i);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        VAULT_TEST(the_words_are_those_of_bip_39),
        VAULT_TEST(a_fresh_seed_comes_back_from_its_words),
        VAULT_TEST(words_may_be_typed_in_any_case_and_spacing_and_shortened),
        VAULT_TEST(a_wrong_word_is_named),
        VAULT_TEST(swapped_words_fail_the_checksum),
        VAULT_TEST(the_list_is_sorted_and_four_letters_tell_its_words_apart),
    };
    return cmocka_run_group_tests(tests, given_vault, NULL);
}
