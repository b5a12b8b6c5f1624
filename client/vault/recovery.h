/* The recovery sheet: 32 random bytes written as 24 words with a checksum. */
#ifndef VAULT_RECOVERY_H
#define VAULT_RECOVERY_H

#include <stdint.h>

#include <daybook/status.h>

#include "base/bytes.h"
#include "vault/secret.h"

enum { RECOVERY_SEED_SIZE = 32, RECOVERY_WORD_COUNT = 24 };

/* A fresh random seed. The caller owns it. */
enum daybook_status recovery_create(struct secret **out_seed);

/* The words of a seed, in order: 256 bits and 8 bits of SHA-256 checksum, 11 bits a word, as BIP-39
 * does. The words are static text. */
void recovery_words(const struct secret *seed, const char *out_words[static RECOVERY_WORD_COUNT]);

/* The seed of words as a person types them: any case, any white space, at least the first four
 * letters of each. The caller owns *out_seed. INVALID: *out_wrong_word tells why: the number of the
 * first word that is missing or not in the list (1 to 24), 25 when there are more than 24, 0 when
 * the words are in the list and the checksum is wrong. */
enum daybook_status recovery_read(const struct secret *words, struct secret **out_seed,
                                  int *out_wrong_word);

#endif
