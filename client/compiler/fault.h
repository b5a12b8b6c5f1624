/* What is wrong with the schema, in one sentence for whoever edits it. */
#ifndef COMPILER_FAULT_H
#define COMPILER_FAULT_H

#include <stdbool.h>

enum { FAULT_TEXT_SIZE = 320 };

struct fault {
    char text[FAULT_TEXT_SIZE];
};

/* Where in the schema somebody is looking; NULL for what is not reached yet. */
struct place {
    const char *file;
    const char *kind;
    const char *field;
    const char *item;
};

/* Write "FILE: KIND.FIELD.ITEM: SENTENCE" and return false, so that a check can end with it. */
bool fault_set(struct fault *out_fault, const struct place *place, const char *sentence);

/* The same, with a word of the file quoted before the sentence. */
bool fault_set_word(struct fault *out_fault, const struct place *place, const char *word,
                    const char *sentence);

#endif
