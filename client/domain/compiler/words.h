/* The words a catalogue may use, and the C constants they stand for. */
#ifndef DOMAIN_COMPILER_WORDS_H
#define DOMAIN_COMPILER_WORDS_H

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
};

/* What a word stands for in the tables: a constant, or for code systems a URI. NULL when the list
 * has no such word. */
const char *words_meaning(enum word_list list, const char *word);

#endif
