/* Days and plans made up for one question to the figures. */
#ifndef TESTS_TRENDS_MADE_QUESTION_H
#define TESTS_TRENDS_MADE_QUESTION_H

#include "trends/figures_all.h"
#include "trends/made_days.h"

enum { MADE_PLANS_MAX = 8 };

struct made_question {
    struct made_days made;
    struct plan_version plans[MADE_PLANS_MAX];
    size_t plan_count;
    int32_t until; /* Sunday, 2026-08-30 */
};

/* For cmocka: *state is a struct made_question. */
int made_question_set_up(void **state);
int made_question_tear_down(void **state);

/* What the patient said, days_ago before until. */
void made_question_put(struct made_question *fixture, int32_t days_ago, enum measure measure,
                       double value);

/* A plan of its own, in force since days_ago. */
struct plan_version *made_question_plan(struct made_question *fixture, const char *kind,
                                        int32_t days_ago, const struct value *fields);

/* The figures of all that was put so far. */
const struct figures_all *made_question_compute(struct made_question *fixture);

/* Fails the test unless the figure is there and the same, to 1e-9. */
void made_question_expect(struct figure_value figure, double value);

#endif
