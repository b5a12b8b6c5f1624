/* Writes the compiled measures as C. */
#ifndef COMPILER_MEASURE_TABLES_H
#define COMPILER_MEASURE_TABLES_H

#include <jansson.h>
#include <stdbool.h>
#include <stdio.h>

/* Write the header with enum measure. True when all of it is written. */
bool measure_tables_write_names(FILE *out, const json_t *measures);

/* Write the source of trends/measure_table.h. True when all of it is written; false also when
 * memory is short. */
bool measure_tables_write(FILE *out, const json_t *measures);

#endif
