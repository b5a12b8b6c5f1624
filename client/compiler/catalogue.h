/* The catalogue while it is compiled: files go in, checked kinds come out. */
#ifndef COMPILER_CATALOGUE_H
#define COMPILER_CATALOGUE_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#include "compiler/fault.h"
#include "compiler/source_file.h"

/* Check each kind of the files, join the fields of its family to it and append it to the empty list
 * of kinds. False, with a sentence, when a rule of schema/catalog/README.md is broken. */
bool catalogue_compile(const struct source_file *files, size_t count, json_t *kinds,
                       struct fault *out_fault);

#endif
