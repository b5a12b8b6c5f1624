/* Which measures are drawn of the same answers. */
#ifndef TRENDS_KINSHIP_H
#define TRENDS_KINSHIP_H

#include <stdbool.h>

#include "trends/measure.h"

/* Does one tell something of the answers the other is drawn of? Both read a field that gives at
 * least one of them its number, and no entry says that it is for one of them only. */
bool kinship_of(enum measure left, enum measure right);

#endif
