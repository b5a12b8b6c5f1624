/* What the crowd cannot go on without. */
#ifndef BENCH_BROKER_CROWD_DEMAND_H
#define BENCH_BROKER_CROWD_DEMAND_H

/* End the program with status 1 and a sentence on standard error, about something such as a file
 * where that is not NULL. */
_Noreturn void demand_unmet(const char *about, const char *sentence);

/* The same unless this holds: conditions of the world, which no caller could go on without. */
#define DEMAND(holds, sentence)           ((holds) ? (void)0 : demand_unmet(NULL, sentence))
#define DEMAND_OF(holds, about, sentence) ((holds) ? (void)0 : demand_unmet(about, sentence))

#endif
