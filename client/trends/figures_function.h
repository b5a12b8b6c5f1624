/* Function in figures: the course and the stages of ALSFRS-R, and help in daily activities. */
#ifndef TRENDS_FIGURES_FUNCTION_H
#define TRENDS_FIGURES_FUNCTION_H

#include "trends/alsfrs.h"
#include "trends/figures.h"
#include "trends/staging.h"

enum { FIGURES_ADL_COUNT = MEASURE_ADL_PHONE_COMPUTER - MEASURE_ADL_EATING + 1 };

struct figures_alsfrs {
    bool has; /* a complete assessment; otherwise the next five mean nothing */
    struct alsfrs_assessment last;
    uint32_t total;
    struct alsfrs_subscores subscores;
    enum kings_stage kings;
    uint32_t mitos;
    struct alsfrs_course course;
    struct figure_value delta_fs; /* points a month since the first symptom the plan names */
};

/* A level of 1, dependent, to 6, alone. */
struct figures_activity {
    bool has;
    int32_t day;
    double level;
    bool has_before; /* another assessment before it */
    double before;
};

struct figures_function {
    struct figures_alsfrs alsfrs;
    struct figures_activity activities[FIGURES_ADL_COUNT]; /* in the order of the catalogue */
    uint32_t activities_known;
    uint32_t activities_dependent; /* at level 3 or below */
    uint32_t activities_lost;      /* lower than in the assessment before */
};

/* OK or NO_MEMORY. */
enum daybook_status figures_function(const struct figures_question *question, struct arena *arena,
                                     struct figures_function *out_figures);

#endif
