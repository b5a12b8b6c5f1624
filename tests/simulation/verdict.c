/* What a simulation found: the invariants it checked, and the first one that did not hold. */
#include "simulation/verdict.h"

#include <stdio.h>

const char *invariant_name(enum invariant invariant)
{
    static const char *const names[INVARIANT_COUNT] = {
        [INVARIANT_LOST] = "nothing-lost",
        [INVARIANT_FORGOTTEN] = "nothing-forgotten",
        [INVARIANT_ALTERED] = "nothing-altered",
        [INVARIANT_CONTIGUOUS] = "no-gap-nothing-twice",
        [INVARIANT_DURABLE] = "have-is-durable",
        [INVARIANT_PUBLISHED] = "published-is-durable",
        [INVARIANT_ENTITLED] = "only-readers-served",
        [INVARIANT_EVERYWHERE] = "everywhere-is-true",
        [INVARIANT_TIME] = "wakes-later",
        [INVARIANT_RATE] = "rate-kept",
        [INVARIANT_PRESENT] = "present-spoke",
        [INVARIANT_APART] = "have-apart",
        [INVARIANT_CALM] = "wakes-calmly",
        [INVARIANT_CONVERGED] = "converged",
        [INVARIANT_SETTLED] = "nothing-owed",
        [INVARIANT_QUIET] = "idle-is-quiet",
        [INVARIANT_IDLE] = "idle-reconnect",
    };
    return names[invariant];
}

void verdict_check(struct verdict *verdict, enum invariant invariant, bool holds, const char *story)
{
    verdict->checks[invariant]++;
    if (!holds && !verdict->failed) {
        verdict->failed = true;
        verdict->broken = invariant;
        (void)snprintf(verdict->story, sizeof verdict->story, "%s", story);
    }
}

void verdict_inject(struct verdict *verdict, enum fault fault)
{
    verdict->injected[fault]++;
}
