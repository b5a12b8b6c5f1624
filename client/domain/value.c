/* Looking into values and comparing them. */
#include "domain/value.h"

#include <assert.h>

#include "base/limits.h"

const struct value *value_find(const struct value *map, const char *key)
{
    assert(key != NULL);
    if (map == NULL || map->type != VALUE_MAP) {
        return NULL;
    }
    for (size_t i = 0; i < map->as.map.count; i++) {
        if (bytes_equal_text(map->as.map.pairs[i].key, key)) {
            return &map->as.map.pairs[i].value;
        }
    }
    return NULL;
}

bool value_number(const struct value *value, double *out_number)
{
    assert(out_number != NULL);
    if (value == NULL) {
        return false;
    }
    if (value->type == VALUE_INTEGER) {
        *out_number = (double)value->as.integer;
        return true;
    }
    if (value->type == VALUE_DECIMAL) {
        *out_number = value->as.decimal;
        return true;
    }
    return false;
}

struct bytes value_text(const struct value *map, const char *key)
{
    const struct value *value = value_find(map, key);
    return value != NULL && value->type == VALUE_TEXT ? value->as.text : (struct bytes){NULL, 0};
}

static bool is_number(const struct value *value)
{
    return value->type == VALUE_INTEGER || value->type == VALUE_DECIMAL;
}

static bool numbers_equal(const struct value *left, const struct value *right)
{
    if (left->type == VALUE_INTEGER && right->type == VALUE_INTEGER) {
        return left->as.integer == right->as.integer;
    }
    double left_number = 0;
    double right_number = 0;
    return value_number(left, &left_number) && value_number(right, &right_number) &&
           left_number <= right_number && left_number >= right_number;
}

/* Two lists or two maps being compared, and how many of their elements are found equal. */
struct comparison {
    const struct value *left;
    const struct value *right;
    size_t done;
};

static size_t element_count(const struct value *value)
{
    switch (value->type) {
    case VALUE_LIST:
        return value->as.list.count;
    case VALUE_MAP:
        return value->as.map.count;
    case VALUE_NULL:
    case VALUE_BOOL:
    case VALUE_INTEGER:
    case VALUE_DECIMAL:
    case VALUE_TEXT:
    case VALUE_BYTES:
        return 0;
    }
    return 0;
}

/* Everything about the two but their elements. */
static bool outsides_equal(const struct value *left, const struct value *right)
{
    if (is_number(left)) {
        return numbers_equal(left, right);
    }
    if (left->type != right->type) {
        return false;
    }
    switch (left->type) {
    case VALUE_BOOL:
        return left->as.boolean == right->as.boolean;
    case VALUE_TEXT:
    case VALUE_BYTES:
        return bytes_equal(left->as.text, right->as.text);
    case VALUE_LIST:
    case VALUE_MAP:
        return element_count(left) == element_count(right);
    case VALUE_NULL:
    case VALUE_INTEGER:
    case VALUE_DECIMAL:
        return true;
    }
    return false;
}

static const struct value *find_pair(const struct value *map, struct bytes key)
{
    for (size_t i = 0; i < map->as.map.count; i++) {
        if (bytes_equal(map->as.map.pairs[i].key, key)) {
            return &map->as.map.pairs[i].value;
        }
    }
    return NULL;
}

/* The next elements to compare; right is NULL when it has no partner for left. */
static struct comparison next_elements(struct comparison *parent)
{
    size_t index = parent->done++;
    if (parent->left->type == VALUE_LIST) {
        return (struct comparison){.left = &parent->left->as.list.items[index],
                                   .right = &parent->right->as.list.items[index]};
    }
    const struct value_pair *pair = &parent->left->as.map.pairs[index];
    return (struct comparison){.left = &pair->value, .right = find_pair(parent->right, pair->key)};
}

bool value_equal(const struct value *left, const struct value *right)
{
    assert(left != NULL && right != NULL);
    struct comparison open[VALUE_DEPTH_MAX + 1];
    size_t depth = 0;
    if (!outsides_equal(left, right)) {
        return false;
    }
    open[depth++] = (struct comparison){.left = left, .right = right};
    while (depth > 0) {
        struct comparison *top = &open[depth - 1];
        if (top->done == element_count(top->left)) {
            depth--;
            continue;
        }
        struct comparison inner = next_elements(top);
        if (inner.right == NULL || !outsides_equal(inner.left, inner.right)) {
            return false;
        }
        if (element_count(inner.left) > 0) {
            assert(depth <= VALUE_DEPTH_MAX); /* whoever builds values keeps to the limit */
            open[depth++] = inner;
        }
    }
    return true;
}
