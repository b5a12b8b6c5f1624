/* A household whose patient's journal is in a folder of its own. */
#include "journal/home_room.h"

int home_room_set_up(void **state)
{
    static struct home_room room;
    household_begin(&room.household);
    home_folder_begin(&room.home, &room.household, "Ana", ROLE_PATIENT);
    *state = &room;
    return 0;
}

int home_room_set_up_with_others(void **state)
{
    (void)home_room_set_up(state);
    struct home_room *room = *state;
    home_folder_open(&room->home);
    (void)household_add(&room->household, "Ben", ROLE_CAREGIVER);
    (void)household_add(&room->household, "Eva", ROLE_CAREGIVER);
    household_pair(&room->household);
    return 0;
}

int home_room_tear_down(void **state)
{
    struct home_room *room = *state;
    home_folder_end(&room->home);
    household_end(&room->household);
    return 0;
}

void home_room_set_back(struct home_room *room, const char *name)
{
    home_folder_close(&room->home);
    home_folder_put_store(&room->home, name);
    home_folder_open_without_state(&room->home);
}
