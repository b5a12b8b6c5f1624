/* A version of a plan as answers show it. */
#ifndef REQUESTS_PLAN_LINE_H
#define REQUESTS_PLAN_LINE_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "domain/plan.h"
#include "journal/journal.h"

/* What writing lines needs: the plans, the day they are looked at on, local time, and memory. */
struct plan_line_place {
    const struct plan_book *book;
    int32_t day;
    const struct journal_ports *ports;
    struct arena *arena;
};

/* Set the members of a plan line (client/doc/requests.md). False when memory is short. */
bool plan_line_write(json_t *line, const struct plan_version *version,
                     const struct plan_line_place *place);

/* The same as an object, or NULL. */
json_t *plan_line_make(const struct plan_version *version, const struct plan_line_place *place);

#endif
