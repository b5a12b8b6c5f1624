/* The short page: what is raised, what changed, one line a part, and what is not known. */
#ifndef REPORT_GLANCE_H
#define REPORT_GLANCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct difference;
struct flag;
struct page;

/* What the short page says besides the summary and its figures. Borrows everything. */
struct glance {
    const struct flag *flags; /* as flags_evaluate() gave them */
    const bool *seen;         /* of each, whether a therapist acknowledged it */
    size_t flag_count;
    const struct difference *differences; /* of the last four weeks from the four before */
    size_t difference_count;
    const char *received; /* "received 3 days ago"; NULL: the log itself is here */
    const char *team;     /* the names of whom a household turns to; "" when nobody is there */
    bool paused;
    int32_t paused_since;
};

/* Append it, without heading and closing sentence. */
void glance_put(const struct page *page, const struct glance *glance);

#endif
