/* Fuzzes the words of a recovery sheet: words that are read give a seed whose words are read as the
 * same. */
#include <assert.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "base/buffer.h"
#include "vault/recovery.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct secret *copy(struct bytes text)
{
    struct secret *secret = NULL;
    enum daybook_status status = secret_create(text.size, &secret);
    assert(status == DAYBOOK_OK);
    if (text.size > 0) {
        memcpy(secret_fill(secret), text.data, text.size);
    }
    return secret;
}

static void seed_survives_writing(const struct secret *seed, enum word_language language)
{
    const char *words[RECOVERY_WORD_COUNT];
    struct buffer text = {0};
    struct secret *again = NULL;
    struct recovery_fault fault = {0};
    recovery_words(seed, language, words);
    for (size_t i = 0; i < RECOVERY_WORD_COUNT; i++) {
        buffer_append_text(&text, words[i]);
        buffer_append_text(&text, "\n");
    }
    struct secret *written = copy(buffer_bytes(&text));
    enum daybook_status status = recovery_read(written, &again, &fault);
    assert(status == DAYBOOK_OK);
    assert(memcmp(secret_data(again), secret_data(seed), RECOVERY_SEED_SIZE) == 0);
    secret_free(again);
    secret_free(written);
    buffer_free(&text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct secret *seed = NULL;
    struct recovery_fault fault = {0};
    enum daybook_status begun = secret_begin();
    assert(begun == DAYBOOK_OK);
    struct secret *words = copy((struct bytes){data, size});
    enum daybook_status status = recovery_read(words, &seed, &fault);
    if (status == DAYBOOK_OK) {
        seed_survives_writing(seed, WORDS_ENGLISH);
        seed_survives_writing(seed, WORDS_SPANISH);
    } else {
        assert(status == DAYBOOK_INVALID);
        assert(fault.word >= 0 && fault.word <= RECOVERY_WORD_COUNT + 1);
    }
    secret_free(seed);
    secret_free(words);
    return 0;
}
