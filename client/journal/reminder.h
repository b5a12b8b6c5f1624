/* Reminding of a check-in: at most once a day, for all circles of a journal together. */
#ifndef JOURNAL_REMINDER_H
#define JOURNAL_REMINDER_H

#include <stdint.h>

#include <daybook/status.h>

#include "domain/reminder.h"

struct journal;

/* A reminder is a notice that says nothing but that it is time. A patient is reminded at the hour
 * the monitoring plan says, a caregiver at an hour of their own; nobody at night, in the plan's
 * quiet hours, during a pause, or before a first check-in, unless a plan asks for it or an hour was
 * chosen. Whoever was reminded of an earlier day is not reminded of that day any more. */

/* What was chosen for this device, and what comes of it now for the first circle; minute -1: nobody
 * is reminded here. */
struct journal_reminder {
    struct reminder_choice choice;
    int32_t minute;
};
enum daybook_status journal_reminder(struct journal *journal,
                                     struct journal_reminder *out_reminder);
enum daybook_status journal_set_reminder(struct journal *journal,
                                         const struct reminder_choice *choice);

/* A sentence for whoever is at the device, once: static; NULL when there is nothing to tell. It
 * says nothing of what was written. */
const char *journal_take_word(struct journal *journal);

/* For journal/: remind, if it is time. */
enum daybook_status reminder_settle(struct journal *journal);

/* For journal/: when to look again, on the monotonic clock. */
int64_t reminder_wake_ms(const struct journal *journal);

/* For journal/: a check-in was written, so nobody need be reminded of today's. */
enum daybook_status reminder_answered(struct journal *journal);

#endif
