/* Looking into the JSON of the schema. */
#include "compiler/node.h"

#include <string.h>

const char *node_text(const json_t *object, const char *key)
{
    const char *text = json_string_value(json_object_get(object, key));
    return text != NULL ? text : "";
}

bool node_has(const json_t *object, const char *key)
{
    return json_object_get(object, key) != NULL;
}

double node_number(const json_t *list, size_t index)
{
    return json_number_value(json_array_get(list, index));
}

bool node_is_pair(const json_t *list)
{
    return json_array_size(list) == 2 && json_is_number(json_array_get(list, 0)) &&
           json_is_number(json_array_get(list, 1));
}

json_t *node_find(const json_t *list, const char *key, const char *text)
{
    for (size_t i = 0; i < json_array_size(list); i++) {
        json_t *object = json_array_get(list, i);
        if (strcmp(node_text(object, key), text) == 0) {
            return object;
        }
    }
    return NULL;
}

bool node_is_repeated(const json_t *list, size_t index, const char *key)
{
    json_t *object = json_array_get(list, index);
    return node_find(list, key, node_text(object, key)) != object;
}
