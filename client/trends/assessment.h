/* ALSFRS-R assessments in a history: all twelve answers of one day, or none. */
#ifndef TRENDS_ASSESSMENT_H
#define TRENDS_ASSESSMENT_H

#include <stdbool.h>
#include <stdint.h>

#include "trends/alsfrs.h"
#include "trends/history.h"

/* The latest complete assessment from first to last, both included. False, and the output
 * untouched, when there is none. */
bool assessment_latest(const struct history *history, int32_t first, int32_t last,
                       struct alsfrs_assessment *out_assessment);

#endif
