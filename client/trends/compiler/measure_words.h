/* The words a measure may use, and the C constants they stand for. */
#ifndef TRENDS_COMPILER_MEASURE_WORDS_H
#define TRENDS_COMPILER_MEASURE_WORDS_H

enum measure_word_list {
    MEASURE_WORDS_PART,
    MEASURE_WORDS_REDUCE,
    MEASURE_WORDS_SHOW,
    MEASURE_WORDS_CAUTION,
};

/* The constant a word stands for; NULL when the list has no such word. */
const char *measure_words_meaning(enum measure_word_list list, const char *word);

#endif
