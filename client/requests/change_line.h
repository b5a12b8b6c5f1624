/* What changed, one line each: as answers tell it and as a person reads it. */
#ifndef REQUESTS_CHANGE_LINE_H
#define REQUESTS_CHANGE_LINE_H

#include <jansson.h>
#include <stdint.h>

#include "flags/flags.h"
#include "trends/alsfrs.h"
#include "trends/difference.h"

/* Each returns an object with "what", "text" and figures; the caller owns it. NULL when memory is
 * short. */
json_t *change_line_difference(const struct difference *difference);
json_t *change_line_flag(const struct flag *flag);

/* A stage that is another one than before; NULL before: there was none. *out_line is NULL when
 * nothing changed. False when memory is short. */
struct change_stages {
    const struct alsfrs_assessment *before;
    const struct alsfrs_assessment *now;
};
bool change_line_kings(const struct change_stages *stages, json_t **out_line);
bool change_line_mitos(const struct change_stages *stages, json_t **out_line);

#endif
