/* Writes the checked rules as C tables. */
#ifndef FLAGS_COMPILER_RULE_WRITER_H
#define FLAGS_COMPILER_RULE_WRITER_H

#include <jansson.h>
#include <stdio.h>

/* Write the source of rule_table.h for these rules. Failures show in ferror(out). */
void rule_writer_write(FILE *out, json_t *rules);

#endif
