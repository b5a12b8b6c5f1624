/* What each compiler of the schema does: read its files, compile them, write its tables. */
#ifndef COMPILER_PROGRAM_H
#define COMPILER_PROGRAM_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "compiler/fault.h"
#include "compiler/source_file.h"

enum { PROGRAM_OUTPUTS_MAX = 2 };

/* Append the checked rows of these files to an empty list. False, with a sentence, when they break
 * a rule. The rows may share parts with the files, which may change in this. */
typedef bool program_compile(const struct source_file *files, size_t count, json_t *rows,
                             struct fault *out_fault);

/* Write one output of the compiled rows. True when all of it is written. */
typedef bool program_write(FILE *out, const json_t *rows);

struct program {
    const char *usage; /* NAME OUTPUT ... INPUT ... */
    program_compile *compile;
    program_write *writers[PROGRAM_OUTPUTS_MAX]; /* one for each output; the first is there */
};

/* Be this program. What goes wrong is told in one sentence on the standard error, and no output is
 * left half-written. The status for main() to return: 2 when an argument is missing. */
int program_run(const struct program *program, int argc, char **argv);

#endif
