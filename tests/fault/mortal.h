/* A process that dies at a chosen step: a write, sync or cut of SQLite's, or a write, sync,
 * renaming or removal of ours. As kill -9 would end it. */
#ifndef FAULT_MORTAL_H
#define FAULT_MORTAL_H

#include <stdbool.h>

/* Do something in a process of its own that dies instead of the step of this number, 1 being the
 * first; a write is done by half then. False when it came to its end before. */
bool mortal_dies(unsigned step, void (*act)(void *context), void *context);

/* Before the first: SQLite's steps are those of the failing disk. */
void mortal_begin(void);

#endif
