/* Sentences about clocks that are wrong. */
#ifndef CLI_CLOCKS_H
#define CLI_CLOCKS_H

#include <jansson.h>

struct call;

/* Say on stderr what the "clocks" of an answer say, unless the call asks for quiet. */
void clocks_tell(const struct call *call, const json_t *answer);

/* Print what they say, each sentence on a line of its own. */
void clocks_print(const json_t *answer);

#endif
