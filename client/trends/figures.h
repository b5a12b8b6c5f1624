/* What the figures of a part of the journal are computed from. */
#ifndef TRENDS_FIGURES_H
#define TRENDS_FIGURES_H

#include <stdbool.h>
#include <stdint.h>

#include <daybook/status.h>

#include "domain/plan.h"
#include "trends/history.h"

struct arena;

/* Nothing is imputed: a figure without the data it needs says so, and is 0. All of it is seen at
 * the end of the day until; later days are ignored. Borrows everything. */
struct figures_question {
    const struct history *history;
    const struct plan_book *plans; /* NULL: none are known */
    int32_t until;
};

/* A number that may be missing. */
struct figure_value {
    bool has;
    double value;
};

/* Whether the patient shares each day of it: what is kept back is not missing. */
bool figures_are_shared(const struct figures_question *question, enum measure measure);

/* The answered values of the last length days. */
struct series figures_last(const struct figures_question *question, enum measure measure,
                           int32_t length);

/* The sum of a count over the last length days. */
double figures_sum(const struct figures_question *question, enum measure measure, int32_t length);

/* The latest value whenever it was; a count of 0 when there is none. */
struct series figures_latest(const struct figures_question *question, enum measure measure);

/* The median of a series; none of an empty one. OK or NO_MEMORY. */
enum daybook_status figures_median(struct series series, struct arena *arena,
                                   struct figure_value *out_median);

/* Days whose value lies from low to high, both included. */
uint32_t figures_days_within(struct series series, double low, double high);

/* The version of a plan in force on the last day; NULL when there is none. */
const struct plan_version *figures_plan(const struct figures_question *question, const char *kind);

/* A number of a plan. */
struct figure_value figures_plan_number(const struct plan_version *version, const char *field);

#endif
