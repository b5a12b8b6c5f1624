/* The words the schema may use, and the C constants they stand for. */
#ifndef COMPILER_WORDS_H
#define COMPILER_WORDS_H

#include <jansson.h>
#include <stdbool.h>

#include "compiler/fault.h"

enum word_list {
    WORDS_FAMILY,
    WORDS_CADENCE,
    WORDS_VISIBILITY,
    WORDS_ROLE,
    WORDS_TYPE,
    WORDS_BETTER,
    WORDS_EVIDENCE,
    WORDS_CODE_MARK,
    WORDS_CODE_SYSTEM,
    WORDS_REFERS_TO,
    WORDS_PART,
    WORDS_REDUCE,
    WORDS_SHOW,
    WORDS_CAUTION,
    WORDS_TIER,
};

/* What a word stands for in the tables: a constant, or for code systems a URI. NULL when the list
 * has no such word. */
const char *words_meaning(enum word_list list, const char *word);

/* The text of a key is one of these words. */
struct word_rule {
    const char *key; /* NULL ends a table */
    enum word_list list;
    const char *sentence; /* what to say of another word */
};

/* True when the object's words are in their lists; a key it leaves out is for others to judge. The
 * table ends with an empty row. */
bool words_check(const struct word_rule *rules, const json_t *object, const struct place *place,
                 struct fault *out_fault);

#endif
