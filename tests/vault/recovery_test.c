/* The recovery words are those of BIP-39, and forgive how they are typed but not what. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "vault/given.h"
#include "vault/recovery.h"
#include "vault/word_list.h"

enum { TEXT_SIZE = 512 };

/* Published BIP-39 vectors for 256 bits: one byte of entropy repeated, and the words. */
struct vector {
    uint8_t byte;
    enum word_language language;
    const char *words;
};

static const struct vector vectors[] = {
    {0x00, WORDS_ENGLISH,
     "abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon "
     "abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon "
     "abandon art"},
    {0x7f, WORDS_ENGLISH,
     "legal winner thank year wave sausage worth useful legal winner thank year wave sausage "
     "worth useful legal winner thank year wave sausage worth title"},
    {0x80, WORDS_ENGLISH,
     "letter advice cage absurd amount doctor acoustic avoid letter advice cage absurd amount "
     "doctor acoustic avoid letter advice cage absurd amount doctor acoustic bless"},
    {0xff, WORDS_ENGLISH,
     "zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo "
     "zoo vote"},
    {0x00, WORDS_SPANISH,
     "ábaco ábaco ábaco ábaco ábaco ábaco ábaco ábaco ábaco ábaco ábaco ábaco ábaco ábaco "
     "ábaco ábaco ábaco ábaco ábaco ábaco ábaco ábaco ábaco ancla"},
    {0x7f, WORDS_SPANISH,
     "ligero vista talar yogur venta queso yacer trozo ligero vista talar yogur venta "
     "queso yacer trozo ligero vista talar yogur venta queso yacer teatro"},
    {0x80, WORDS_SPANISH,
     "lino admitir bolero abrir álbum dejar acelga aprender lino admitir bolero abrir "
     "álbum dejar acelga aprender lino admitir bolero abrir álbum dejar acelga aumento"},
    {0xff, WORDS_SPANISH,
     "zurdo zurdo zurdo zurdo zurdo zurdo zurdo zurdo zurdo zurdo zurdo zurdo zurdo zurdo "
     "zurdo zurdo zurdo zurdo zurdo zurdo zurdo zurdo zurdo varón"},
};

/* Read a text; on OK the seed is the test's, otherwise what is wrong is told. */
static struct secret *read_words(const char *text, struct recovery_fault *out_fault)
{
    struct secret *words = given_secret_text(text);
    struct secret *seed = NULL;
    enum daybook_status status = recovery_read(words, &seed, out_fault);
    assert_int_equal(status, seed == NULL ? DAYBOOK_INVALID : DAYBOOK_OK);
    secret_free(words);
    return seed;
}

static void expect_wrong(const char *text, enum recovery_fault_kind kind, int word)
{
    struct recovery_fault told = {.word = -1};
    assert_null(read_words(text, &told));
    assert_int_equal(told.kind, kind);
    assert_int_equal(told.word, word);
}

static void expect_seed(const char *text, uint8_t byte)
{
    struct recovery_fault told = {.word = -1};
    uint8_t expected[RECOVERY_SEED_SIZE];
    struct secret *seed = read_words(text, &told);
    assert_non_null(seed);
    assert_int_equal(told.word, -1);
    memset(expected, byte, sizeof expected);
    assert_int_equal(secret_size(seed), RECOVERY_SEED_SIZE);
    assert_memory_equal(secret_data(seed), expected, sizeof expected);
    secret_free(seed);
}

static void join_words(const struct secret *seed, enum word_language language,
                       char out_text[static TEXT_SIZE])
{
    const char *words[RECOVERY_WORD_COUNT];
    size_t size = 0;
    recovery_words(seed, language, words);
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
        join_words(seed, vectors[i].language, text);
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
        struct recovery_fault told = {.word = -1};
        struct secret *seed = NULL;
        assert_int_equal(recovery_create(&seed), DAYBOOK_OK);
        join_words(seed, WORDS_ENGLISH, text);
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

static void spanish_words_may_be_typed_without_accents_composed_or_not(void **state)
{
    (void)state;
    expect_seed(
        "lino admitir bolero abrir album dejar acelga aprender LINO ADMI BOLE ABRI ALBU DEJA "
        "ACEL APRE lino admitir bolero abrir \xc3\x81LBUM dejar acelga aumento",
        0x80);
    expect_seed("lino admitir bolero abrir a\xcc\x81lbum dejar acelga aprender lino admitir bolero "
                "abrir A\xcc\x81LBU dejar acelga aprender lino admitir bolero abrir \xc3\xa1lbu "
                "dejar acelga aumento",
                0x80);
    assert_int_equal(word_list_find(WORDS_SPANISH, bytes_of_text("PI\xc3\x91"
                                                                 "A")),
                     word_list_find(WORDS_SPANISH, bytes_of_text("pin\xcc\x83"
                                                                 "a")));
    assert_string_equal(
        word_list_word(WORDS_SPANISH, word_list_find(WORDS_SPANISH, bytes_of_text("pina"))),
        "piña");
}

static void a_wrong_word_is_named(void **state)
{
    (void)state;
    expect_wrong("", RECOVERY_MISSING_WORD, 1);
    expect_wrong("legal winner thank", RECOVERY_MISSING_WORD, 4);
    expect_wrong("legal winnie thank year", RECOVERY_UNKNOWN_WORD, 2);
    expect_wrong("le winner", RECOVERY_UNKNOWN_WORD, 1);
    expect_wrong("legal winners", RECOVERY_UNKNOWN_WORD, 2);
    expect_wrong("legal winn\xc3\xb8r", RECOVERY_UNKNOWN_WORD, 2);
    expect_wrong("legal winn\xc3", RECOVERY_UNKNOWN_WORD, 2);
    expect_wrong("legal winner 3", RECOVERY_UNKNOWN_WORD, 3);
    expect_wrong("\xcc\x81", RECOVERY_UNKNOWN_WORD, 1);
    char text[TEXT_SIZE];
    struct secret *seed = given_secret_count(0, RECOVERY_SEED_SIZE);
    join_words(seed, WORDS_ENGLISH, text);
    size_t size = strlen(text);
    memcpy(text + size, " art", sizeof " art");
    expect_wrong(text, RECOVERY_TOO_MANY, 25);
    secret_free(seed);
}

static void a_word_of_the_other_language_is_named(void **state)
{
    (void)state;
    expect_wrong("legal winner abeja year", RECOVERY_OTHER_LANGUAGE, 3);
    expect_wrong("lino admitir bolero winner", RECOVERY_OTHER_LANGUAGE, 4);
    expect_wrong("album salmon video violin zurdo zoo", RECOVERY_OTHER_LANGUAGE, 6);
}

static void swapped_words_fail_the_checksum(void **state)
{
    (void)state;
    expect_wrong("winner legal thank year wave sausage worth useful legal winner thank year wave "
                 "sausage worth useful legal winner thank year wave sausage worth title",
                 RECOVERY_CHECKSUM, 0);
    expect_wrong("zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo "
                 "zoo zoo zoo zoo",
                 RECOVERY_CHECKSUM, 0);
}

/* Fill three gaps of a sheet with what was typed, and read it. */
static enum daybook_status fill_and_read(const char *typed_text)
{
    const char *texts[RECOVERY_WORD_COUNT];
    struct bytes words[RECOVERY_WORD_COUNT];
    struct secret *text = NULL;
    struct secret *again = NULL;
    struct recovery_fault fault = {0};
    struct secret *seed = given_secret_count(0x21, RECOVERY_SEED_SIZE);
    struct secret *typed = given_secret_text(typed_text);
    recovery_words(seed, WORDS_ENGLISH, texts);
    for (size_t i = 0; i < RECOVERY_WORD_COUNT; i++) {
        bool gap = i == 0 || i == 7 || i == 23;
        words[i] = gap ? (struct bytes){NULL, 0} : bytes_of_text(texts[i]);
    }
    assert_int_equal(recovery_fill_in(words, typed, &text), DAYBOOK_OK);
    enum daybook_status status = recovery_read(text, &again, &fault);
    if (status == DAYBOOK_OK) {
        assert_true(secret_equal(again, seed));
    }
    secret_free(again);
    secret_free(text);
    secret_free(typed);
    secret_free(seed);
    return status;
}

static void typed_words_fill_the_gaps_of_a_sheet(void **state)
{
    (void)state;
    const char *texts[RECOVERY_WORD_COUNT];
    char right[TEXT_SIZE];
    struct secret *seed = given_secret_count(0x21, RECOVERY_SEED_SIZE);
    recovery_words(seed, WORDS_ENGLISH, texts);
    secret_free(seed);
    (void)snprintf(right, sizeof right, " %s %.4s\t%s", texts[0], texts[7], texts[23]);
    assert_int_equal(fill_and_read(right), DAYBOOK_OK);
    (void)snprintf(right, sizeof right, "%s %s %s", texts[7], texts[0], texts[23]);
    assert_int_equal(fill_and_read(right), DAYBOOK_INVALID);
    (void)snprintf(right, sizeof right, "%s %s", texts[0], texts[7]);
    assert_int_equal(fill_and_read(right), DAYBOOK_INVALID);
    (void)snprintf(right, sizeof right, "%s %s %s %s", texts[0], texts[7], texts[23], texts[23]);
    assert_int_equal(fill_and_read(right), DAYBOOK_INVALID);
}

static void the_english_list_is_sorted(void **state)
{
    (void)state;
    for (size_t i = 1; i < WORD_LIST_COUNT; i++) {
        assert_true(strcmp(word_list_word(WORDS_ENGLISH, i - 1), word_list_word(WORDS_ENGLISH, i)) <
                    0);
    }
}

/* How many bytes the first letters of a word take, marks included. */
static size_t head_size(const char *word)
{
    size_t size = 0;
    for (int letters = 0; letters < WORD_LIST_ABBREVIATION_SIZE && word[size] != '\0'; letters++) {
        size += (uint8_t)word[size] < 0x80 ? 1 : 2;
    }
    return size;
}

static void four_letters_tell_the_words_of_a_list_apart(void **state)
{
    (void)state;
    for (size_t i = 0; i < (size_t)WORD_LANGUAGE_COUNT * WORD_LIST_COUNT; i++) {
        enum word_language language = (enum word_language)(i / WORD_LIST_COUNT);
        size_t number = i % WORD_LIST_COUNT;
        const char *word = word_list_word(language, number);
        const struct bytes head = {(const uint8_t *)word, head_size(word)};
        assert_int_equal(word_list_find(language, head), number);
        assert_int_equal(word_list_find(language, bytes_of_text(word)), number);
    }
}

static void a_language_is_known_by_its_code(void **state)
{
    (void)state;
    enum word_language language = WORDS_ENGLISH;
    assert_true(word_list_language(bytes_of_text("es"), &language));
    assert_int_equal(language, WORDS_SPANISH);
    assert_true(word_list_language(bytes_of_text("en"), &language));
    assert_int_equal(language, WORDS_ENGLISH);
    assert_false(word_list_language(bytes_of_text("de"), &language));
    assert_false(word_list_language(bytes_of_text(""), &language));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        VAULT_TEST(the_words_are_those_of_bip_39),
        VAULT_TEST(a_fresh_seed_comes_back_from_its_words),
        VAULT_TEST(words_may_be_typed_in_any_case_and_spacing_and_shortened),
        VAULT_TEST(a_wrong_word_is_named),
        VAULT_TEST(spanish_words_may_be_typed_without_accents_composed_or_not),
        VAULT_TEST(a_word_of_the_other_language_is_named),
        VAULT_TEST(swapped_words_fail_the_checksum),
        VAULT_TEST(typed_words_fill_the_gaps_of_a_sheet),
        VAULT_TEST(the_english_list_is_sorted),
        VAULT_TEST(four_letters_tell_the_words_of_a_list_apart),
        VAULT_TEST(a_language_is_known_by_its_code),
    };
    return cmocka_run_group_tests(tests, given_vault, NULL);
}
