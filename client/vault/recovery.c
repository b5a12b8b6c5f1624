/* The recovery sheet: 32 random bytes written as 24 words with a checksum. */
#include "vault/recovery.h"

#include <assert.h>
#include <sodium.h>
#include <stdbool.h>
#include <string.h>

#include "vault/guarded.h"
#include "vault/word_list.h"

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

void recovery_words(const struct secret *seed, const char *out_words[static RECOVERY_WORD_COUNT])
{
    assert(seed != NULL);
    assert(secret_size(seed) == RECOVERY_SEED_SIZE);
    uint8_t sheet[SHEET_SIZE];
    memcpy(sheet, secret_data(seed), RECOVERY_SEED_SIZE);
    sheet[RECOVERY_SEED_SIZE] = checksum(sheet);
    for (size_t i = 0; i < RECOVERY_WORD_COUNT; i++) {
        out_words[i] = word_list_word(word_list_number(sheet, i));
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

/* The sheet's bytes from the words; true when the words are 24 of the list. */
static bool read_sheet(struct bytes text, uint8_t out_sheet[static SHEET_SIZE], int *out_wrong_word)
{
    for (int i = 0; i < RECOVERY_WORD_COUNT; i++) {
        size_t number = word_list_find(next_word(&text));
        if (number == WORD_LIST_COUNT) {
            *out_wrong_word = i + 1;
            return false;
        }
        word_list_put_number(out_sheet, (size_t)i, number);
    }
    if (next_word(&text).size > 0) {
        *out_wrong_word = RECOVERY_WORD_COUNT + 1;
        return false;
    }
    return true;
}

enum daybook_status recovery_read(const struct secret *words, struct secret **out_seed,
                                  int *out_wrong_word)
{
    assert(words != NULL);
    assert(out_seed != NULL);
    assert(out_wrong_word != NULL);
    struct secret *sheet = NULL;
    enum daybook_status status = secret_create(SHEET_SIZE, &sheet);
    if (status != DAYBOOK_OK) {
        return status;
    }
    int wrong_word = 0;
    const struct bytes text = {secret_data(words), secret_size(words)};
    const uint8_t *bytes = secret_data(sheet);
    if (!read_sheet(text, secret_fill(sheet), &wrong_word) ||
        checksum(bytes) != bytes[RECOVERY_SEED_SIZE]) {
        secret_free(sheet);
        *out_wrong_word = wrong_word;
        return DAYBOOK_INVALID;
    }
    secret_truncate(sheet, RECOVERY_SEED_SIZE);
    *out_seed = sheet;
    return DAYBOOK_OK;
}
