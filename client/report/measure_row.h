/* One line of a page about one measure: twelve weeks, the median, its days and a word. */
#ifndef REPORT_MEASURE_ROW_H
#define REPORT_MEASURE_ROW_H

#include "report/line.h"
#include "trends/measure.h"
#include "trends/trend.h"

struct page;

/* Where the columns begin. */
enum {
    MEASURE_ROW_WEEKS = 20,
    MEASURE_ROW_MEDIAN = 33,
    MEASURE_ROW_DAYS = 46,
    MEASURE_ROW_TREND = 56,
    MEASURE_ROW_P = 73,
    MEASURE_ROW_SLOPE = 82, /* on a wide page */
    MEASURE_ROW_CELL_SIZE = 96
};

/* The headings of the columns; what stands over the last one and the first is the caller's. */
void measure_row_head(const struct page *page, const char *first, const char *last);

/* The label of a measure, with the sign of what nobody confirmed: measure_row_legend() explains it.
 */
void measure_row_label(struct line *line, const char *label, enum evidence_mark mark);
const char *measure_row_sign(enum evidence_mark mark);

/* Label, weeks, median and days, without the end of the line. */
void measure_row_begin(const struct page *page, enum measure measure, struct line *line);

/* A word in the column of trends, coloured when the page is. */
void measure_row_word(const struct page *page, struct line *line, const char *word,
                      enum trend_sense sense);

/* "rising (worse)"; one of too few weeks says so. */
void measure_row_trend(const struct page *page, struct line *line, const struct trend *trend);

/* A trend's slope at a column, which is never shown without a word beside it. */
void measure_row_slope(struct line *line, size_t column, const struct trend *trend);

/* The whole line. */
void measure_row_put(const struct page *page, enum measure measure);

/* What dot, star and signs mean. */
void measure_row_legend(const struct page *page);

#endif
