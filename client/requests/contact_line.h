/* How old the news of a patient are, as answers show it. */
#ifndef REQUESTS_CONTACT_LINE_H
#define REQUESTS_CONTACT_LINE_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

#include "journal/overview.h"

struct arena;

/* Set "contact", "received" (a day, or null) and "contact_text", such as "received 3 days ago".
 * False when memory is short. */
bool contact_line_write(json_t *line, const struct journal_overview *overview, int32_t today);

/* That text alone, in the arena; NULL when memory is short. */
const char *contact_line_text(const struct journal_overview *overview, int32_t today,
                              struct arena *arena);

#endif
