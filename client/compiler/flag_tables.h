/* Writes the checked rules of red flags as C tables. */
#ifndef COMPILER_FLAG_TABLES_H
#define COMPILER_FLAG_TABLES_H

#include <jansson.h>
#include <stdbool.h>
#include <stdio.h>

/* Write the source of flags/rule_table.h for these rules. True when all of it is written. */
bool flag_tables_write(FILE *out, const json_t *rules);

#endif
