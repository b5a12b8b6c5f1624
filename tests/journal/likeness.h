/* What a journal holds and shows of a circle, as bytes that are equal when two show the same. */
#ifndef JOURNAL_LIKENESS_H
#define JOURNAL_LIKENESS_H

#include "base/buffer.h"
#include "journal/state.h"

/* Append every operation of entries, plans and summaries, whether it is in quarantine, and what is
 * shown. Bodies and what is shown are left out of an entity with an erasure in quarantine: what
 * such a one took on a device before that was known is gone there. */
void likeness_write(const struct own_circle *circle, struct buffer *out_bytes);

#endif
