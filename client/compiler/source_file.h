/* A file of the schema, read as JSON. */
#ifndef COMPILER_SOURCE_FILE_H
#define COMPILER_SOURCE_FILE_H

#include <jansson.h>
#include <stdbool.h>

#include "base/bytes.h"
#include "compiler/fault.h"

struct source_file {
    const char *name; /* for sentences; borrowed */
    json_t *root;     /* owned */
};

/* Read the file of this path, which is its name too. False, with a sentence: it cannot be read, is
 * no JSON, or an object in it has a key twice. */
bool source_file_read(const char *path, struct source_file *out_file, struct fault *out_fault);

/* The same for a text that is here already. */
bool source_file_parse(const char *name, struct bytes text, struct source_file *out_file,
                       struct fault *out_fault);

/* Let go of what was read. */
void source_file_free(struct source_file *file);

#endif
