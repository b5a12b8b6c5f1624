/* What a person is asked today: not too much at once, in a fair order, and less of what they leave
 * out. */
#ifndef DOMAIN_AGENDA_H
#define DOMAIN_AGENDA_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "domain/kind.h"

enum {
    AGENDA_SECONDS = 60,    /* that the questions of a day may take */
    AGENDA_IGNORED_MAX = 2, /* so often a question is left out before it is asked weekly only */
    AGENDA_SELDOM_DAYS = 7, /* and then so many days lie between */
};

/* What became of a question so far. Start with {0}, then note every asking, earliest first. */
struct agenda_past {
    bool asked;
    int32_t last_day; /* when asked */
    uint32_t ignored; /* days in a row on which it was asked and left out */
};

/* One thing to ask. */
struct agenda_question {
    struct agenda_past past;
    uint32_t period_days; /* from one asking to the next */
    uint32_t seconds;     /* it takes to answer, about */
    bool pinned;          /* nothing else may push it to another day */
    bool open;            /* there is something to ask; false for a dose that was logged */
    bool chosen;          /* by agenda_choose() */
};

/* What came of choosing. */
struct agenda_sum {
    uint32_t seconds; /* that the chosen ones take */
    size_t waiting;   /* due, and put off until tomorrow */
};

/* Note that it was asked, or answered unasked, on a day. */
void agenda_note(struct agenda_past *past, int32_t day, bool answered);

/* Is it to be asked on a day? Once a period; the day after it was left out; weekly when it was left
 * out twice in a row; never twice a day. */
bool agenda_is_due(const struct agenda_question *question, int32_t day);

/* Choose what is due until the time is full: first what is overdue for longest, in the given order
 * among equals. What was not chosen is overdue for longer tomorrow, so everything has its turn. */
struct agenda_sum agenda_choose(struct agenda_question *questions, size_t count, int32_t day,
                                uint32_t seconds);

/* About how long an answer to a field takes. */
uint32_t agenda_seconds(const struct field_rule *field);

/* The days between two askings of a cadence; 0 for one that is never asked by itself. */
uint32_t agenda_period(enum kind_cadence cadence);

struct plan_version;

/* The days between two askings of a kind as a monitoring plan has it: own where it is NULL or says
 * nothing of the kind; 0 where it is not to be asked, or is asked when it happens. */
uint32_t agenda_plan_period(const struct plan_version *plan, const char *kind, uint32_t own);

#endif
