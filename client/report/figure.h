/* Numbers as people read them, the same in every locale. */
#ifndef REPORT_FIGURE_H
#define REPORT_FIGURE_H

#include <stdbool.h>

enum { FIGURE_TEXT_SIZE = 32, FIGURE_UNIT_TEXT_SIZE = 2 * FIGURE_TEXT_SIZE };

/* Round half away from zero to at most decimals (0 to 3) places and drop what trails: 3, 66.5. What
 * has more than six digits before the point becomes >999999 or <-999999. The value is finite. */
void figure_to_text(double value, int decimals, char out_text[static FIGURE_TEXT_SIZE]);

/* The same with a plus sign before what is above 0, for changes. */
void figure_change_to_text(double value, int decimals, char out_text[static FIGURE_TEXT_SIZE]);

/* At most one decimal, and the unit: "3", "66.5 kg", "27/48". Seconds become minutes from five of
 * them on, and hours from one. */
void figure_with_unit(double value, const char *unit, char out_text[static FIGURE_UNIT_TEXT_SIZE]);

/* A probability: "p 0.031", never "p 0". */
void figure_p_to_text(double p, char out_text[static FIGURE_TEXT_SIZE]);

#endif
