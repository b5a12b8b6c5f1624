/* The quiet hours of a monitoring plan. */
#ifndef FLAGS_QUIET_H
#define FLAGS_QUIET_H

#include <stdbool.h>
#include <stdint.h>

struct plan_version;

/* True when a plan asks for quiet at this minute of the local day (0 to 1439): from quiet_from up
 * to but without quiet_until, over midnight when that is earlier. Quiet only delays telling; what
 * is shown when somebody looks is never less. NULL, or a plan without both, asks for none. */
bool quiet_at(const struct plan_version *plan, int32_t minute);

#endif
