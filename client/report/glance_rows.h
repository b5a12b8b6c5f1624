/* Which measures the short page shows one line of: those of which something changed. */
#ifndef REPORT_GLANCE_ROWS_H
#define REPORT_GLANCE_ROWS_H

struct glance;
struct page;

/* Append the lines, what got worse first, and what has to be said of them. */
void glance_rows_put(const struct page *page, const struct glance *glance);

#endif
