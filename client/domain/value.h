/* A value in an entry: what JSON says at the door and CBOR says on the wire, as one immutable tree.
 */
#ifndef DOMAIN_VALUE_H
#define DOMAIN_VALUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/bytes.h"

enum value_type {
    VALUE_NULL,
    VALUE_BOOL,
    VALUE_INTEGER,
    VALUE_DECIMAL,
    VALUE_TEXT,
    VALUE_BYTES,
    VALUE_LIST,
    VALUE_MAP,
};

struct value_pair;

/* Borrowed all the way down: the arena or the table it was built in owns it. */
struct value {
    enum value_type type;
    union {
        bool boolean;
        int64_t integer;
        double decimal;    /* finite */
        struct bytes text; /* VALUE_TEXT and VALUE_BYTES */
        struct {
            const struct value *items;
            size_t count;
        } list;
        struct {
            const struct value_pair *pairs;
            size_t count;
        } map;
    } as;
};

/* A field of a map. A map holds each key once; order is kept as given. */
struct value_pair {
    struct bytes key;
    struct value value;
};

/* The value under a key of a map, NULL when the map has none or the value is no map. */
const struct value *value_find(const struct value *map, const char *key);

/* An integer or a decimal as a number. False for any other type. */
bool value_number(const struct value *value, double *out_number);

/* The text under a key of a map; empty bytes when there is none. */
struct bytes value_text(const struct value *map, const char *key);

/* True when both trees hold the same values; 1 and 1.0 are equal, the order of a map's pairs does
 * not count. */
bool value_equal(const struct value *left, const struct value *right);

#endif
