/* One line for each part of therapy, with its two or three most important figures. */
#ifndef REPORT_GLANCE_PARTS_H
#define REPORT_GLANCE_PARTS_H

struct page;

/* Append them; the page has figures. */
void glance_parts_put(const struct page *page);

#endif
