/* The recovery sheet: 32 random bytes written as 24 words with a checksum. */
#include "vault/recovery.h"

#include <assert.h>
#include <sodium.h>
#include <stdbool.h>
#include <string.h>

/* The seed and the first byte of its SHA-256: 24 words of eleven bits. */
enum { SHEET_SIZE = RECOVERY_SEED_SIZE + 1 };

static_assert(SHEET_SIZE * 8 == RECOVERY_WORD_COUNT * WORD_LIST_BITS, "the words hold the sheet");

enum daybook_status recovery_create(struct secret **out_seed)
{
    assert(out_seed != NULL);
    struct secret *seed = NULL;
    enum daybook_status status = secret_create(RECOVERY_SEED_SIZE, &seed);
    if (status != DAYBOOK_OK) {
        return status;
    }
    randombytes_buf(secret_fill(seed), RECOVERY_SEED_SIZE);
    *out_seed = seed;
    return DAYBOOK_OK;
}

static uint8_t checksum(const uint8_t seed[static RECOVERY_SEED_SIZE])
{
    uint8_t digest[crypto_hash_sha256_BYTES];
    (void)crypto_hash_sha256(digest, seed, RECOVERY_SEED_SIZE);
    uint8_t first = digest[0];
    sodium_memzero(digest, sizeof digest);
    return first;
}

void recovery_words(const struct secret *seed, enum word_language language,
                    const char *out_words[static RECOVERY_WORD_COUNT])
{
    assert(seed != NULL);
    assert(secret_size(seed) == RECOVERY_SEED_SIZE);
    uint8_t sheet[SHEET_SIZE];
    memcpy(sheet, secret_data(seed), RECOVERY_SEED_SIZE);
    sheet[RECOVERY_SEED_SIZE] = checksum(sheet);
    for (size_t i = 0; i < RECOVERY_WORD_COUNT; i++) {
        out_words[i] = word_list_word(language, word_list_number(sheet, i));
    }
    sodium_memzero(sheet, sizeof sheet);
}

static bool is_space(uint8_t byte)
{
    return byte == ' ' || (byte >= '\t' && byte <= '\r');
}

/* Take the next word off the front of the text; empty at the end. */
static struct bytes next_word(struct bytes *text)
{
    size_t start = 0;
    while (start < text->size && is_space(text->data[start])) {
        start++;
    }
    size_t end = start;
    while (end < text->size && !is_space(text->data[end])) {
        end++;
    }
    struct bytes word = {text->data + start, end - start};
    *text = (struct bytes){text->data + end, text->size - end};
    return word;
}

/* The sheet's bytes from words of this language: how many words were read before the first that is
 * not in its list. */
static int read_sheet(struct bytes text, enum word_language language,
                      uint8_t out_sheet[static SHEET_SIZE])
{
    int count = 0;
    memset(out_sheet, 0, SHEET_SIZE);
    while (count < RECOVERY_WORD_COUNT) {
        size_t number = word_list_find(language, next_word(&text));
        if (number == WORD_LIST_COUNT) {
            break;
        }
        word_list_put_number(out_sheet, (size_t)count, number);
        count++;
    }
    return count;
}

/* Word number, from 1; empty when the text ends before it. */
static struct bytes word_at(struct bytes text, int number)
{
    struct bytes word = {NULL, 0};
    for (int i = 0; i < number; i++) {
        word = next_word(&text);
    }
    return word;
}

static bool is_in_a_list(struct bytes word)
{
    for (int language = 0; language < WORD_LANGUAGE_COUNT; language++) {
        if (word_list_find((enum word_language)language, word) < WORD_LIST_COUNT) {
            return true;
        }
    }
    return false;
}

/* What is wrong with a text of which no language reads more than the first count words. */
static struct recovery_fault find_fault(struct bytes text, int count)
{
    struct bytes word = word_at(text, count + 1);
    if (count == RECOVERY_WORD_COUNT) {
        return word.size == 0 ? (struct recovery_fault){RECOVERY_CHECKSUM, 0}
                              : (struct recovery_fault){RECOVERY_TOO_MANY, count + 1};
    }
    enum recovery_fault_kind kind = RECOVERY_UNKNOWN_WORD;
    if (word.size == 0) {
        kind = RECOVERY_MISSING_WORD;
    } else if (is_in_a_list(word)) {
        kind = RECOVERY_OTHER_LANGUAGE;
    }
    return (struct recovery_fault){kind, count + 1};
}

/* Try language after language: abbreviated words may be in both lists, and then the checksum
 * decides. True when the sheet was read. */
static bool read_any(struct bytes text, uint8_t sheet[static SHEET_SIZE],
                     struct recovery_fault *fault)
{
    int most = 0;
    bool ends = word_at(text, RECOVERY_WORD_COUNT + 1).size == 0;
    for (int language = 0; language < WORD_LANGUAGE_COUNT; language++) {
        int count = read_sheet(text, (enum word_language)language, sheet);
        if (ends && count == RECOVERY_WORD_COUNT && checksum(sheet) == sheet[RECOVERY_SEED_SIZE]) {
            return true;
        }
        most = count > most ? count : most;
    }
    *fault = find_fault(text, most);
    return false;
}

enum daybook_status recovery_read(const struct secret *words, struct secret **out_seed,
                                  struct recovery_fault *out_fault)
{
    assert(words != NULL);
    assert(out_seed != NULL);
    assert(out_fault != NULL);
    struct secret *sheet = NULL;
    enum daybook_status status = secret_create(SHEET_SIZE, &sheet);
    if (status != DAYBOOK_OK) {
        return status;
    }
    const struct bytes text = {secret_data(words), secret_size(words)};
    if (!read_any(text, secret_fill(sheet), out_fault)) {
        secret_free(sheet);
        return DAYBOOK_INVALID;
    }
    secret_truncate(sheet, RECOVERY_SEED_SIZE);
    *out_seed = sheet;
    return DAYBOOK_OK;
}

static uint8_t *put_word(uint8_t *to, struct bytes word)
{
    if (word.size > 0) {
        memcpy(to, word.data, word.size);
    }
    to[word.size] = ' ';
    return to + word.size + 1;
}

enum daybook_status recovery_fill_in(const struct bytes words[static RECOVERY_WORD_COUNT],
                                     const struct secret *typed, struct secret **out_text)
{
    assert(typed != NULL && out_text != NULL);
    struct secret *text = NULL;
    struct bytes rest = {secret_data(typed), secret_size(typed)};
    size_t size = rest.size + RECOVERY_WORD_COUNT + 1;
    for (int i = 0; i < RECOVERY_WORD_COUNT; i++) {
        size += words[i].size;
    }
    enum daybook_status status = secret_create(size, &text);
    if (status != DAYBOOK_OK) {
        return status;
    }
    uint8_t *end = secret_fill(text);
    for (int i = 0; i < RECOVERY_WORD_COUNT; i++) {
        end = put_word(end, words[i].size > 0 ? words[i] : next_word(&rest));
    }
    end = put_word(end, rest);
    secret_truncate(text, (size_t)(end - secret_data(text)));
    *out_text = text;
    return DAYBOOK_OK;
}
