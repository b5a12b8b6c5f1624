/* The recovery sheet: 32 random bytes written as 24 words with a checksum. */
#ifndef VAULT_RECOVERY_H
#define VAULT_RECOVERY_H

#include <stdint.h>

#include <daybook/status.h>

#include "base/bytes.h"
#include "vault/secret.h"
#include "vault/word_list.h"

enum { RECOVERY_SEED_SIZE = 32, RECOVERY_WORD_COUNT = 24 };

/* A fresh random seed. The caller owns it. */
enum daybook_status recovery_create(struct secret **out_seed);

/* The words of a seed in this language, in order: 256 bits and 8 bits of SHA-256 checksum, 11 bits
 * a word, as BIP-39 does. The words are static text. */
void recovery_words(const struct secret *seed, enum word_language language,
                    const char *out_words[static RECOVERY_WORD_COUNT]);

/* A text of 24 words in guarded memory, where the empty ones of words are taken from what a person
 * typed, in order; what was typed beyond them follows. NO_MEMORY; the caller owns *out_text. */
enum daybook_status recovery_fill_in(const struct bytes words[static RECOVERY_WORD_COUNT],
                                     const struct secret *typed, struct secret **out_text);

/* Why words are not those of a sheet. */
enum recovery_fault_kind {
    RECOVERY_UNKNOWN_WORD,   /* it is in no list */
    RECOVERY_OTHER_LANGUAGE, /* it is in the list of a language that the words before it are not of
                              */
    RECOVERY_MISSING_WORD,   /* the text ends before it */
    RECOVERY_TOO_MANY,       /* it is one more than a sheet has */
    RECOVERY_CHECKSUM,       /* each word is in the list; one is another than on the sheet */
};

struct recovery_fault {
    enum recovery_fault_kind kind;
    int word; /* the number of the first wrong word, 1 to 25; 0 for RECOVERY_CHECKSUM */
};

/* The seed of words as a person types them: all in one of the languages, whichever it is, in any
 * case, any white space, with or without accents, at least the first four letters of each. The
 * caller owns *out_seed. INVALID: *out_fault tells why. */
enum daybook_status recovery_read(const struct secret *words, struct secret **out_seed,
                                  struct recovery_fault *out_fault);

#endif
