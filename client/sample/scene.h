/* One day of a life while it is written: what its entries are drawn from, and the parts that add
 * them. */
#ifndef SAMPLE_SCENE_H
#define SAMPLE_SCENE_H

#include <stdbool.h>
#include <stdint.h>

#include "sample/course.h"
#include "sample/diary.h"
#include "sample/life.h"
#include "sample/randomness.h"

enum { SCENE_HOUR_SECONDS = 3600, SCENE_MONTH_DAYS = 28 };

/* What was answered in a check-in. */
struct scene_answers {
    int32_t overall;
    int32_t fatigue;
    int32_t stiffness;
    int32_t appetite;
};

/* At most one number is drawn in a call's arguments, whose order is the compiler's choice. */
struct scene {
    const struct life_request *request;
    struct course course;
    struct randomness randomness;
    int32_t day;     /* since the first */
    int32_t weekday; /* 0 Monday to 6 Sunday */
    bool taken_over;
    bool fell;   /* today */
    bool choked; /* today */
    struct scene_answers answers;
    struct diary diary;
};

/* True in a share of the calls. */
bool scene_happens(struct scene *scene, double share);

/* A whole number from low to high. */
int32_t scene_pick(struct scene *scene, int32_t low, int32_t high);

/* A number around a middle, mostly within two spreads of it, never below 0. */
double scene_around(struct scene *scene, double middle, double spread);

/* A score from 0 to 10 of what moves by change a month. */
int32_t scene_score(struct scene *scene, double start, double change);

/* An entry within the hour after hour; who logs it depends on how far the illness has gone. */
struct diary_entry *scene_add(struct scene *scene, const char *kind, int32_t hour);

/* The same by somebody in particular. */
struct diary_entry *scene_add_by(struct scene *scene, const char *kind, int32_t hour,
                                 enum reporter reporter);

/* True on this day of every month of 28 days; on the same day, arranged things are not skipped. */
bool scene_is_monthly(const struct scene *scene, int32_t day);

/* True from the day an event of the kind was planted on, for so many days. */
bool scene_is_planted(const struct scene *scene, enum life_event_kind kind, int32_t days);

#endif
