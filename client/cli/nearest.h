/* Did you mean: the known name nearest to one that was mistyped. */
#ifndef CLI_NEAREST_H
#define CLI_NEAREST_H

#include <stddef.h>

/* A search that goes on; name is the best so far, NULL while nothing was near enough. */
struct nearest {
    const char *typed; /* borrowed */
    const char *name;  /* borrowed from whoever tried it */
    size_t distance;
};

/* Begin to search. */
struct nearest nearest_to(const char *typed);

/* Try one known name. Near enough is up to a third of its letters, at least 2, wrong. */
void nearest_try(struct nearest *nearest, const char *known);

#endif
