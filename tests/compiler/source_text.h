/* Compiling a text as if it were a file of the schema. */
#ifndef TESTS_COMPILER_SOURCE_TEXT_H
#define TESTS_COMPILER_SOURCE_TEXT_H

#include "compiler/program.h"

/* The rows of a file "x.json" with this text, which the caller lets go of; NULL, with a sentence,
 * when it is refused. */
json_t *source_text_compile(program_compile *compile, const char *text, struct fault *out_fault);

/* Fail the test unless the text is refused with exactly this sentence. */
void source_text_refused(program_compile *compile, const char *text, const char *sentence);

#endif
