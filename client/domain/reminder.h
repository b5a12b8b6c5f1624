/* When somebody is reminded of a check-in: at most once a day, and less of what is left out. */
#ifndef DOMAIN_REMINDER_H
#define DOMAIN_REMINDER_H

#include <stdbool.h>
#include <stdint.h>

#include "base/bytes.h"

struct plan_version;

/* Minutes of the local day. Nobody is reminded before the first or from the second on, whatever a
 * plan says; the third is the hour where nobody named one. */
enum { REMINDER_FROM = 8 * 60, REMINDER_UNTIL = 21 * 60, REMINDER_USUAL = 18 * 60 };

struct reminder_terms {
    uint32_t period_days; /* from one check-in to the next; 0: none is asked for */
    int32_t minute;       /* of the day, from REMINDER_FROM on and before REMINDER_UNTIL */
};

/* What the monitoring plan in force says; NULL: a check-in a day, at the usual hour. An hour in the
 * night becomes the nearest one by day. */
struct reminder_terms reminder_of_plan(const struct plan_version *plan);

/* Is it a day to remind on? The day on which a check-in is due, the next one when it was left out,
 * and then once a week. last_day: of the latest check-in. */
bool reminder_is_due(const struct reminder_terms *terms, int32_t last_day, int32_t day);

/* Has the hour come, and is it not night yet? */
bool reminder_is_time(const struct reminder_terms *terms, int32_t minute);

/* What a person chose for this device. */
enum reminder_mode {
    REMINDER_BY_PLAN, /* as long as nothing was chosen */
    REMINDER_OFF,
    REMINDER_AT, /* an hour of one's own */
};
struct reminder_choice {
    enum reminder_mode mode;
    int32_t minute; /* of REMINDER_AT */
    int32_t day;    /* of REMINDER_AT: when that was chosen, from 1970 on */
};

/* As one number for the store, 0 for REMINDER_BY_PLAN; what is no choice reads as that. */
uint64_t reminder_choice_number(const struct reminder_choice *choice);
struct reminder_choice reminder_choice_of(uint64_t number);

/* Read "off", "plan" or an hour by day, such as "18:30". False, and the output untouched, for
 * anything else. */
bool reminder_choice_read(struct bytes text, int32_t today, struct reminder_choice *out_choice);

#endif
