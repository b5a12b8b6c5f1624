/* Writing the compiled measures as C. */
#ifndef TRENDS_COMPILER_RULE_WRITER_H
#define TRENDS_COMPILER_RULE_WRITER_H

#include <jansson.h>
#include <stdbool.h>
#include <stdio.h>

/* Write the header with enum measure. Errors show in ferror(). */
void rule_writer_names(FILE *out, const json_t *measures);

/* Write the tables of trends/measure_table.h. Errors show in ferror(). False: memory is short. */
bool rule_writer_tables(FILE *out, const json_t *measures);

#endif
