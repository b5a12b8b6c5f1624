/* Movement in figures: how often, where and doing what somebody falls, and exercise against its
 * plan. */
#ifndef TRENDS_FIGURES_MOVEMENT_H
#define TRENDS_FIGURES_MOVEMENT_H

#include "trends/exercise.h"
#include "trends/figures.h"

enum {
    FIGURES_PLACE_COUNT = MEASURE_FALLS_PLACE_OTHER - MEASURE_FALLS_PLACE_BATHROOM + 1,
    FIGURES_ACTIVITY_COUNT = MEASURE_FALLS_ACTIVITY_OTHER - MEASURE_FALLS_ACTIVITY_WALK + 1,
    FIGURES_REASON_COUNT =
        MEASURE_EXERCISE_NOT_DONE_REFUSED - MEASURE_EXERCISE_NOT_DONE_FATIGUE + 1,
    FIGURES_PLAN_DAYS_MIN = 7
};

/* Exposure is days with any entry: a day without one is not a day without a fall. */
struct figures_fall_rate {
    double falls;
    uint32_t days;
    struct figure_value per_1000_days;
};

struct figures_falls {
    struct figures_fall_rate d30;
    struct figures_fall_rate d90;
    double harm_d90;
    double places_d90[FIGURES_PLACE_COUNT]; /* in the order of the catalogue, like the next */
    double activities_d90[FIGURES_ACTIVITY_COUNT];
    bool has_last;
    int32_t days_since_last;
};

/* Sessions of 28 days. What was prescribed and not logged is unknown, not left out: so both
 * denominators are given. */
struct figures_adherence {
    double logged;
    double done;
    double prescribed;
    uint32_t plan_days; /* on which a plan with this type was in force; paused days are left out */
    struct figure_value of_prescribed; /* percent, once the plan is FIGURES_PLAN_DAYS_MIN old */
    struct figure_value of_logged;
};

struct figures_exercise {
    struct figures_adherence types[EXERCISE_TYPE_COUNT];
    struct figures_adherence all;
    double minutes_per_week;
    struct figure_value exertion; /* median */
    double hard;                  /* sessions that were too hard */
    double reasons[FIGURES_REASON_COUNT];
};

struct figures_movement {
    struct figures_falls falls;
    struct figures_exercise exercise_d28;
};

/* OK or NO_MEMORY. */
enum daybook_status figures_movement(const struct figures_question *question, struct arena *arena,
                                     struct figures_movement *out_figures);

#endif
