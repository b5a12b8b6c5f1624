/* Whose turn it is to publish the team's days. */
#ifndef JOURNAL_TURN_H
#define JOURNAL_TURN_H

#include <stdbool.h>

#include "journal/state.h"

/* Is it this device's turn? A patient's always. A caregiver's once every device of the patient's
 * was silent for a day, though one was heard before, and once all is here that others are known to
 * hold of what the patient wrote: there may be a choice among it of what is shared. A therapist's
 * never. NO_MEMORY and the store's. */
enum daybook_status turn_to_publish(const struct own_circle *circle, bool *out_turn);

#endif
