/* Where the journal lives: the folder a person chose, or the place the system keeps for it. */
#ifndef REQUESTS_HOME_H
#define REQUESTS_HOME_H

#include <daybook/status.h>

#include "domain/complaint.h"

/* The folder: chosen (unless NULL or empty), else DAYBOOK_HOME, else XDG_DATA_HOME/daybook, else
 * ~/.local/share/daybook, made absolute. Nothing is looked at or made. The caller frees *out_home.
 * NOT_FOUND, with a complaint: no variable says where. */
enum daybook_status home_resolve(const char *chosen, char **out_home,
                                 struct complaint *out_complaint);

/* The folder for what is remembered about journals outside of them: DAYBOOK_STATE, else
 * XDG_STATE_HOME/daybook, else ~/.local/state/daybook, made absolute. Nothing is looked at or made.
 * The caller frees *out_folder; it is NULL when no variable says where, or memory is short. */
void home_state(char **out_folder);

/* Make the folders above the home that are missing, for the user alone. FAILED, with a complaint.
 */
enum daybook_status home_make_parents(const char *home, struct complaint *out_complaint);

#endif
