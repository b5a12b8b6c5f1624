/* A household whose patient's journal is in a folder of its own. */
#ifndef JOURNAL_HOME_ROOM_H
#define JOURNAL_HOME_ROOM_H

#include "journal/home_folder.h"

struct home_room {
    struct household household;
    struct home_folder home; /* of place 0, the patient's */
};

/* Set-up and tear-down of a cmocka test; the state is a struct home_room. The patient is alone and
 * the journal closed; with others: it is open, and two caregivers are paired with it. */
int home_room_set_up(void **state);
int home_room_set_up_with_others(void **state);
int home_room_tear_down(void **state);

/* Put an older file in the journal's place; nothing on this machine remembers the newer one. */
void home_room_set_back(struct home_room *room, const char *name);

#endif
