/* Finding the weeks that brought too much. */
#include "flags/digest.h"

#include "flags/flags.h"

static bool is_review(const struct flag *flag)
{
    return flag->state != FLAG_UNDETERMINED &&
           (flag->tier == FLAG_TIER_REVIEW || flag->tier == FLAG_TIER_REVIEW_HIGH);
}

/* The end of the span that begins at first, and how many reviews it holds. */
static size_t span_end(const struct flag *flags, size_t count, size_t first, size_t *out_reviews)
{
    size_t end = first;
    *out_reviews = 0;
    while (end < count && flags[end].since < flags[first].since + DIGEST_DAYS) {
        *out_reviews += is_review(&flags[end]);
        end++;
    }
    return end;
}

void digest_mark(struct flag *flags, size_t count)
{
    size_t first = 0;
    while (first < count) {
        if (!is_review(&flags[first])) {
            first++;
            continue;
        }
        size_t reviews = 0;
        size_t end = span_end(flags, count, first, &reviews);
        for (size_t i = first; i < end && reviews > DIGEST_REVIEWS_MAX; i++) {
            flags[i].has_digest = is_review(&flags[i]);
            flags[i].digest_day = flags[i].has_digest ? flags[first].since : 0;
        }
        first = end;
    }
}
