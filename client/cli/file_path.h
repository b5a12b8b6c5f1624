/* A file that is named on the command line, as the journal's owner must be told it. */
#ifndef CLI_FILE_PATH_H
#define CLI_FILE_PATH_H

#include <daybook/status.h>

/* The path made absolute: an agent works in another folder. The caller frees *out_path. What went
 * wrong was said. */
enum daybook_status file_path_absolute(const char *path, char **out_path);

#endif
