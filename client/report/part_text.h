/* What a part of the journal says besides its table of measures, as sentences for a terminal. */
#ifndef REPORT_PART_TEXT_H
#define REPORT_PART_TEXT_H

#include <stdbool.h>
#include <stddef.h>

#include "trends/measure.h"

struct buffer;
struct figures_all;
struct trend_summary;

struct part_text {
    const struct trend_summary *summary;
    const struct figures_all *figures;
    size_t columns;
    bool for_therapist; /* with stages of ALSFRS-R */
};

/* Append the sentences of a part, one or more lines each; nothing of what nobody logged or planned.
 */
void part_text_put(const struct part_text *text, enum measure_part part, struct buffer *out);

/* How it is said that a figure lacks data: "insufficient" to a therapist, plainer to others. */
const char *part_text_lacking(const struct part_text *text);

/* The label of a choice of the catalogue, by its place; never NULL. */
const char *part_text_choice(const char *kind, const char *field, size_t index);

#endif
