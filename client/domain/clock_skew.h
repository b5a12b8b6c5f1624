/* Whose clock is wrong, told from how far the clocks of a circle are apart. */
#ifndef DOMAIN_CLOCK_SKEW_H
#define DOMAIN_CLOCK_SKEW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    CLOCK_SKEW_MAX_MS = 10 * 60 * 1000, /* clocks that are less apart agree */
    CLOCK_SKEW_CLOCKS_MAX = 65,         /* the own one and those of all other devices */
};

/* How far a clock is ahead of the own one, when something arrived at own_ms that was said at
 * said_ms. What comes late looks like a clock that is behind: so far behind that it matters counts
 * only when it cannot have been waiting anywhere. False: nothing can be said. */
bool clock_skew_read(int64_t said_ms, int64_t own_ms, bool may_be_late, int64_t *out_ahead_ms);

enum clock_verdict {
    CLOCK_AGREES,  /* with most clocks, or no two clocks differ */
    CLOCK_DIFFERS, /* from another, and there is no majority to say which one is right */
    CLOCK_WRONG,   /* more than half of the clocks agree with each other, and not with it */
};
struct clock_judgement {
    enum clock_verdict verdict;
    int64_t ahead_ms; /* WRONG: of what most say; DIFFERS: of the own clock; negative: behind */
};

/* Judge clocks by how far each is ahead of the own one, which is the first, and 0 there; one or
 * more, at most CLOCK_SKEW_CLOCKS_MAX (asserted). Of the groups that agree the largest counts, when
 * it is more than half of all; its median is what it says. */
void clock_skew_judge(const int64_t *ahead_ms, size_t count, struct clock_judgement *out_judged);

#endif
