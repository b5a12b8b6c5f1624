/* Builds entries for tests from the words of a command line. */
#ifndef DOMAIN_TYPED_ENTRY_H
#define DOMAIN_TYPED_ENTRY_H

#include "base/arena.h"
#include "domain/entry.h"

/* An entry of the kind at a fixed moment with the fields of "worst=3 site=leg,back"; each word must
 * keep its rule. A note is empty unless the caller sets it. */
struct entry typed_entry(struct arena *arena, const char *kind, const char *words);

#endif
