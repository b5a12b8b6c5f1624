/* Too many reviews in a week are told as one. */
#ifndef FLAGS_DIGEST_H
#define FLAGS_DIGEST_H

#include <stddef.h>

struct flag;

enum { DIGEST_DAYS = 7, DIGEST_REVIEWS_MAX = 3 };

/* Mark the reviews, raised or cleared, of each span of DIGEST_DAYS that brought more than
 * DIGEST_REVIEWS_MAX, with the first day of that span. The flags are in the order of since. */
void digest_mark(struct flag *flags, size_t count);

#endif
