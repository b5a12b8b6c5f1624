/* What makes a figure look better although nothing got better. */
#ifndef TRENDS_CAUTION_H
#define TRENDS_CAUTION_H

#include <stdbool.h>
#include <stdint.h>

#include "trends/history.h"

/* Why somebody is taken to have stopped walking. */
enum walking_end {
    WALKING_GOES_ON,
    WALKING_SCORE, /* ALSFRS-R question 8 at 1 or below */
    WALKING_AID,   /* a wheelchair or a hoist for 8 hours a day or more */
};

struct caution {
    enum walking_end walking;
    int32_t walking_since; /* the first day of what still holds */
    bool support;          /* breathing is supported at all */
    int32_t support_since; /* the first day with hours on the mask */
};

/* What is known at the end of until. */
struct caution caution_of(const struct history *history, int32_t until);

/* True when this makes the measure look better, as its rule says. */
bool caution_applies(const struct caution *caution, const struct measure_rule *rule);

/* "none", "score" or "aid"; never NULL. */
const char *caution_walking_name(enum walking_end walking);

#endif
