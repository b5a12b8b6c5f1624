/* Care in figures: aids from advice to use, the home, training, medicines, the caregiver. */
#ifndef TRENDS_FIGURES_CARE_H
#define TRENDS_FIGURES_CARE_H

#include "domain/plan_schedule.h"
#include "trends/figures.h"

enum { FIGURES_AID_COUNT = MEASURE_AID_OTHER_HOURS - MEASURE_AID_CANE_HOURS + 1 };

struct figures_aid {
    bool recommended;
    int32_t recommended_day; /* when recommended, like the others below */
    bool used;
    int32_t first_used_day;
    bool in_use; /* as last said */
    bool given_up;
    int32_t given_up_day;
    struct figure_value lag_days;      /* from advice to use */
    struct figure_value hours_per_day; /* as last said */
};

/* What a home visit found is a task until it is done. */
struct figures_home {
    uint32_t visits; /* that somebody wrote findings of */
    uint32_t tasks;
    uint32_t open;
    uint32_t done;
    int32_t longest_open_days;
    struct figure_value done_percent;
};

struct figures_training {
    uint32_t assigned;
    double done;
    struct figure_value confidence_before; /* medians of all that was said */
    struct figure_value confidence_after;
};

/* 28 days. A dose nobody logged is unknown; those taken when needed are never counted as planned.
 */
struct figures_doses {
    double scheduled;
    double taken;
    double missed;
    double unlogged;
    struct figure_value taken_percent; /* once something was scheduled */
};

struct figures_medication {
    struct figures_doses doses_d28;
    struct figures_doses riluzole_d28;
    struct figures_doses cycle_d28;
    bool has_cycle_day;
    struct plan_cycle_day cycle_day; /* of the first medicine that has cycles */
    bool has_visit;
    int32_t days_to_visit; /* the next one; below 0 it is overdue */
    double as_needed_d7;
};

/* Only whoever may read it has these days. */
struct figures_strain {
    uint32_t weeks; /* of the last 4 with an answer; two make the median */
    struct figure_value median;
    double disturbed_nights;
    double care_minutes_d7;
};

struct figures_care {
    struct figures_aid aids[FIGURES_AID_COUNT]; /* in the order of the catalogue */
    struct figures_home home;
    struct figures_training training;
    struct figures_medication medication;
    struct figures_strain strain;
};

/* OK or NO_MEMORY. */
enum daybook_status figures_care(const struct figures_question *question, struct arena *arena,
                                 struct figures_care *out_figures);

#endif
