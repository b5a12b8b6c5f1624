/* The tables the catalogue compiler writes into the build folder; only catalog.c reads them. */
#ifndef DOMAIN_CATALOG_TABLE_H
#define DOMAIN_CATALOG_TABLE_H

#include <stddef.h>

#include "domain/kind.h"

extern const struct kind catalog_table_kinds[];
extern const size_t catalog_table_count;

#endif
