/* How the illness of an invented person goes: what is true on a day, before anybody logs it. */
#ifndef SAMPLE_COURSE_H
#define SAMPLE_COURSE_H

#include <stdbool.h>
#include <stdint.h>

#include "sample/randomness.h"

enum { COURSE_ITEMS = 12, COURSE_FALLS = 2 };

/* Drawn once per life. Days count from the first one, 0. */
struct course {
    int32_t takeover_day; /* from here on the caregiver logs most */
    int32_t niv_day;      /* the first night on the breathing mask */
    int32_t gap_begin;    /* days away from home, on which nothing is logged */
    int32_t gap_end;
    int32_t fall_days[COURSE_FALLS];
    int32_t near_fall_day;
    double alsfrs_r_start;
    double alsfrs_r_loss; /* a month */
    double weight_start;  /* kg */
    double weight_loss;   /* kg a month */
    double spo2_start;    /* % */
    double pain_start;
    double fatigue_start;
    double stiffness_start;
    double breathlessness_start;
    double wobble; /* good and bad weeks: wanders around 0 */
    int32_t items[COURSE_ITEMS];
};

/* Draw a life that is observed for this many days. */
void course_draw(struct course *course, int32_t days, struct randomness *randomness);

/* Let a day pass: good days and bad days follow each other. */
void course_pass_day(struct course *course, struct randomness *randomness);

/* True on the days away. */
bool course_is_away(const struct course *course, int32_t day);

/* A score from 0 to 10 that started at start and moves by change a month, as felt on a day. */
int32_t course_score(const struct course *course, double start, double change, int32_t day,
                     struct randomness *randomness);

/* A number that started at start and moves by change a month. */
double course_level(double start, double change, int32_t day);

/* Take points off the twelve ALSFRS-R items until their sum is what the day's loss leaves. */
void course_lose_points(struct course *course, int32_t day, struct randomness *randomness);

#endif
