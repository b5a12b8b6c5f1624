/* What the short page says besides the summary: flags, differences, contact and pause. */
#ifndef REQUESTS_TREND_GLANCE_H
#define REQUESTS_TREND_GLANCE_H

#include <stddef.h>
#include <stdint.h>

#include <daybook/status.h>

struct glance;
struct history;
struct request;

struct trend_glance_question {
    const struct history *history;
    size_t circle;
    int32_t until;     /* the last day of the page … */
    int32_t flags_day; /* … and the day whose flags it shows: what is urgent cannot wait for the end
                          of today */
};

/* Collect it into the request's arena. */
enum daybook_status trend_glance(struct request *request,
                                 const struct trend_glance_question *question,
                                 const struct glance **out_glance);

#endif
