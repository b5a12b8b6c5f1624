/* One day as the rules see it: the values up to it, the plans in force, and what they find. */
#ifndef FLAGS_RULE_DAY_H
#define FLAGS_RULE_DAY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "flags/flags.h"
#include "flags/settings.h"
#include "flags/sighting.h"
#include "trends/history.h"

struct plan_version;

/* Days come one after the other, so each series is walked once: ends says how far. */
struct rule_day {
    const struct flag_question *question;
    struct settings settings;
    int32_t day;
    bool is_over;
    int32_t last_paused; /* the latest day so far on which everything paused; INT32_MIN: none */
    size_t days_end;
    size_t ends[MEASURE_COUNT];
    struct sign_reading signs[SIGN_COUNT];
};

/* Begin before the first day. */
void rule_day_begin(struct rule_day *rule_day, const struct flag_question *question);

/* Go on to a later day: nothing is judged yet. */
void rule_day_next(struct rule_day *rule_day, int32_t day);

/* The values of the last so many days, the day itself included. */
struct series rule_day_window(const struct rule_day *rule_day, enum measure measure, int32_t days);

/* The values of so many days that end skip days before this one. */
struct series rule_day_before(const struct rule_day *rule_day, enum measure measure, int32_t skip,
                              int32_t days);

/* The latest value, NULL when there is none in so many days. */
const struct series_point *rule_day_latest(const struct rule_day *rule_day, enum measure measure,
                                           int32_t days);

/* The value of this very day, NULL when it has none. */
const struct series_point *rule_day_today(const struct rule_day *rule_day, enum measure measure);

/* Of so many days that end skip days before this one, those with an entry of any kind. */
uint32_t rule_day_logged(const struct rule_day *rule_day, int32_t skip, int32_t days);

/* The plan of this kind in force on the day; NULL when there is none. */
const struct plan_version *rule_day_plan(const struct rule_day *rule_day, const char *kind);

/* A number a plan in force says. False, and untouched, when none does. */
bool rule_day_plan_number(const struct rule_day *rule_day, const char *kind, const char *field,
                          double *out_number);

/* A choice a plan in force made; empty when none did. */
struct bytes rule_day_plan_choice(const struct rule_day *rule_day, const char *kind,
                                  const char *field);

double rule_day_limit(const struct rule_day *rule_day, enum flag_limit limit);

/* Judge a sign: it holds with what was seen, or is below. */
void rule_day_judge(struct rule_day *rule_day, enum flag_sign sign, bool holds,
                    const struct sighting *seen);

/* A sign that has no place in this patient's care: what it began is over. */
void rule_day_applies_not(struct rule_day *rule_day, enum flag_sign sign);

/* A sign that could not be judged, and why. So it is with those behind it in the rule, unless they
 * are judged by themselves. */
void rule_day_lacks(struct rule_day *rule_day, enum flag_sign sign, const struct lack *lack);

/* False, with the sign lacking it, for a measure the patient does not share day by day. */
bool rule_day_shared(struct rule_day *rule_day, enum flag_sign sign, enum measure measure);

/* True when the measure is shared and a window of so many days holds at least needed values;
 * otherwise the sign lacks them. */
bool rule_day_enough(struct rule_day *rule_day, enum flag_sign sign, enum measure measure,
                     int32_t days, uint32_t needed);

/* Judge a sign that counts events of a measure in so many days. It is below only when more than
 * half of those days have an entry, as a day without one is not a day without an event; otherwise,
 * and when the measure is not shared, the sign lacks them. */
void rule_day_count(struct rule_day *rule_day, enum flag_sign sign, enum measure measure,
                    int32_t days, const struct sighting *seen_or_null);

/* How long a reading from the clinic speaks for the present. */
enum { RULE_READING_DAYS = 120 };

/* The reading of this very day. NULL when there is none: then the sign stays as it was or, when
 * there was none in RULE_READING_DAYS, lacks one. */
const struct series_point *rule_day_reading(struct rule_day *rule_day, enum flag_sign sign,
                                            enum measure measure);

#endif
