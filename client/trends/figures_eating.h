/* Eating in figures: weight against what was usual, meals, choking, food texture. */
#ifndef TRENDS_FIGURES_EATING_H
#define TRENDS_FIGURES_EATING_H

#include "trends/figures.h"

/* The weight of trends/weight.h, of which rule R13 speaks, too. */
struct figures_weight {
    uint32_t readings; /* behind the median; 0 when there is none */
    struct figure_value median;
    struct figure_value baseline;          /* of the nutrition plan, like the height */
    struct figure_value percent;           /* more (+) or less (-) than the baseline */
    struct figure_value body_mass_index;   /* kg/m2 */
    struct figure_value change_in_4_weeks; /* kg: the median against that of 28 days before */
};

/* The last 7 days. */
struct figures_meals {
    uint32_t days; /* with a meal of which the time is known … */
    bool enough;   /* … four or more */
    double long_meals;
    double low_meals;
    double ended_early;
    double choking;
    double choking_severe;
};

/* The IDDSI level of food, and the one before it. */
struct figures_texture {
    bool has;
    double level;
    bool changed;
    int32_t changed_day;
    double before;
};

struct figures_eating {
    struct figures_weight weight;
    struct figures_meals meals_d7;
    struct figures_texture texture;
};

struct figures_eating figures_eating(const struct figures_question *question);

#endif
