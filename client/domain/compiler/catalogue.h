/* The catalogue while it is compiled: files go in, checked kinds come out. */
#ifndef DOMAIN_COMPILER_CATALOGUE_H
#define DOMAIN_COMPILER_CATALOGUE_H

#include <jansson.h>
#include <stdbool.h>

#include "base/bytes.h"
#include "domain/compiler/fault.h"

struct catalogue;

/* NULL when memory is short. The caller frees it with catalogue_free(); NULL is allowed there. */
struct catalogue *catalogue_create(void);
void catalogue_free(struct catalogue *catalogue);

/* Read the text of one file and check each of its kinds. False, with a sentence, when it breaks a
 * rule. name is for the sentence only. */
bool catalogue_add(struct catalogue *catalogue, const char *name, struct bytes text,
                   struct fault *out_fault);

/* Join the family fields to their kinds and check what spans files. False, with a sentence, when
 * that breaks a rule. */
bool catalogue_finish(struct catalogue *catalogue, struct fault *out_fault);

/* The finished kinds; borrowed. */
json_t *catalogue_kinds(const struct catalogue *catalogue);

#endif
