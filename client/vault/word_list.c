/* The words of schema/words/english.txt. */
#include "vault/word_list.h"

#include <assert.h>
#include <stdbool.h>
#include <string.h>

#include "vault/word_list_table.h"

const char *word_list_word(size_t number)
{
    assert(number < WORD_LIST_COUNT);
    return word_list_table[number];
}

/* Lower case without a locale; what is no letter stays as it is and matches nothing. */
static char lower(uint8_t letter)
{
    return (char)(letter >= 'A' && letter <= 'Z' ? letter - 'A' + 'a' : letter);
}

static bool matches(const char *word, struct bytes typed)
{
    size_t size = strlen(word);
    if (typed.size > size || (typed.size < size && typed.size < WORD_LIST_ABBREVIATION_SIZE)) {
        return false;
    }
    size_t same = 0;
    while (same < typed.size && word[same] == lower(typed.data[same])) {
        same++;
    }
    return same == typed.size;
}

size_t word_list_find(struct bytes typed)
{
    size_t number = 0;
    while (number < WORD_LIST_COUNT && !matches(word_list_table[number], typed)) {
        number++;
    }
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
