/* Finding a member of the circle by what somebody typed. */
#ifndef JOURNAL_PERSON_H
#define JOURNAL_PERSON_H

#include <stddef.h>

#include <daybook/status.h>

#include "domain/complaint.h"
#include "journal/circles.h"

struct kind;

struct person_list {
    const struct journal_member *members;
    size_t count;
};

/* The member whose name begins with the text (ASCII letters in any case), or is it, or whose id
 * begins with it (4 hexadecimal digits or more). People who were removed count only when nobody
 * else fits. NOT_FOUND or CONFLICT, with a complaint. Borrowed from the list. */
enum daybook_status person_find(const struct person_list *people, struct bytes text,
                                const struct journal_member **out_member,
                                struct complaint *out_complaint);

/* On whose behalf somebody of this role writes such an entry when nothing is said about it: a
 * caregiver who writes what the patient could have written speaks for the patient. NULL: for
 * themselves. The kind may be NULL. */
const struct journal_member *person_spoken_for(const struct person_list *people, enum role role,
                                               const struct kind *kind);

#endif
