/* Makes questions to the figures. */
#include "trends/made_question.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/timestamp.h"

int made_question_set_up(void **state)
{
    struct made_question *fixture = test_calloc(1, sizeof *fixture);
    fixture->made.arena = arena_create(0);
    fixture->until = day_of_date(2026, 8, 30);
    *state = fixture;
    return fixture->made.arena == NULL ? -1 : 0;
}

int made_question_tear_down(void **state)
{
    struct made_question *fixture = *state;
    arena_free(fixture->made.arena);
    test_free(fixture);
    return 0;
}

void made_question_put(struct made_question *fixture, int32_t days_ago, enum measure measure,
                       double value)
{
    made_days_put(&fixture->made, fixture->until - days_ago, measure, value);
}

struct plan_version *made_question_plan(struct made_question *fixture, const char *kind,
                                        int32_t days_ago, const struct value *fields)
{
    assert_true(fixture->plan_count < MADE_PLANS_MAX);
    struct plan_version *version = &fixture->plans[fixture->plan_count++];
    *version = (struct plan_version){.plan = {{(uint8_t)fixture->plan_count}},
                                     .number = 1,
                                     .kind = bytes_of_text(kind),
                                     .from_day = fixture->until - days_ago,
                                     .status = PLAN_ACTIVE,
                                     .fields = fields};
    return version;
}

const struct figures_all *made_question_compute(struct made_question *fixture)
{
    plan_book_sort(fixture->plans, fixture->plan_count);
    const struct plan_book book = {fixture->plans, fixture->plan_count};
    const struct figures_question question = {
        .history = made_days_history(&fixture->made), .plans = &book, .until = fixture->until};
    struct figures_all *figures = NULL;
    assert_int_equal(figures_all(&question, fixture->made.arena, &figures), DAYBOOK_OK);
    return figures;
}

void made_question_expect(struct figure_value figure, double value)
{
    assert_true(figure.has);
    if (fabs(figure.value - value) > 1e-9) {
        fail_msg("%.12f, not %.12f", figure.value, value);
    }
}
