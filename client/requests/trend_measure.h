/* One measure of the trend summary as JSON. */
#ifndef REQUESTS_TREND_MEASURE_H
#define REQUESTS_TREND_MEASURE_H

#include <jansson.h>
#include <stdbool.h>

#include "trends/summary.h"

/* Everything the summary says of a measure, its weeks only when asked for; NULL when memory is
 * short. */
json_t *trend_measure_json(const struct measure_rule *rule, const struct measure_summary *measure,
                           bool with_weeks);

/* Set a member "reported" with one number for each role, by its name. False when memory is short.
 */
bool trend_measure_write_roles(json_t *object, const uint32_t counts[static ROLE_COUNT]);

#endif
