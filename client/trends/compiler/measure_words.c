/* The lists of words a measure may use. */
#include "trends/compiler/measure_words.h"

#include <assert.h>
#include <stddef.h>
#include <string.h>

struct word {
    const char *word;
    const char *meaning;
};

enum { WORDS_MAX = 8 };

/* Each list ends with an empty word. */
static const struct word lists[][WORDS_MAX] = {
    [MEASURE_WORDS_PART] = {{"comfort", "PART_COMFORT"},
                            {"breathing", "PART_BREATHING"},
                            {"eating", "PART_EATING"},
                            {"movement", "PART_MOVEMENT"},
                            {"function", "PART_FUNCTION"},
                            {"care", "PART_CARE"}},
    [MEASURE_WORDS_REDUCE] = {{"highest", "REDUCTION_HIGHEST"},
                              {"lowest", "REDUCTION_LOWEST"},
                              {"second_lowest", "REDUCTION_SECOND_LOWEST"},
                              {"median", "REDUCTION_MEDIAN"},
                              {"sum", "REDUCTION_SUM"},
                              {"last", "REDUCTION_LAST"},
                              {"planned", "REDUCTION_PLANNED"}},
    [MEASURE_WORDS_SHOW] = {{"window", "SHOW_WINDOW"},
                            {"last", "SHOW_LAST"},
                            {"events", "SHOW_EVENTS"},
                            {"hidden", "SHOW_HIDDEN"}},
    [MEASURE_WORDS_CAUTION] = {{"none", "CAUTION_NONE"},
                               {"walking", "CAUTION_WALKING"},
                               {"support", "CAUTION_SUPPORT"}},
};

const char *measure_words_meaning(enum measure_word_list list, const char *word)
{
    assert(word != NULL);
    for (size_t i = 0; i < WORDS_MAX && lists[list][i].word != NULL; i++) {
        if (strcmp(lists[list][i].word, word) == 0) {
            return lists[list][i].meaning;
        }
    }
    return NULL;
}
