/* What follows from what was written or arrived, with or without a connection. For journal/ only.
 */
#ifndef JOURNAL_SETTLING_H
#define JOURNAL_SETTLING_H

#include <daybook/status.h>

struct own_circle;

/* Fold what waits for it, write again what was given up, publish summaries that are due, and tell
 * the engine who is a member and what was written. Statuses of the store; what was left undone is
 * done the next time. */
enum daybook_status settling_circle(struct own_circle *circle);

#endif
