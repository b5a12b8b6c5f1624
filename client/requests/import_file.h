/* A file that a request names, read whole. For requests/ only. */
#ifndef REQUESTS_IMPORT_FILE_H
#define REQUESTS_IMPORT_FILE_H

#include <daybook/status.h>

#include "base/bytes.h"
#include "domain/complaint.h"

struct arena;

/* Read a file of at most IMPORT_FILE_MAX bytes into the arena. NOT_FOUND, INVALID (no plain file,
 * or one that is too large), FAILED, each with a sentence; NO_MEMORY. */
enum daybook_status import_file_read(const char *path, struct arena *arena, struct bytes *out_text,
                                     struct complaint *out_complaint);

#endif
