/* The rules of red flags while they are compiled: files go in, checked rules come out. */
#ifndef COMPILER_FLAG_RULES_H
#define COMPILER_FLAG_RULES_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#include "compiler/fault.h"
#include "compiler/source_file.h"

/* Check each rule of the files and put it into the empty list, in the order of their names. False,
 * with a sentence, when a rule of schema/flags/README.md is broken. */
bool flag_rules_compile(const struct source_file *files, size_t count, json_t *rules,
                        struct fault *out_fault);

#endif
