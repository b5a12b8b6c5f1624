/* A night's oximeter recording, reduced to figures. */
#include "trends/oximetry.h"

#include <assert.h>

enum {
    DAY_S = 86400,
    NOON_S = DAY_S / 2,
    MINUTE_S = 60,
    LOW = 90,     /* time below it is counted … */
    VERY_LOW = 88 /* … and time at or below it */
};

static bool is_valid(const struct oximetry_reading *reading)
{
    return reading->spo2 >= OXIMETRY_SPO2_MIN && reading->spo2 <= OXIMETRY_SPO2_MAX;
}

uint32_t oximetry_interval(const struct oximetry_reading *readings, size_t count)
{
    assert(readings != NULL || count == 0);
    size_t seen[OXIMETRY_INTERVAL_S_MAX + 1] = {0};
    uint32_t interval = 0;
    for (size_t i = 1; i < count; i++) {
        int64_t step = readings[i].utc_s - readings[i - 1].utc_s;
        assert(step >= 0);
        if (step > 0 && step <= OXIMETRY_INTERVAL_S_MAX) {
            seen[step]++;
        }
    }
    for (uint32_t step = 1; step <= OXIMETRY_INTERVAL_S_MAX; step++) {
        interval = seen[step] > seen[interval] ? step : interval;
    }
    return interval;
}

/* Counted so that a night, noon to noon, has one number. */
static int64_t night_of(const struct oximetry_reading *reading)
{
    int64_t since_noon = reading->utc_s + (int64_t)reading->offset_minutes * MINUTE_S + NOON_S;
    return since_noon >= 0 ? since_noon / DAY_S : -1 - (-1 - since_noon) / DAY_S;
}

size_t oximetry_night_length(const struct oximetry_reading *readings, size_t count)
{
    assert(readings != NULL && count > 0);
    int64_t night = night_of(readings);
    size_t length = 1;
    while (length < count && night_of(&readings[length]) == night) {
        length++;
    }
    return length;
}

/* What was met so far. */
struct tally {
    struct oximetry_figures figures;
    uint64_t percent_seconds;
    uint64_t low_s;
    uint32_t run_s;
};

static void add_reading(struct tally *tally, const struct oximetry_reading *reading,
                        uint32_t seconds)
{
    struct oximetry_figures *figures = &tally->figures;
    if (!is_valid(reading)) {
        figures->artefact_s += seconds;
        tally->run_s = 0;
        return;
    }
    if (figures->nadir == 0 || reading->spo2 < figures->nadir) {
        figures->nadir = reading->spo2;
    }
    figures->valid_s += seconds;
    tally->percent_seconds += (uint64_t)reading->spo2 * seconds;
    tally->low_s += reading->spo2 < LOW ? seconds : 0;
    if (reading->spo2 > VERY_LOW) {
        tally->run_s = 0;
        return;
    }
    figures->at_most88_s += seconds;
    tally->run_s += seconds;
    figures->longest88_s =
        tally->run_s > figures->longest88_s ? tally->run_s : figures->longest88_s;
}

bool oximetry_reduce(const struct oximetry_reading *readings, size_t count, uint32_t interval_s,
                     struct oximetry_figures *out_figures)
{
    assert(readings != NULL || count == 0);
    assert(interval_s > 0 && out_figures != NULL);
    struct tally tally = {.run_s = 0};
    for (size_t i = 0; i < count; i++) {
        int64_t step = i + 1 < count ? readings[i + 1].utc_s - readings[i].utc_s : interval_s;
        bool is_gap = step > 2 * (int64_t)interval_s;
        add_reading(&tally, &readings[i], is_gap ? interval_s : (uint32_t)step);
        tally.run_s = is_gap ? 0 : tally.run_s;
    }
    struct oximetry_figures *figures = &tally.figures;
    if (figures->valid_s == 0) {
        return false;
    }
    double valid_s = figures->valid_s;
    figures->mean = (double)tally.percent_seconds / valid_s;
    figures->below90_pct = 100.0 * (double)tally.low_s / valid_s;
    figures->artefact_pct = 100.0 * figures->artefact_s / (valid_s + figures->artefact_s);
    *out_figures = *figures;
    return true;
}
