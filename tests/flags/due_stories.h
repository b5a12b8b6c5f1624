/* The signs that are judged by dates rather than by entries, and what they say when. */
#ifndef TESTS_FLAGS_DUE_STORIES_H
#define TESTS_FLAGS_DUE_STORIES_H

#include <stddef.h>
#include <stdint.h>

#include "flags/rule_book.h"

enum due_row { ROW_FIRES, ROW_FIRES_NOT, ROW_UNKNOWN, ROW_CLEARS, ROW_FIRES_AGAIN, ROW_COUNT };
enum due_verdict { SAYS_NOTHING, SAYS_RAISED, SAYS_CLEARED };

/* Days are counted from the first. There are entries up to DUE_LAST_ENTRY. A plan says from the
 * first day that a visit and a blood test are due on day 30, and from day 100 on day 130. */
enum { DUE_LAST_ENTRY = 60, DUE_FIRST = 30, DUE_NEXT_VERSION = 100, DUE_SECOND = 130 };
enum { NEVER = -1 };

struct due_story {
    enum flag_sign sign;
    enum due_row row;
    int32_t until;
    int32_t received; /* the latest day on which something came in, or NEVER */
    enum due_verdict verdict;
    int32_t since; /* of SAYS_RAISED */
};

/* Of ROW_UNKNOWN nothing is known at all: no plan says when, nothing was ever received. Then such a
 * sign has no place, rather than being undetermined. */
extern const struct due_story due_stories[];
extern const size_t due_stories_count;

#endif
