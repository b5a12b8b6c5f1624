/* How much memory this process could still take. */
#ifndef VAULT_FREE_MEMORY_H
#define VAULT_FREE_MEMORY_H

#include <stdint.h>

/* The least, in MiB, of what the system has available, what the control groups of this process
 * leave it, and what its own limit of address space does. What cannot be read is no limit; when
 * nothing can be read, 0. */
uint64_t free_memory_mib(void);

/* The same read below another root than "/", for tests; the process's own limit is left out. */
uint64_t free_memory_mib_below(const char *root);

#endif
