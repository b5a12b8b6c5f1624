/* The measures while they are compiled: files go in, checked and completed measures come out. */
#ifndef COMPILER_MEASURES_H
#define COMPILER_MEASURES_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#include "compiler/fault.h"
#include "compiler/source_file.h"

/* Check each measure of the files, write what it leaves to the catalogue out (range, direction, one
 * measure for each choice) and append it to the empty list. False, with a sentence, when a rule of
 * schema/measures/README.md is broken. */
bool measures_compile(const struct source_file *files, size_t count, json_t *measures,
                      struct fault *out_fault);

#endif
