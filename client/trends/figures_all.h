/* The figures of every part of the journal. */
#ifndef TRENDS_FIGURES_ALL_H
#define TRENDS_FIGURES_ALL_H

#include "trends/figures_breathing.h"
#include "trends/figures_care.h"
#include "trends/figures_eating.h"
#include "trends/figures_function.h"
#include "trends/figures_movement.h"

struct figures_all {
    struct figures_breathing breathing;
    struct figures_eating eating;
    struct figures_movement movement;
    struct figures_function function;
    struct figures_care care;
};

/* Compute all of them; they live in the arena. OK, or NO_MEMORY and *out_figures is untouched. */
enum daybook_status figures_all(const struct figures_question *question, struct arena *arena,
                                struct figures_all **out_figures);

#endif
