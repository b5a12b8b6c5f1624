/* What many lives came to, added up and printed. */
#include "simulation/tally.h"

#include <inttypes.h>
#include <stddef.h>
#include <stdio.h>

void tally_add(struct tally *tally, const struct life_report *report)
{
    tally->seeds++;
    tally->failures += report->verdict.failed;
    tally->events += report->events;
    tally->operations += report->operations;
    tally->messages += report->messages;
    tally->traces ^= report->trace;
    if (report->peace_ms > tally->peace_ms_longest) {
        tally->peace_ms_longest = report->peace_ms;
    }
    for (size_t fault = 0; fault < FAULT_COUNT; fault++) {
        tally->injected[fault] += report->verdict.injected[fault];
    }
    for (size_t invariant = 0; invariant < INVARIANT_COUNT; invariant++) {
        tally->checks[invariant] += report->verdict.checks[invariant];
    }
}

void tally_merge(struct tally *tally, const struct tally *other)
{
    tally->seeds += other->seeds;
    tally->failures += other->failures;
    tally->events += other->events;
    tally->operations += other->operations;
    tally->messages += other->messages;
    tally->traces ^= other->traces;
    if (other->peace_ms_longest > tally->peace_ms_longest) {
        tally->peace_ms_longest = other->peace_ms_longest;
    }
    for (size_t fault = 0; fault < FAULT_COUNT; fault++) {
        tally->injected[fault] += other->injected[fault];
    }
    for (size_t invariant = 0; invariant < INVARIANT_COUNT; invariant++) {
        tally->checks[invariant] += other->checks[invariant];
    }
}

void tally_print(const struct tally *tally, double seconds)
{
    printf("%-24s %12s\n", "fault", "injected");
    for (size_t fault = 0; fault < FAULT_COUNT; fault++) {
        printf("%-24s %12" PRIu64 "\n", fault_name((enum fault)fault), tally->injected[fault]);
    }
    printf("\n%-24s %12s\n", "invariant", "checked");
    for (size_t i = 0; i < INVARIANT_COUNT; i++) {
        printf("%-24s %12" PRIu64 "\n", invariant_name((enum invariant)i), tally->checks[i]);
    }
    printf("\n%" PRIu64 " seeds, %" PRIu64 " events, %" PRIu64 " operations, %" PRIu64
           " messages, %" PRIu64 " failures, %.1f s\n",
           tally->seeds, tally->events, tally->operations, tally->messages, tally->failures,
           seconds);
    printf("longest way from the last fault to equality: %.1f h; trace %016" PRIx64 "\n",
           (double)tally->peace_ms_longest / 3600000.0, tally->traces);
}
