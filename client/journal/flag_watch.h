/* Telling people of urgent flags, and keeping what is to be seen at a glance up to date while
 * nobody looks. For journal/ only.
 *
 * A notice says which flag it is and never what was observed. It is told to whoever uses this
 * device: patient, caregiver or therapist. Nothing here promises that anybody sees it. */
#ifndef JOURNAL_FLAG_WATCH_H
#define JOURNAL_FLAG_WATCH_H

#include <stdint.h>

#include <daybook/status.h>

struct own_circle;

/* A circle was loaded: look at it soon, not all circles of a journal at once. */
void flag_watch_begin(struct own_circle *circle);

/* Something was written or came in: look again soon. */
void flag_watch_note(struct own_circle *circle);

/* Look, if it is time. */
enum daybook_status flag_watch_settle(struct own_circle *circle, int64_t now_ms);

/* When it is time, on the monotonic clock. */
int64_t flag_watch_wake_ms(const struct own_circle *circle);

#endif
