/* Where a backup is written: beside its name until it is whole. For journal/ only. */
#ifndef JOURNAL_BACKUP_PLACE_H
#define JOURNAL_BACKUP_PLACE_H

#include <stdbool.h>

#include <daybook/status.h>

/* A file that has no name of its own yet. */
struct backup_place {
    char *path;       /* the name it is to get */
    char *unfinished; /* the one it has; NULL: none any more */
    bool replace;     /* it may take the place of a file */
    int descriptor;   /* to write and read it, -1 for none */
};

/* Make an empty file beside the path, which only its owner may read. Freed by backup_place_end(),
 * also on failure. INVALID: the path is not absolute; CONFLICT: there is a file, and replace is
 * false, or what is there is no file; FULL, FAILED, NO_MEMORY. */
enum daybook_status backup_place_begin(const char *path, bool replace,
                                       struct backup_place *out_place);

/* Give the file its name, for good. CONFLICT: a file of that name came meanwhile; FAILED. */
enum daybook_status backup_place_name(struct backup_place *place);

/* Close the file, and remove it unless it has its name. */
void backup_place_end(struct backup_place *place);

#endif
