/* A history made up for one test, and what is flagged in it. */
#ifndef TESTS_FLAGS_FLAG_HISTORY_H
#define TESTS_FLAGS_FLAG_HISTORY_H

#include <stddef.h>
#include <stdint.h>

#include "flags/flags.h"
#include "trends/made_days.h"

struct plan_book;

enum { HISTORY_FIRST_DAY = 20458 }; /* 2026-01-05; days below are counted from it */

extern struct made_days history_made;

/* For cmocka: begin and end a history. */
int history_set_up(void **state);
int history_tear_down(void **state);

/* A value of one day, or of each day from first to last. */
void history_put(int32_t day, enum measure measure, double value);
void history_put_each(int32_t first, int32_t last, enum measure measure, double value);

/* The flags, which must be found. */
size_t history_evaluate(const struct flag_question *question, struct flag **out_flags);
size_t history_ask(int32_t until, const struct plan_book *plans, struct flag **out_flags);

/* The flags of a rule in a state: the first of them, or NULL, and how many there are. */
const struct flag *history_find(const struct flag *flags, size_t count, enum flag_rule rule,
                                enum flag_state state, size_t *out_found);

/* The raised flag of a rule at the end of a day, or NULL. */
const struct flag *history_raised(int32_t until, enum flag_rule rule,
                                  const struct plan_book *plans);

/* How many flags of a rule were ever raised. */
size_t history_told(int32_t until, enum flag_rule rule);

#endif
