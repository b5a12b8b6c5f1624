/* The therapist's page as text for a terminal. */
#ifndef REPORT_SUMMARY_TEXT_H
#define REPORT_SUMMARY_TEXT_H

#include <stdbool.h>

#include "trends/measure.h"

struct buffer;
struct figures_all;
struct glance;
struct trend_summary;

enum { SUMMARY_TEXT_COLUMNS_MIN = 80, SUMMARY_TEXT_COLUMNS_WIDE = 100 };

struct summary_text_options {
    bool unicode;        /* block characters; otherwise plain ASCII, but for the name */
    bool color;          /* ANSI colours for worse and better, which are words as well */
    int columns;         /* of the terminal; fewer than 80 are taken as 80, 100 show more */
    const char *patient; /* the name in the heading; NULL: none */
    bool one_measure;    /* only this measure, without falls and exercise */
    enum measure measure;
    bool one_part; /* only the measures of this one */
    enum measure_part part;
    bool for_therapist;                /* with stages of ALSFRS-R */
    const struct figures_all *figures; /* what else each part says; NULL: only measures */
    const struct glance *glance; /* the short page, see glance.h, which needs the figures; NULL: the
                                    long one */
};

/* Append the page, the long one with every measure with n of the days expected, trends, falls,
 * exercise and who reported. out->failed tells when memory ran short. */
void report_summary_text(const struct trend_summary *summary,
                         const struct summary_text_options *options, struct buffer *out);

#endif
