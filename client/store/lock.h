/* One process owns a store: the lock file in its folder, with the owner's process number inside. */
#ifndef STORE_LOCK_H
#define STORE_LOCK_H

#include <sys/types.h>

#include <daybook/status.h>

struct lock;

/* Take the lock of the store in this folder, without waiting. On OK the caller owns *out_lock.
 * BUSY: another process holds it; *out_owner tells which, 0 when it has not said yet. NOT_FOUND: no
 * such folder; NO_MEMORY; READ_ONLY: it may not be written; FAILED. The system drops the lock when
 * the owner dies. */
enum daybook_status lock_take(const char *folder, struct lock **out_lock, pid_t *out_owner);

/* Let another process in. NULL is allowed. */
void lock_release(struct lock *lock);

#endif
