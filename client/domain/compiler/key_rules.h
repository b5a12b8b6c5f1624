/* Which keys a JSON object of the catalogue has, and of which type each is. */
#ifndef DOMAIN_COMPILER_KEY_RULES_H
#define DOMAIN_COMPILER_KEY_RULES_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#include "domain/compiler/fault.h"

enum key_type {
    KEY_STRING,
    KEY_TRUE, /* true; left out for false */
    KEY_NUMBER,
    KEY_LIST,
    KEY_OBJECT,
};

struct key_rule {
    const char *key;
    enum key_type type;
    bool required;
};

/* A table of key rules. */
struct key_rules {
    const struct key_rule *rules;
    size_t count;
};

/* True when the object has all required keys, no others than the table's, and every value is of
 * its type, with no empty text, list or object where one is required. */
bool key_rules_check(const struct key_rules *rules, json_t *object, const struct place *place,
                     struct fault *out_fault);

/* True when the text is a name: a-z, 0-9 and _, starting with any of them. */
bool key_rules_is_name(const char *text);

#endif
