/* How long something took, in words for a tired person. */
#ifndef DOMAIN_DURATION_H
#define DOMAIN_DURATION_H

#include <stdint.h>

/* Write "less than a minute", "12 minutes", "2 hours", "3 days" or "2 years": one unit, rounded
 * down. A negative duration counts as nothing. */
enum { DURATION_TEXT_SIZE = 40 };
void duration_text(int64_t ms, char out_text[static DURATION_TEXT_SIZE]);

#endif
