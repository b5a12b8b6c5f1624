/* A pause: for some days, or until somebody says so, nothing is asked and nobody is reminded. */
#ifndef DOMAIN_PAUSE_H
#define DOMAIN_PAUSE_H

#include <stdbool.h>
#include <stdint.h>

/* What the field "days" of a pause holds when it has no end of its own. 0 days end a pause. */
enum { PAUSE_DAYS_OPEN = 36500 };

struct pause {
    bool set;      /* false: nothing was paused, or it was resumed */
    int32_t since; /* its first day */
    bool has_last_day;
    int32_t last_day; /* when has_last_day */
};

/* What the latest word on pausing comes to: said on a day, for so many days. */
struct pause pause_of(int32_t said_day, double days);

/* True when the day is one of a pause. */
bool pause_holds(const struct pause *pause, int32_t day);

#endif
