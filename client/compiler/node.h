/* Looking into the JSON of the schema, where a missing part reads as an empty one. */
#ifndef COMPILER_NODE_H
#define COMPILER_NODE_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

/* The text of a key; "" when the object has none. */
const char *node_text(const json_t *object, const char *key);

/* True when the object has the key. */
bool node_has(const json_t *object, const char *key);

/* The number at this index of a list; 0 when there is none. */
double node_number(const json_t *list, size_t index);

/* True when the list is exactly two numbers. */
bool node_is_pair(const json_t *list);

/* The first object of the list with this text under the key; NULL when there is none. */
json_t *node_find(const json_t *list, const char *key, const char *text);

/* True when an object before this one has the same text under the key. */
bool node_is_repeated(const json_t *list, size_t index, const char *key);

#endif
