/* How notices are printed. */
#ifndef CLI_NOTICES_H
#define CLI_NOTICES_H

#include <jansson.h>

/* Print a list of notices, each with its moment and whom it is about. */
void notices_print(const json_t *notices);

#endif
