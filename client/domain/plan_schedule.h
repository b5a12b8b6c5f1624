/* What a plan asks of one day: doses of a medicine, sessions of an exercise. */
#ifndef DOMAIN_PLAN_SCHEDULE_H
#define DOMAIN_PLAN_SCHEDULE_H

#include <stdbool.h>
#include <stdint.h>

#include "domain/value.h"

/* How many doses of a medicine, an item of a medication_plan that is in force from from_day on, the
 * day is to have: one for each of its times (one when it names none), on the days of its cycles
 * only; one on the day of a visit; none when it is taken as needed, before it was started, and from
 * the day it was stopped on. */
uint32_t plan_schedule_doses(const struct value *item, int32_t from_day, int32_t day);

/* Where in its cycles a medicine is. */
struct plan_cycle_day {
    uint32_t cycle; /* 1 first */
    uint32_t day;   /* of the cycle, 1 first */
    bool on;        /* a day on which it is taken */
};

/* False for a medicine without cycles, and before its first one. */
bool plan_schedule_cycle(const struct value *item, int32_t from_day, int32_t day,
                         struct plan_cycle_day *out_cycle_day);

/* How many sessions of an exercise its week is to have had by the end of the day, spread evenly
 * from Monday on. */
uint32_t plan_schedule_sessions_by(const struct value *item, int32_t day);

/* The date under a key of an item or plan. False, and the output untouched, when there is none. */
bool plan_schedule_date(const struct value *map, const char *key, int32_t *out_day);

/* "22:30" as the minute of the day. False, and the output untouched, for any other text. */
bool plan_schedule_minute(struct bytes text, int32_t *out_minute);

#endif
