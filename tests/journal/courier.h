/* Carries operations from journal to journal by hand, in any order and without a broker. */
#ifndef JOURNAL_COURIER_H
#define JOURNAL_COURIER_H

#include <stddef.h>

#include "journal/state.h"

/* Hand over the next operations of a feed that one journal holds and the other lacks, at most so
 * many; returns how many those were. The receiver's engine is not told. */
size_t courier_carry(const struct own_circle *from, struct own_circle *to, struct id128 feed,
                     size_t most);

/* Hand over everything one journal holds and the other lacks. */
void courier_carry_all(const struct own_circle *from, struct own_circle *to);

#endif
