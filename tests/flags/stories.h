/* The story each rule is tested by. */
#ifndef TESTS_FLAGS_STORIES_H
#define TESTS_FLAGS_STORIES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "flags/rule_book.h"
#include "trends/measure.h"

enum { STROKES_MAX = 10 };

/* A value that comes on every so many days. */
struct stroke {
    enum measure measure;
    double value;
    int32_t every;
};

/* A rule's story: calm, then bad, then calm, then bad again. Every day has an entry. */
struct story {
    const char *what;
    enum flag_rule rule;
    enum flag_tier tier;
    struct stroke calm[STROKES_MAX];
    struct stroke bad[STROKES_MAX];
    int32_t bad_days;
    const char *plan;  /* the kind of a plan it needs; NULL: none */
    const char *field; /* … and what that says: a text, or else a number */
    const char *text;
    double number;
    const char *says; /* part of what the flag says */
    bool
        applies_not; /* without its entries the rule has nothing to say, rather than lacking them */
};

extern const struct story stories[];
extern const size_t stories_count;

#endif
