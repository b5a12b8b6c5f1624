/* What the crowd cannot go on without: it measures, and a measurement that is not whole is none. */
#include "demand.h"

#include <stdio.h>
#include <stdlib.h>

_Noreturn void demand_unmet(const char *about, const char *sentence)
{
    if (about == NULL) {
        (void)fprintf(stderr, "crowd: %s\n", sentence);
    } else {
        (void)fprintf(stderr, "crowd: %s: %s\n", about, sentence);
    }
    exit(EXIT_FAILURE);
}
