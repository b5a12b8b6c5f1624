/* The 2048 words of a language, from schema/words/: eleven bits a word. */
#ifndef VAULT_WORD_LIST_H
#define VAULT_WORD_LIST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/bytes.h"

enum { WORD_LIST_COUNT = 2048, WORD_LIST_BITS = 11, WORD_LIST_ABBREVIATION_SIZE = 4 };

enum word_language { WORDS_ENGLISH, WORDS_SPANISH };
enum { WORD_LANGUAGE_COUNT = 2 };

/* The language of a code, "en" or "es"; false for any other. */
bool word_list_language(struct bytes code, enum word_language *out_language);

/* The word with this number, 0 to 2047, composed (NFC); static text. */
const char *word_list_word(enum word_language language, size_t number);

/* The number of a word as it was typed: in any case, with or without its accents, whole or at least
 * its first four letters; WORD_LIST_COUNT when there is no such word. */
size_t word_list_find(enum word_language language, struct bytes typed);

/* Bits 11 × index to 11 × index + 10 of bytes, the most significant first, and the same bits
 * written into bytes that are still zero there. */
size_t word_list_number(const uint8_t *bytes, size_t index);
void word_list_put_number(uint8_t *bytes, size_t index, size_t number);

#endif
