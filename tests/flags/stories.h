/* The story each sign of each rule is tested by. */
#ifndef TESTS_FLAGS_STORIES_H
#define TESTS_FLAGS_STORIES_H

#include <stddef.h>
#include <stdint.h>

#include "flags/rule_book.h"
#include "trends/measure.h"

enum { STROKES_MAX = 6 };

/* A value that comes on every so many days. */
struct stroke {
    enum measure measure;
    double value;
    int32_t every;
};

/* A sign's story: calm, then bad, then calm, then bad again; every day has an entry. Or else calm,
 * then as near to bad as it gets without being it; or calm, then nothing any more. The other signs
 * of its rule are left out by a monitoring plan. */
struct story {
    enum flag_sign sign;
    int32_t bad_days;
    struct stroke calm[STROKES_MAX];
    struct stroke near[STROKES_MAX];
    struct stroke bad[STROKES_MAX];
    const char *says;                 /* part of what the flag says */
    struct stroke still[STROKES_MAX]; /* what plans go on to ask for when nothing is logged */
    const char *plan;                 /* the kind of a plan it needs; NULL: none */
    const char *field;                /* … and what that says: a text, or else a number */
    const char *text;
    double number;
};

struct story_list {
    const struct story *stories;
    size_t count;
};
extern const struct story_list stories_of_breathing;
extern const struct story_list stories_of_living;

#endif
