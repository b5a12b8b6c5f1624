/* Pages as text: printing them, measuring them, and those a person has looked at. */
#ifndef REPORT_PAGE_H
#define REPORT_PAGE_H

#include <stddef.h>

#include "base/arena.h"
#include "report/summary_text.h"

/* The page as a text the arena owns. */
char *page_print(const struct trend_summary *summary, const struct summary_text_options *options,
                 struct arena *arena);

/* Fail the test unless the page is tests/golden/trends/NAME; DAYBOOK_ACCEPT=1 rewrites it. */
void page_expect_golden(const char *page, const char *name);

/* Lines, and the characters of the longest one. */
size_t page_height(const char *page);
size_t page_width(const char *page);

#endif
