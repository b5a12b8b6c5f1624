/* The lock file of a store. */
#include "store/lock.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "store/path.h"

enum { OWNER_TEXT_SIZE = 24 };

struct lock {
    int descriptor;
};

static pid_t read_owner(int descriptor)
{
    char text[OWNER_TEXT_SIZE] = {0};
    if (pread(descriptor, text, sizeof text - 1, 0) <= 0) {
        return 0;
    }
    long owner = strtol(text, NULL, 10);
    return owner > 0 ? (pid_t)owner : 0;
}

/* The number only helps whoever is refused: where the disk is full the store is opened without. */
static void write_owner(int descriptor)
{
    char text[OWNER_TEXT_SIZE];
    int length = snprintf(text, sizeof text, "%ld\n", (long)getpid());
    assert(length > 0 && (size_t)length < sizeof text);
    bool written = ftruncate(descriptor, 0) == 0 &&
                   pwrite(descriptor, text, (size_t)length, 0) == (ssize_t)length;
    if (!written) {
        int emptied = ftruncate(descriptor, 0);
        (void)emptied; /* half a number would be another process's; none is told as unknown */
    }
}

static enum daybook_status open_lock_file(const char *folder, int *out_descriptor)
{
    char *path = NULL;
    enum daybook_status status = path_join(folder, "store.lock", &path);
    if (status != DAYBOOK_OK) {
        return status;
    }
    int descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    int reason = errno;
    free(path);
    if (descriptor < 0) {
        bool refused = reason == EROFS || reason == EACCES || reason == EPERM;
        status = refused ? DAYBOOK_READ_ONLY : DAYBOOK_FAILED;
        return reason == ENOENT ? DAYBOOK_NOT_FOUND : status;
    }
    *out_descriptor = descriptor;
    return DAYBOOK_OK;
}

/* The lock belongs to this opening of the file, so a second opening in the same process is refused
 * too. */
static enum daybook_status claim(int descriptor, pid_t *out_owner)
{
    if (flock(descriptor, LOCK_EX | LOCK_NB) == 0) {
        write_owner(descriptor);
        return DAYBOOK_OK;
    }
    if (errno != EWOULDBLOCK) {
        return DAYBOOK_FAILED;
    }
    *out_owner = read_owner(descriptor);
    return DAYBOOK_BUSY;
}

enum daybook_status lock_take(const char *folder, struct lock **out_lock, pid_t *out_owner)
{
    assert(folder != NULL && out_lock != NULL && out_owner != NULL);
    struct lock *lock = malloc(sizeof *lock);
    if (lock == NULL) {
        return DAYBOOK_NO_MEMORY;
    }
    lock->descriptor = -1;
    enum daybook_status status = open_lock_file(folder, &lock->descriptor);
    if (status == DAYBOOK_OK) {
        status = claim(lock->descriptor, out_owner);
    }
    if (status != DAYBOOK_OK) {
        lock_release(lock);
        return status;
    }
    *out_lock = lock;
    return DAYBOOK_OK;
}

/* The file stays: who removed it could let two processes lock two files of one name. */
void lock_release(struct lock *lock)
{
    if (lock == NULL) {
        return;
    }
    if (lock->descriptor >= 0) {
        close(lock->descriptor);
    }
    free(lock);
}
