/* The plans a sign is judged by in a test: one that asks for it, and one that leaves out all
 * others. */
#ifndef TESTS_FLAGS_STORY_PLANS_H
#define TESTS_FLAGS_STORY_PLANS_H

#include <stdint.h>

#include "domain/plan.h"
#include "flags/rule_book.h"

enum { STORY_SIGNS_MAX = 8, STORY_VERSIONS_MAX = 3, STORY_NAME_SIZE = 40 };

struct story_plans {
    char names[STORY_SIGNS_MAX][STORY_NAME_SIZE];
    struct value_pair rules[STORY_SIGNS_MAX][2];
    struct value maps[STORY_SIGNS_MAX];
    struct value_pair items[STORY_VERSIONS_MAX][2];
    struct value lists[STORY_VERSIONS_MAX];
    struct value_pair pairs[STORY_VERSIONS_MAX];
    struct value fields[STORY_VERSIONS_MAX];
    struct plan_version versions[STORY_VERSIONS_MAX];
    struct plan_book book;
};

/* Only this sign of its rule is judged, from a day on. */
void story_plans_begin(struct story_plans *plans, enum flag_sign sign, int32_t from_day);

/* A plan of a kind says one thing from a day on; another call for the same kind is its next
 * version. The texts are borrowed. */
void story_plans_add(struct story_plans *plans, const char *kind, int32_t from_day,
                     struct value_pair said);

/* The same of a medication plan with one medicine that is given at visits: one field of it. */
void story_plans_add_medicine(struct story_plans *plans, int32_t from_day, const char *field,
                              const char *text);

#endif
