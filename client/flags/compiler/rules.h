/* The rules while they are compiled: files go in, checked rules come out. */
#ifndef FLAGS_COMPILER_RULES_H
#define FLAGS_COMPILER_RULES_H

#include <jansson.h>
#include <stdbool.h>

#include "base/bytes.h"
#include "domain/compiler/fault.h"

struct rules;

/* NULL when memory is short. The caller frees it with rules_free(); NULL is allowed there. */
struct rules *rules_create(void);
void rules_free(struct rules *rules);

/* Read the text of one file and check each of its rules. False, with a sentence, when it breaks a
 * rule of schema/flags/README.md or is there already. name is for the sentence only. */
bool rules_add(struct rules *rules, const char *name, struct bytes text, struct fault *out_fault);

/* The rules so far, a list in the order of their names; borrowed. */
json_t *rules_list(const struct rules *rules);

/* The constant a tier stands for; NULL for a word that is none. */
const char *rules_tier(const char *word);

/* True when a text for a therapist may hold this word in braces. */
bool rules_is_figure(const char *word, size_t size);

#endif
