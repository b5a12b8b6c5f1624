/* The measures while they are compiled: files go in, checked and completed measures come out. */
#ifndef TRENDS_COMPILER_MEASURES_H
#define TRENDS_COMPILER_MEASURES_H

#include <jansson.h>
#include <stdbool.h>

#include "base/bytes.h"
#include "domain/compiler/fault.h"

struct measures;

/* NULL when memory is short. The caller frees it with measures_free(); NULL is allowed there. */
struct measures *measures_create(void);
void measures_free(struct measures *measures);

/* Read the text of one file, check each of its measures and write what they leave to the catalogue
 * out: range, direction, one measure for each choice. False, with a sentence, when a rule is
 * broken. name is for the sentence only. */
bool measures_add(struct measures *measures, const char *name, struct bytes text,
                  struct fault *out_fault);

/* The measures so far, in the order of their files; borrowed. */
const json_t *measures_list(const struct measures *measures);

#endif
