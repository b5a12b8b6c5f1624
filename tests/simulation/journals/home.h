/* One home: the files of its journal, and how they are lost, copied and put back. */
#ifndef SIMULATION_JOURNALS_HOME_H
#define SIMULATION_JOURNALS_HOME_H

#include "simulation/journals/town.h"

/* Folders of a home. */
enum {
    HOME_STORE,
    HOME_STATE,
    HOME_KEPT_STORE,
    HOME_KEPT_STATE,
    HOME_DEAD_STORE,
    HOME_DEAD_STATE,
    HOME_FOLDER_COUNT
};
void home_folder_path(const struct home *home, int folder, char out_path[static TOWN_FILE_SIZE]);

void home_make_folders(const struct home *home);
void home_remove_folders(const struct home *home);

/* Make a blank journal, and open it. */
void home_make_journal(struct home *home);

/* Its clocks and its connection, for a journal made elsewhere. */
struct journal_ports home_ports(struct home *home);

/* Open the journal as it lies there. */
void home_open(struct home *home);
void home_close(struct home *home);

/* The process dies here: what the disk holds now is what there is afterwards. */
void home_die(struct home *home);
/* And is started again. */
void home_revive(struct home *home);

/* Put a copy of the journal aside; and take it back, with the state file as it is or was, or none.
 */
enum home_state { HOME_STATE_STAYS, HOME_STATE_RETURNS, HOME_STATE_GONE };
void home_keep(struct home *home);
void home_set_back(struct home *home, enum home_state state);

/* Copy the files of a home to another one's. */
void home_copy_files(const struct home *from, const struct home *to, bool with_state);

#endif
