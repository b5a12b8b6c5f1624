/* All patients at a glance: what nobody has seen yet, and how old what is known of each is. */
#ifndef JOURNAL_OVERVIEW_H
#define JOURNAL_OVERVIEW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <daybook/status.h>

#include "base/arena.h"
#include "journal/journal.h"

/* Whether what is known of a patient is from now. By when it came in here, not by what it is of: a
 * day that is told about is no sign that the next ones were. */
enum journal_contact {
    CONTACT_HERE,   /* the log itself is here: nothing has to come in */
    CONTACT_NEVER,  /* nothing has come in yet */
    CONTACT_RECENT, /* not longer ago than is usual with this patient */
    CONTACT_OLD,    /* longer than twice the usual gap, and a week */
    CONTACT_LOST,   /* and two weeks */
};
const char *journal_contact_name(enum journal_contact contact); /* "here", "never", "recent", … */

struct journal_overview {
    size_t circle;
    struct bytes patient; /* name, as journal_patient() */
    uint32_t urgent;      /* raised flags no therapist has acknowledged */
    uint32_t review;
    uint32_t undetermined; /* rules that cannot say: too little is known */
    struct bytes flag;     /* reference of the first of those flags; empty: none */
    uint32_t questions;    /* without an answer */
    enum journal_contact contact;
    int32_t received_day; /* when something came in last, from CONTACT_RECENT on */
    int32_t old_after;    /* days, from CONTACT_RECENT on */
    bool paused;
    int32_t paused_since;
};

/* Every circle, those first of whom most is unseen, urgent before review, then those nothing was
 * heard of for longest; in the arena. */
enum daybook_status journal_overviews(struct journal *journal, struct arena *arena,
                                      struct journal_overview **out_overviews, size_t *out_count);

/* How old the news of one circle are, without looking at what they say. */
enum daybook_status journal_look_up_contact(struct journal *journal, size_t circle,
                                            struct arena *arena,
                                            struct journal_overview *out_overview);

/* For journal/: look at one circle, unless that is kept of today, and keep it. */
enum daybook_status overview_refresh(struct journal *journal, size_t circle, struct arena *arena,
                                     struct journal_overview *out_overview);

#endif
