/* Names of the files in a store's folder. */
#include "store/path.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum daybook_status path_join(const char *folder, const char *name, char **out_path)
{
    assert(folder != NULL && name != NULL && out_path != NULL);
    size_t size = strlen(folder) + 1 + strlen(name) + 1;
    char *path = malloc(size);
    if (path == NULL) {
        return DAYBOOK_NO_MEMORY;
    }
    int length = snprintf(path, size, "%s/%s", folder, name);
    assert(length >= 0 && (size_t)length + 1 == size);
    (void)length;
    *out_path = path;
    return DAYBOOK_OK;
}

enum daybook_status path_sync_folder(const char *folder)
{
    int descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor < 0) {
        return DAYBOOK_FAILED;
    }
    int synced = fsync(descriptor);
    close(descriptor);
    return synced == 0 ? DAYBOOK_OK : DAYBOOK_FAILED;
}

enum daybook_status path_remove(const char *folder, const char *name)
{
    char *path = NULL;
    enum daybook_status status = path_join(folder, name, &path);
    if (status == DAYBOOK_OK && unlink(path) != 0 && errno != ENOENT) {
        status = DAYBOOK_FAILED;
    }
    free(path);
    return status;
}
