/* How the illness of an invented person goes: what is true on a day, before anybody logs it. */
#ifndef SAMPLE_COURSE_H
#define SAMPLE_COURSE_H

#include <stdbool.h>
#include <stdint.h>

#include "sample/randomness.h"

enum { COURSE_ITEMS = 12, COURSE_FALLS = 2, COURSE_NEVER = INT32_MAX };

/* The ALSFRS-R items a course is asked for, by their place among the twelve. */
enum course_item {
    ITEM_SPEECH,
    ITEM_SALIVATION,
    ITEM_SWALLOWING,
    ITEM_HANDWRITING,
    ITEM_CUTTING,
    ITEM_DRESSING,
    ITEM_TURNING,
    ITEM_WALKING,
    ITEM_STAIRS,
};

/* How a life goes. The short one is what the quick start shows: three months in which every trend
 * can be seen. The others are as slow as lives are. */
enum decline {
    DECLINE_SHORT,
    DECLINE_NONE,
    DECLINE_USUAL,
    DECLINE_FAST,
};

/* Drawn once per life. Days count from the first one, 0. */
struct course {
    enum decline decline;
    int32_t takeover_day; /* from here on the caregiver logs most */
    int32_t niv_day;      /* the first night on the breathing mask */
    int32_t gap_begin;    /* days away from home, on which nothing is logged */
    int32_t gap_end;
    int32_t gap_every; /* days until the next time away; 0: there is none */
    int32_t fall_days[COURSE_FALLS];
    int32_t near_fall_day;
    int32_t nights_begin; /* from here on breathing disturbs the nights, */
    int32_t nights_end;   /* until here */
    int32_t oxygen_day;   /* the first on oxygen, or COURSE_NEVER */
    int32_t tube_day;     /* the first with a feeding tube, or COURSE_NEVER */
    int32_t cycle_day;    /* the first of a medicine taken in cycles, or COURSE_NEVER */
    double alsfrs_r_start;
    double alsfrs_r_loss; /* a month, as all losses and changes */
    double weight_start;  /* kg */
    double weight_loss;
    double spo2_start; /* % */
    double spo2_loss;
    double vital_capacity_start; /* % of predicted */
    double vital_capacity_loss;
    double sniff_start; /* cmH2O */
    double sniff_loss;
    double cough_start; /* L/min */
    double cough_loss;
    double pain_start;
    double pain_change;
    double fatigue_start;
    double fatigue_change;
    double stiffness_start;
    double stiffness_change;
    double breathlessness_start;
    double breathlessness_change;
    double strain_start; /* the caregiver's */
    double strain_change;
    double exercise_start; /* share of the sessions that are done */
    double exercise_loss;
    double doses_taken;  /* share of the doses */
    double days_skipped; /* share of the days on which nothing is logged */
    double wobble;       /* good and bad weeks: wanders around 0 */
    int32_t items[COURSE_ITEMS];
};

/* Draw a life that is observed for this many days. */
void course_draw(struct course *course, enum decline decline, int32_t days,
                 struct randomness *randomness);

/* Let a day pass: good days and bad days follow each other. */
void course_pass_day(struct course *course, struct randomness *randomness);

/* True on the days away. */
bool course_is_away(const struct course *course, int32_t day);

/* True on the days on which breathing disturbs sleep: a real cause for whoever warns of it. */
bool course_disturbs_nights(const struct course *course, int32_t day);

/* A score from 0 to 10 that started at start and moves by change a month, as felt on a day. */
int32_t course_score(const struct course *course, double start, double change, int32_t day,
                     struct randomness *randomness);

/* A number that started at start and moves by change a month. */
double course_level(double start, double change, int32_t day);

/* Take points off the twelve ALSFRS-R items until their sum is what the day's loss leaves. */
void course_lose_points(struct course *course, int32_t day, struct randomness *randomness);

#endif
