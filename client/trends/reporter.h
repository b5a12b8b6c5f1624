/* Whether somebody else began to answer: a patient and a caregiver judge differently. */
#ifndef TRENDS_REPORTER_H
#define TRENDS_REPORTER_H

#include <stdbool.h>

#include "domain/role.h"
#include "trends/series.h"

/* Within a window, the share of the answered days that a role reported changed by more than half
 * between its two halves. */
struct reporter_shift {
    bool shifted;
    enum role from; /* who reported most in the first half, … */
    enum role to;   /* … and in the second */
};

/* Compare the halves of the length days that end with until. A half without answers tells
 * nothing. */
struct reporter_shift reporter_shift_of(struct series answered, int32_t until, int32_t length);

#endif
