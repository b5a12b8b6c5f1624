/* ALSFRS-R: total, sub-scores, and how fast the total changes. */
#ifndef TRENDS_ALSFRS_H
#define TRENDS_ALSFRS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <daybook/status.h>

struct arena;

enum {
    ALSFRS_ITEM_COUNT = 12,
    ALSFRS_ITEM_MAX = 4, /* normal; 0 is none */
    ALSFRS_TOTAL_MAX = ALSFRS_ITEM_COUNT * ALSFRS_ITEM_MAX,
    /* What a slope needs. Published code is content with two over 1.5 months. */
    ALSFRS_COURSE_MIN = 3,
    ALSFRS_COURSE_DAYS_MIN = 60
};

/* A complete assessment: a partial one is none. */
struct alsfrs_assessment {
    int32_t day;
    uint8_t scores[ALSFRS_ITEM_COUNT]; /* of question 1 first, each 0 to ALSFRS_ITEM_MAX */
    bool gastrostomy; /* question 5 is then about fastenings, not about cutting food */
};

/* Each of 12. */
struct alsfrs_subscores {
    uint32_t bulbar;      /* questions 1 to 3 */
    uint32_t fine_motor;  /* 4 to 6 */
    uint32_t gross_motor; /* 7 to 9 */
    uint32_t respiratory; /* 10 to 12: symptoms and support, never a measure of the lungs */
};

uint32_t alsfrs_total(const struct alsfrs_assessment *assessment);
struct alsfrs_subscores alsfrs_subscores(const struct alsfrs_assessment *assessment);

/* How the total went, in points per 30.4375 days; falling totals give negative slopes. */
struct alsfrs_course {
    uint32_t assessments;
    int32_t span_days; /* from the first to the last */
    bool enough;       /* for the three figures, which are 0 otherwise */
    double least_squares_per_month;
    double theil_sen_per_month;
    double residual_spread; /* points: the standard deviation around the line of least squares */
};

/* The course of totals on ascending, distinct days. OK or NO_MEMORY. */
enum daybook_status alsfrs_course(const int32_t *days, const double *totals, size_t count,
                                  struct arena *arena, struct alsfrs_course *out_course);

/* Points lost a month since the first symptom, (48 - total) / months. False, and the output
 * untouched, when the day is not later than that of the onset. */
bool alsfrs_delta_fs(double total, int32_t day, int32_t onset_day, double *out_points_per_month);

/* The bands of deltaFS that publications use; for therapists only. */
enum alsfrs_pace {
    ALSFRS_PACE_SLOW,         /* below 0.5 points a month */
    ALSFRS_PACE_INTERMEDIATE, /* to 1.0 */
    ALSFRS_PACE_FAST
};

enum alsfrs_pace alsfrs_pace(double points_per_month);

/* "slow", "intermediate" or "fast"; never NULL. */
const char *alsfrs_pace_name(enum alsfrs_pace pace);

#endif
