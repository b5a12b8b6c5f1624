/* A night's oximeter recording, reduced to the figures of an oximetry_night entry. */
#ifndef TRENDS_OXIMETRY_H
#define TRENDS_OXIMETRY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    /* An oximeter writes 127, 0 or a dash when the finger is out, and apps pad what they lost:
     * anything outside these is an artefact, never a low value. */
    OXIMETRY_SPO2_MIN = 50,
    OXIMETRY_SPO2_MAX = 100,
    OXIMETRY_NOTHING = 0,        /* what a reading without a value holds */
    OXIMETRY_INTERVAL_S_MAX = 60 /* readings further apart are no recording */
};

struct oximetry_reading {
    int64_t utc_s;          /* since 1970 */
    int16_t offset_minutes; /* local time minus UTC */
    int16_t spo2;           /* percent */
};

/* A reading stands for the time until the next one; the one before a gap (more than two intervals)
 * and the last one stand for one interval. What lies in a gap was not recorded. */
struct oximetry_figures {
    uint32_t valid_s;
    uint32_t artefact_s;
    double artefact_pct; /* of what was recorded */
    double mean;         /* of the valid time, as the two below */
    int32_t nadir;
    double below90_pct;
    uint32_t at_most88_s;
    uint32_t longest88_s; /* the longest such run; an artefact or a gap ends it */
};

/* The interval readings come at: the distance that most of them have, in seconds; 0 when all are
 * further apart than OXIMETRY_INTERVAL_S_MAX or there are fewer than two. Ascending by time. */
uint32_t oximetry_interval(const struct oximetry_reading *readings, size_t count);

/* How many of these readings, from the first, belong to its night. Nights change at noon, local
 * time: what is recorded over midnight stays in one piece. Ascending by time, at least one. */
size_t oximetry_night_length(const struct oximetry_reading *readings, size_t count);

/* Reduce the readings of one night, ascending by time. False, and the output untouched, when none
 * is valid. */
bool oximetry_reduce(const struct oximetry_reading *readings, size_t count, uint32_t interval_s,
                     struct oximetry_figures *out_figures);

#endif
