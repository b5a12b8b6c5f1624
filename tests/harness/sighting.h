/* What the witness looks for, and where it notes that it saw it. */
#ifndef HARNESS_SIGHTING_H
#define HARNESS_SIGHTING_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

/* Learn from the environment, which tests/harness/witnessed made, whether there is a test, whether
 * this process is one to watch, and what to look for. Nothing below does anything before it. */
void sighting_begin(void);

/* Is this process watched? */
bool sighting_watching(void);

/* A regular file in which this process must not write in clear. */
bool sighting_possible(int descriptor);

/* Look at bytes about to be written at this offset of such a file. A canary of which a part went
 * there just before is met too. */
void sighting_look(int descriptor, const void *bytes, size_t size, off_t offset);

/* Note that a file is about to be filled in a way that cannot be looked at. */
void sighting_blind(int descriptor, const char *way);

#endif
