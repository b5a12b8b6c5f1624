/* The view of the daily summaries: which one of each day is shown. For journal/ only. */
#ifndef JOURNAL_VIEW_SUMMARY_H
#define JOURNAL_VIEW_SUMMARY_H

#include <stdbool.h>
#include <stdint.h>

#include <daybook/status.h>

#include "base/arena.h"
#include "journal/state.h"
#include "store/operation_rows.h"
#include "store/summary_rows.h"

/* The day a summary is of, the team's or its author's own; false when it does not say, is not of
 * the day it stands for, or is somebody else's own. */
bool view_summary_place(const struct own_circle *circle, const struct operation_row *row,
                        struct arena *arena, struct summary_place *out_place);

/* Note that the day is to be looked at again by whoever publishes it; another person's own day is
 * nothing to note. */
enum daybook_status view_summary_mark(struct own_circle *circle, const struct summary_place *place);

/* Show a summary that was just stored, unless another one of its day stands above it. */
enum daybook_status view_summary_apply(struct own_circle *circle, const struct operation_row *row,
                                       struct arena *arena);

/* Show what stands of a day now, and note that the day is to be looked at again. */
enum daybook_status view_summary_remake(struct own_circle *circle, struct id128 entity,
                                        struct arena *arena);

#endif
