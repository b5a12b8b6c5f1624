/* Who belongs to the circle: invitations, grants, removals, and restored backups. */
#ifndef SIMULATION_JOURNALS_GATHERINGS_H
#define SIMULATION_JOURNALS_GATHERINGS_H

#include "simulation/journals/town.h"

void gatherings_invite(struct town *town);
void gatherings_grant(struct town *town);

/* One removal, or two of whom neither knows of the other's. */
void gatherings_remove(struct town *town);

/* A backup of the patient's journal becomes a device of its own, beside the old one. */
void gatherings_restore_backup(struct town *town);

#endif
