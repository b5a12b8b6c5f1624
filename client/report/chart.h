/* Small charts of one line for a terminal. */
#ifndef REPORT_CHART_H
#define REPORT_CHART_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "trends/measure.h"
#include "trends/week.h"

enum {
    CHART_WEEKS = 12,                     /* characters of a week chart */
    CHART_BAR_CELLS = 10,                 /* characters of a bar */
    CHART_TEXT_SIZE = CHART_WEEKS * 3 + 1 /* bytes of either, a block character takes three */
};

/* What a week chart shows: the weeks of one measure, the latest CHART_WEEKS of which are drawn, up
 * to the week that begins at last_monday. */
struct chart_series {
    const struct measure_rule *rule;
    const struct trend_week *weeks;
    size_t week_count;
    int32_t last_monday;
};

/* Draw one character a week, oldest first: its height the weekly median between the lowest and
 * highest shown, a dot where a week has too few days. Nothing is joined across a gap. The height
 * never magnifies less than the rule's chart_span_min. */
void chart_weeks(const struct chart_series *series, bool unicode,
                 char out_text[static CHART_TEXT_SIZE]);

/* Draw how much of whole part is, as a bar of CHART_BAR_CELLS characters; whole may be 0. */
void chart_bar(uint32_t part, uint32_t whole, bool unicode, char out_text[static CHART_TEXT_SIZE]);

#endif
