/* The figures of the parts as JSON. */
#ifndef REQUESTS_TREND_FIGURES_H
#define REQUESTS_TREND_FIGURES_H

#include <jansson.h>
#include <stdbool.h>

#include "trends/figures_all.h"

/* One part as an object, NULL when memory is short; an empty one of a part without figures of its
 * own. Stages, and points since the first symptom, are for therapists. */
json_t *trend_figures_json(const struct figures_all *figures, enum measure_part part,
                           bool for_therapist);

#endif
