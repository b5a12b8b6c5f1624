/* Writes the checked catalogue as C tables. */
#ifndef DOMAIN_COMPILER_TABLE_WRITER_H
#define DOMAIN_COMPILER_TABLE_WRITER_H

#include <jansson.h>
#include <stdio.h>

/* Write the source of catalog_table.h for these kinds. Failures show in ferror(out). */
void table_writer_write(FILE *out, json_t *kinds);

#endif
