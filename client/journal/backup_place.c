/* Where a backup is written: beside its name until it is whole. */
#define _GNU_SOURCE /* mkostemp(), renameat2() */

#include "journal/backup_place.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "store/path.h"

static const char ending[] = ".XXXXXX";

/* Beside the wanted name, so that renaming stays on one disk. */
static enum daybook_status open_unfinished(struct backup_place *place)
{
    size_t size = strlen(place->path);
    char *unfinished = malloc(size + sizeof ending);
    if (unfinished == NULL) {
        return DAYBOOK_NO_MEMORY;
    }
    memcpy(unfinished, place->path, size);
    memcpy(unfinished + size, ending, sizeof ending);
    place->descriptor = mkostemp(unfinished, O_CLOEXEC);
    if (place->descriptor < 0) {
        free(unfinished);
        return errno == ENOSPC || errno == EDQUOT ? DAYBOOK_FULL : DAYBOOK_FAILED;
    }
    place->unfinished = unfinished;
    return DAYBOOK_OK;
}

enum daybook_status backup_place_begin(const char *path, bool replace,
                                       struct backup_place *out_place)
{
    struct stat facts;
    *out_place = (struct backup_place){.replace = replace, .descriptor = -1};
    if (path[0] != '/') {
        return DAYBOOK_INVALID;
    }
    if (lstat(path, &facts) == 0 && (!replace || !S_ISREG(facts.st_mode))) {
        return DAYBOOK_CONFLICT;
    }
    out_place->path = strdup(path);
    return out_place->path == NULL ? DAYBOOK_NO_MEMORY : open_unfinished(out_place);
}

static enum daybook_status rename_unfinished(const struct backup_place *place)
{
    int refused = place->replace ? rename(place->unfinished, place->path)
                                 : renameat2(AT_FDCWD, place->unfinished, AT_FDCWD, place->path,
                                             RENAME_NOREPLACE);
    if (refused != 0 && errno == EINVAL && access(place->path, F_OK) != 0) {
        refused = rename(place->unfinished, place->path); /* a stick may not know the flag */
    }
    if (refused != 0) {
        return errno == EEXIST || errno == EINVAL ? DAYBOOK_CONFLICT : DAYBOOK_FAILED;
    }
    return DAYBOOK_OK;
}

enum daybook_status backup_place_name(struct backup_place *place)
{
    enum daybook_status status = rename_unfinished(place);
    if (status != DAYBOOK_OK) {
        return status;
    }
    free(place->unfinished);
    place->unfinished = NULL;
    char *slash = strrchr(place->path, '/');
    slash[slash == place->path ? 1 : 0] = '\0'; /* the folder is left */
    return path_sync_folder(place->path);
}

void backup_place_end(struct backup_place *place)
{
    if (place->descriptor >= 0) {
        (void)close(place->descriptor); /* it was synced, or is removed */
    }
    if (place->unfinished != NULL) {
        (void)unlink(place->unfinished); /* what cannot be removed is in nobody's way */
    }
    free(place->unfinished);
    free(place->path);
    *place = (struct backup_place){.descriptor = -1};
}
