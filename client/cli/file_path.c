/* A file that is named on the command line, as the journal's owner must be told it. */
#include "cli/file_path.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/speech.h"

enum daybook_status file_path_absolute(const char *path, char **out_path)
{
    char folder[PATH_MAX] = "";
    if (path[0] != '/' && getcwd(folder, sizeof folder) == NULL) {
        speech_error("The folder this was started in is gone; give a path that begins with /.");
        return DAYBOOK_FAILED;
    }
    size_t size = strlen(folder) + strlen(path) + 2;
    char *absolute = malloc(size);
    if (absolute == NULL) {
        speech_error("Memory ran short; nothing was changed.");
        return DAYBOOK_NO_MEMORY;
    }
    (void)snprintf(absolute, size, "%s%s%s", folder, path[0] == '/' ? "" : "/", path);
    *out_path = absolute;
    return DAYBOOK_OK;
}
