/* Writes the checked catalogue as C tables. */
#ifndef COMPILER_CATALOGUE_TABLES_H
#define COMPILER_CATALOGUE_TABLES_H

#include <jansson.h>
#include <stdbool.h>
#include <stdio.h>

/* Write the source of domain/catalog_table.h for these kinds. True when all of it is written. */
bool catalogue_tables_write(FILE *out, const json_t *kinds);

#endif
