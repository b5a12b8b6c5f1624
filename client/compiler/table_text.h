/* Writing the pieces that C tables are made of. */
#ifndef COMPILER_TABLE_TEXT_H
#define COMPILER_TABLE_TEXT_H

#include <jansson.h>
#include <stdio.h>

/* Write the text as a literal of C in ASCII. Failures of these show in ferror(out). */
void table_text_literal(FILE *out, const char *text);

/* Write ` .MEMBER = "TEXT",`. */
void table_text_member(FILE *out, const char *member, const char *text);

/* Write ` .minimum = LOWER, .maximum = UPPER,` for a list of two numbers. */
void table_text_range(FILE *out, const json_t *range);

/* Write a name as part of a constant: FLAT_RATE for "flat_rate" and for "flat.rate". */
void table_text_constant(FILE *out, const char *name);

/* Write the value of a struct evidence. */
void table_text_evidence(FILE *out, const json_t *evidence);

#endif
