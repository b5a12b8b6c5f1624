/* What is left of an erased entry, as answers show it. */
#ifndef REQUESTS_ERASURE_LINE_H
#define REQUESTS_ERASURE_LINE_H

#include <jansson.h>
#include <stdbool.h>

#include "journal/erasing.h"
#include "journal/journal.h"

/* Set the members of an erased line (client/doc/requests.md). False when memory is short. */
bool erasure_line_write(json_t *line, const struct journal_erasure *erasure,
                        const struct journal_ports *ports);

#endif
