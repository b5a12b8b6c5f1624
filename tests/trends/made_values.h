/* Fields of entries and plans as constants. */
#ifndef TESTS_TRENDS_MADE_VALUES_H
#define TESTS_TRENDS_MADE_VALUES_H

#include <stdint.h>

#include "domain/value.h"

#define TEXT(name, words)                                                                          \
    {                                                                                              \
        .key = {(const uint8_t *)(name), sizeof(name) - 1}, .value = {                             \
            .type = VALUE_TEXT,                                                                    \
            .as.text = {(const uint8_t *)(words), sizeof(words) - 1}                               \
        }                                                                                          \
    }
#define WHOLE(name, number)                                                                        \
    {                                                                                              \
        .key = {(const uint8_t *)(name), sizeof(name) - 1}, .value = {                             \
            .type = VALUE_INTEGER,                                                                 \
            .as.integer = (number)                                                                 \
        }                                                                                          \
    }
#define MAP(pairs)                                                                                 \
    {                                                                                              \
        .type = VALUE_MAP, .as.map = {(pairs), sizeof(pairs) / sizeof(pairs)[0] }                  \
    }
#define LIST(items)                                                                                \
    {                                                                                              \
        .type = VALUE_LIST, .as.list = {(items), sizeof(items) / sizeof(items)[0] }                \
    }
#define YES(name)                                                                                  \
    {                                                                                              \
        .key = {(const uint8_t *)(name), sizeof(name) - 1}, .value = {                             \
            .type = VALUE_BOOL,                                                                    \
            .as.boolean = true                                                                     \
        }                                                                                          \
    }
#define DECIMAL(name, number)                                                                      \
    {                                                                                              \
        .key = {(const uint8_t *)(name), sizeof(name) - 1}, .value = {                             \
            .type = VALUE_DECIMAL,                                                                 \
            .as.decimal = (number)                                                                 \
        }                                                                                          \
    }

#endif
