/* Days made up for one question each, without entries behind them. */
#ifndef TESTS_TRENDS_MADE_DAYS_H
#define TESTS_TRENDS_MADE_DAYS_H

#include <stdint.h>

#include "base/arena.h"
#include "trends/history.h"

enum { MADE_VALUES_MAX = 8192 };

/* Start with (struct made_days){.arena = arena}. Put what was said in any order. */
struct made_days {
    struct arena *arena;
    struct made_value {
        int32_t day;
        struct day_value value;
    } values[MADE_VALUES_MAX];
    size_t count;
};

/* The patient answered once that day. A count, such as falls, stands for so many entries. */
void made_days_put(struct made_days *made, int32_t day, enum measure measure, double value);

/* The same by any roles and in any state. */
void made_days_put_value(struct made_days *made, int32_t day, struct day_value value);

/* What was put, one struct day for each day; and turned around. */
const struct day *made_days_build(const struct made_days *made, size_t *out_count);
struct history *made_days_history(const struct made_days *made);

#endif
