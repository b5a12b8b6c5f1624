/* What became of a plan since somebody looked last, in one line. */
#ifndef REQUESTS_CHANGE_PLAN_H
#define REQUESTS_CHANGE_PLAN_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "domain/plan.h"

/* Append a line ({"what": "plan", "text", …}) for each plan that has a version written at since_ms
 * or later: its newest version, against the newest of those written before. False when memory is
 * short. */
bool change_plan_lines(json_t *lines, const struct plan_book *book, int64_t since_ms,
                       struct arena *arena);

#endif
