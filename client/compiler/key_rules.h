/* Which keys a JSON object of the schema has, and of which type each is. */
#ifndef COMPILER_KEY_RULES_H
#define COMPILER_KEY_RULES_H

#include <jansson.h>
#include <stdbool.h>

#include "compiler/fault.h"

enum key_type {
    KEY_STRING,
    KEY_TRUE, /* true; left out for false */
    KEY_NUMBER,
    KEY_LIST,
    KEY_OBJECT,
};

struct key_rule {
    const char *key; /* NULL ends a table */
    enum key_type type;
    bool required;
};

/* True when the object has all required keys, no others than the table's, and every value is of
 * its type, with no empty text where one is required. The table ends with an empty row. */
bool key_rules_check(const struct key_rule *rules, json_t *object, const struct place *place,
                     struct fault *out_fault);

/* True when the text is a name: a-z, 0-9 and _, starting with any of them. */
bool key_rules_is_name(const char *text);

#endif
