/* An entry as answers show it. */
#ifndef REQUESTS_ENTRY_LINE_H
#define REQUESTS_ENTRY_LINE_H

#include <jansson.h>
#include <stdbool.h>

#include "base/arena.h"
#include "journal/entries.h"
#include "journal/journal.h"

/* What writing lines needs: the local time of a place, and memory to work in. */
struct entry_line_place {
    const struct journal_ports *ports;
    struct arena *arena;
};

/* Set the members of an entry line (client/doc/requests.md). False when memory is short. */
bool entry_line_write(json_t *line, const struct journal_item *item,
                      const struct entry_line_place *place);

/* Set the members that say what happened: at, end, fields, note. */
bool entry_line_write_event(json_t *line, const struct entry *entry, struct arena *arena);

#endif
