/* The rules of red flags as answers show them, and what a monitoring plan may set of them. */
#ifndef REQUESTS_FLAG_LIMITS_H
#define REQUESTS_FLAG_LIMITS_H

#include <stdbool.h>

#include "domain/complaint.h"
#include "domain/kind.h"
#include "domain/value.h"

/* True when every rule that changes to a plan of this kind name is one, and every limit they set is
 * in its range; kinds other than the monitoring plan name none. Otherwise false, with a complaint.
 */
bool flag_limits_check(const struct kind *kind, const struct value *changes,
                       struct complaint *out_complaint);

#endif
