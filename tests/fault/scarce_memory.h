/* Memory that runs short once: the allocation of a chosen number is refused, all others succeed. */
#ifndef FAULT_SCARCE_MEMORY_H
#define FAULT_SCARCE_MEMORY_H

#include <stdbool.h>

/* Count SQLite's own allocations too. Before the first use of SQLite. */
void scarce_memory_include_sqlite(void);

/* Was it SQLite that was refused? It can live with some refusals. */
bool scarce_memory_hit_sqlite(void);

/* From now on count allocations, and refuse the one of this number; 1 is the next. */
void scarce_memory_refuse(unsigned number);

/* How many allocations succeed yet before the one that is refused; with that one. */
unsigned scarce_memory_left(void);

/* Count no more; was one refused? */
bool scarce_memory_end(void);

/* What the test itself allocates in between is not counted. Pairs, which nest. */
void scarce_memory_pause(void);
void scarce_memory_resume(void);

#endif
