/* What every section of a page for a terminal is given. */
#ifndef REPORT_PAGE_H
#define REPORT_PAGE_H

#include <stddef.h>

struct buffer;
struct summary_text_options;
struct trend_summary;

struct page {
    const struct trend_summary *summary;
    const struct summary_text_options *options;
    struct buffer *out;
    size_t columns; /* at least SUMMARY_TEXT_COLUMNS_MIN */
};

#endif
