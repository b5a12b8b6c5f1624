/* The words of schema/words/, and how a typed word is told from the others. */
#include "vault/word_list.h"

#include <assert.h>
#include <sodium.h>
#include <string.h>

#include "vault/word_list_table.h"

/* The longest word has eight letters. */
enum { LETTERS_MAX = 8 };

static const char *const *const tables[WORD_LANGUAGE_COUNT] = {
    [WORDS_ENGLISH] = word_list_english,
    [WORDS_SPANISH] = word_list_spanish,
};

bool word_list_language(struct bytes code, enum word_language *out_language)
{
    static const char *const codes[WORD_LANGUAGE_COUNT] = {
        [WORDS_ENGLISH] = "en",
        [WORDS_SPANISH] = "es",
    };
    assert(out_language != NULL);
    for (size_t i = 0; i < WORD_LANGUAGE_COUNT; i++) {
        if (bytes_equal_text(code, codes[i])) {
            *out_language = (enum word_language)i;
            return true;
        }
    }
    return false;
}

const char *word_list_word(enum word_language language, size_t number)
{
    assert(number < WORD_LIST_COUNT);
    return tables[language][number];
}

/* How a letter with a mark is written in UTF-8, and what is left of it without. */
struct marked_letter {
    const char *spelling;
    char plain; /* 0: the mark alone, which follows its letter */
};

static const struct marked_letter marked_letters[] = {
    {"\xc3\x81", 'a'}, {"\xc3\xa1", 'a'}, {"\xc3\x89", 'e'}, {"\xc3\xa9", 'e'}, {"\xc3\x8d", 'i'},
    {"\xc3\xad", 'i'}, {"\xc3\x93", 'o'}, {"\xc3\xb3", 'o'}, {"\xc3\x9a", 'u'}, {"\xc3\xba", 'u'},
    {"\xc3\x9c", 'u'}, {"\xc3\xbc", 'u'}, {"\xc3\x91", 'n'}, {"\xc3\xb1", 'n'}, {"\xcc\x81", 0},
    {"\xcc\x83", 0},   {"\xcc\x88", 0},
};

/* Two bytes at the front of the text, when they are a letter or mark of the table. */
static const struct marked_letter *find_marked(struct bytes text)
{
    enum { SPELLING_SIZE = 2, ASCII_END = 0x80 };
    if (text.size < SPELLING_SIZE || text.data[0] < ASCII_END) {
        return NULL;
    }
    for (size_t i = 0; i < sizeof marked_letters / sizeof marked_letters[0]; i++) {
        if (memcmp(text.data, marked_letters[i].spelling, SPELLING_SIZE) == 0) {
            return &marked_letters[i];
        }
    }
    return NULL;
}

/* The letters of a word, small and without marks: how many, or 0 when it is no word. Without a
 * locale, so that every machine reads a sheet alike. */
static size_t simplify(struct bytes word, char out_letters[static LETTERS_MAX])
{
    size_t count = 0;
    while (word.size > 0) {
        const struct marked_letter *marked = find_marked(word);
        uint8_t byte = word.data[0];
        char letter = (char)(byte >= 'A' && byte <= 'Z' ? byte - 'A' + 'a' : byte);
        size_t size = 1;
        if (marked != NULL) {
            letter = marked->plain;
            size = 2;
        } else if (letter < 'a' || letter > 'z') {
            return 0;
        }
        word = (struct bytes){word.data + size, word.size - size};
        if (letter != 0 && count == LETTERS_MAX) {
            return 0;
        }
        if (letter != 0) {
            out_letters[count++] = letter;
        }
    }
    return count;
}

static bool matches(const char *word, const char *typed, size_t typed_count)
{
    char letters[LETTERS_MAX];
    size_t count = simplify(bytes_of_text(word), letters);
    bool long_enough = typed_count == count || typed_count >= WORD_LIST_ABBREVIATION_SIZE;
    return long_enough && typed_count <= count && memcmp(letters, typed, typed_count) == 0;
}

size_t word_list_find(enum word_language language, struct bytes typed)
{
    char letters[LETTERS_MAX];
    size_t number = 0;
    size_t count = simplify(typed, letters);
    while (number < WORD_LIST_COUNT && !matches(tables[language][number], letters, count)) {
        number++;
    }
    sodium_memzero(letters, sizeof letters);
    return number;
}

size_t word_list_number(const uint8_t *bytes, size_t index)
{
    size_t number = 0;
    for (size_t bit = index * WORD_LIST_BITS; bit < (index + 1) * WORD_LIST_BITS; bit++) {
        number = number << 1 | (size_t)(bytes[bit / 8] >> (7 - bit % 8) & 1);
    }
    return number;
}

void word_list_put_number(uint8_t *bytes, size_t index, size_t number)
{
    assert(number < WORD_LIST_COUNT);
    for (size_t i = 0; i < WORD_LIST_BITS; i++) {
        size_t bit = index * WORD_LIST_BITS + i;
        size_t value = number >> (WORD_LIST_BITS - 1 - i) & 1;
        bytes[bit / 8] = (uint8_t)(bytes[bit / 8] | value << (7 - bit % 8));
    }
}
