/* Reading a file of the schema as it is, for the programs that compile them. */
#ifndef DOMAIN_COMPILER_SOURCE_FILE_H
#define DOMAIN_COMPILER_SOURCE_FILE_H

#include <stdbool.h>

struct buffer;

/* Append the whole file. False, and part of it may be there: it cannot be read, or memory is short.
 */
bool source_file_read(const char *path, struct buffer *out_text);

#endif
