/* Guarded memory for everything secret, counted so that a test can prove that all of it was freed.
 */
#ifndef VAULT_GUARDED_H
#define VAULT_GUARDED_H

#include <stddef.h>

/* Zeroed memory between guard pages, locked against swapping, aligned for any type. NULL when
 * memory is short. secret_begin() must have been called. Freed by guarded_free(). */
void *guarded_take(size_t size);

/* Wipe and free. NULL is allowed. */
void guarded_free(void *memory);

/* How many pieces of guarded memory are in use: 0 once every secret, key, identity, epoch and
 * pairing was freed. LeakSanitizer does not see this memory, so tests ask here. */
size_t guarded_live(void);

#endif
