/* A process that dies at a chosen step: a write, sync or cut of SQLite's, or a write, sync, renaming
 * or removal of ours. As kill -9 would end it. */
#ifndef FAULT_MORTAL_H
#define FAULT_MORTAL_H

#include <stdbool.h>

struct death {
    unsigned step; /* 1 is the first */
    bool after;    /* the step is done still; a write that is not done is done by half */
};

/* Do something in a process of its own that dies; false when it came to its end before. */
bool mortal_dies(struct death death, void (*act)(void *context), void *context);

/* What a step costs before it is done, and after: called by failing_disk.c. True: do half of it. */
bool mortal_before(void);
void mortal_after(void);

#endif
