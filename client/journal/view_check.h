/* Do the views say what the operations say? A page of a view that was put back to an older state is
 * found by nothing else. For journal/ only. */
#ifndef JOURNAL_VIEW_CHECK_H
#define JOURNAL_VIEW_CHECK_H

#include <stdbool.h>

#include <daybook/status.h>

struct own_circle;

/* Make every row of the circle's entries, plans, summaries and reduced days anew and compare;
 * *out_true: nothing is missing, different, or there without operations. */
enum daybook_status view_check(struct own_circle *circle, bool *out_true);

#endif
