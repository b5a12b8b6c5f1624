/* One history at a time, and what is flagged in it. */
#include "flags/flag_history.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

struct made_days history_made;

int history_set_up(void **state)
{
    (void)state;
    history_made.count = 0;
    history_made.arena = arena_create(0);
    return history_made.arena == NULL;
}

int history_tear_down(void **state)
{
    (void)state;
    arena_free(history_made.arena);
    return 0;
}

void history_put(int32_t day, enum measure measure, double value)
{
    made_days_put(&history_made, HISTORY_FIRST_DAY + day, measure, value);
}

void history_put_each(int32_t first, int32_t last, enum measure measure, double value)
{
    for (int32_t day = first; day <= last; day++) {
        history_put(day, measure, value);
    }
}

size_t history_evaluate(const struct flag_question *question, struct flag **out_flags)
{
    size_t count = 0;
    assert_int_equal(flags_evaluate(question, history_made.arena, out_flags, &count), DAYBOOK_OK);
    return count;
}

size_t history_ask(int32_t until, const struct plan_book *plans, struct flag **out_flags)
{
    const struct flag_question question = {.history = made_days_history(&history_made),
                                           .plans = plans,
                                           .until = HISTORY_FIRST_DAY + until};
    return history_evaluate(&question, out_flags);
}

const struct flag *history_find(const struct flag *flags, size_t count, enum flag_rule rule,
                                enum flag_state state, size_t *out_found)
{
    const struct flag *first = NULL;
    *out_found = 0;
    for (size_t i = 0; i < count; i++) {
        if (flags[i].rule == rule && flags[i].state == state) {
            first = first == NULL ? &flags[i] : first;
            ++*out_found;
        }
    }
    return first;
}

const struct flag *history_raised(int32_t until, enum flag_rule rule, const struct plan_book *plans)
{
    struct flag *flags = NULL;
    size_t found = 0;
    size_t count = history_ask(until, plans, &flags);
    return history_find(flags, count, rule, FLAG_RAISED, &found);
}

size_t history_told(int32_t until, enum flag_rule rule)
{
    struct flag *flags = NULL;
    size_t up = 0;
    size_t down = 0;
    size_t count = history_ask(until, NULL, &flags);
    (void)history_find(flags, count, rule, FLAG_RAISED, &up);
    (void)history_find(flags, count, rule, FLAG_CLEARED, &down);
    return up + down;
}
