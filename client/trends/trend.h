/* A trend over weekly medians: a robust slope, a test, and one plain word for both. */
#ifndef TRENDS_TREND_H
#define TRENDS_TREND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "trends/measure.h"
#include "trends/week.h"

struct arena;

/* Weekly values a trend needs for a word. Six ISO weeks also cover the 42 days it needs. */
enum { TREND_WEEKS_MIN = 6 };

/* What the test says in one word. The direction comes from the test, not from the slope: on whole
 * numbers the slope is often exactly 0 while the test is clear. */
enum trend_word {
    TREND_INSUFFICIENT, /* fewer weeks than TREND_WEEKS_MIN */
    TREND_RISING,       /* p < 0.05, more pairs of weeks go up than down */
    TREND_FALLING,      /* p < 0.05, more pairs of weeks go down than up */
    TREND_STEADY,  /* not significant, and the slope adds up to less than a change that matters */
    TREND_UNCLEAR, /* not significant, though the slope adds up to a change that matters */
};

/* What that word means to the person; neutral unless rising or falling. */
enum trend_sense { TREND_NEUTRAL, TREND_BETTER, TREND_WORSE };

struct trend {
    uint32_t weeks;
    bool has; /* at least two weeks; otherwise the four numbers are 0 and mean nothing */
    double slope_per_month; /* Theil–Sen over (Monday, weekly median), per 30.4375 days */
    int64_t mk_s;           /* Mann–Kendall, see statistics.h */
    double mk_z;
    double mk_p;
    enum trend_word word;
    enum trend_sense sense;
};

/* Working memory for one trend after another. Lives in the arena it was made in. */
struct trend_work;

/* Make working memory for trends of up to that many weeks; NULL when the arena is exhausted. */
struct trend_work *trend_work_create(size_t week_capacity, struct arena *arena);

/* The trend over weeks in the order of time, judged by the rule of their measure. */
struct trend trend_of_weeks(const struct measure_rule *rule, const struct trend_week *weeks,
                            size_t count, struct trend_work *work);

/* "rising", "falling", "steady", "unclear" or "insufficient"; never NULL. */
const char *trend_word_name(enum trend_word word);

/* "better", "worse" or "neutral"; never NULL. */
const char *trend_sense_name(enum trend_sense sense);

#endif
