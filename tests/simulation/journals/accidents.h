/* What befalls machines: crashes, bad disks, old copies, clones, wrong clocks. */
#ifndef SIMULATION_JOURNALS_ACCIDENTS_H
#define SIMULATION_JOURNALS_ACCIDENTS_H

#include "simulation/journals/town.h"

/* A process dies: between two steps, in the middle of a write, or as it publishes. */
void accidents_crash(struct town *town);

/* A write fails, or the disk is full, while somebody writes or the exchange goes on. */
void accidents_fail_disk(struct town *town);

/* A copy of a journal is put aside; the next time it is put back. */
void accidents_set_back(struct town *town);

/* A home is copied, and both go on. */
void accidents_clone(struct town *town);

/* A wall clock jumps, or stands still. */
void accidents_set_clock(struct town *town);

#endif
