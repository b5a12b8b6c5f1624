/* Invents some months in the life of a person with ALS, as those around logged and planned them. */
#ifndef SAMPLE_LIFE_H
#define SAMPLE_LIFE_H

#include <stddef.h>
#include <stdint.h>

#include "sample/course.h"
#include "sample/diary.h"

struct buffer;

enum { LIFE_DAYS_MAX = 3660, LIFE_EVENTS_MAX = 8 };

/* What can be planted on a day of a life that is not short. Each is logged from that day on, on as
 * many days as it takes to be seen: a fall and a choking on one, two readings of a low oxygen level
 * on each of three, a lost twentieth of the usual weight weighed on each of four, a mask hardly
 * worn in ten nights. */
enum life_event_kind {
    LIFE_FALL_INJURY,
    LIFE_SPO2_DROP,
    LIFE_WEIGHT_LOSS,
    LIFE_NIV_REFUSAL,
    LIFE_CHOKING,
    LIFE_EVENT_KINDS,
};

struct life_event {
    enum life_event_kind kind;
    int32_t day; /* since the first, 0 */
};

struct life_request {
    uint64_t seed;
    int32_t days;    /* 1 to LIFE_DAYS_MAX */
    int32_t end_day; /* the last one */
    enum reporter reporters;
    enum decline decline; /* DECLINE_SHORT: what the quick start shows, without plans and events */
    struct life_event events[LIFE_EVENTS_MAX];
    size_t event_count;
};

/* Append the lines of those reporters, in the order of time. The same request gives the same bytes,
 * and what the reporters are given apart is together what all are given at once. */
void life_write(const struct life_request *request, struct buffer *out);

/* The course the life of this request takes: for tests that must know what was true. */
void life_course(const struct life_request *request, struct course *out_course);

#endif
