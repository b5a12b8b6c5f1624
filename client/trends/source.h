/* What one entry says about one measure. */
#ifndef TRENDS_SOURCE_H
#define TRENDS_SOURCE_H

#include "trends/day.h"

struct value;

/* Whether an entry was asked, and what came of it. */
struct source_answer {
    bool asked;
    enum day_state state; /* when asked */
    double value;         /* when answered */
};

/* Read the fields of an entry of the source's kind. A number outside what the rule allows is no
 * answer and was not asked. */
struct source_answer source_read(const struct measure_source *source,
                                 const struct measure_rule *rule, const struct value *fields);

#endif
