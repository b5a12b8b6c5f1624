/* Bytes of a value tree, written and read without recursion. */
#include "wire/value_bytes.h"

#include <assert.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/limits.h"
#include "wire/cbor_writer.h"

static bool is_container(const struct value *value)
{
    return value->type == VALUE_LIST || value->type == VALUE_MAP;
}

static size_t count_of(const struct value *container)
{
    return container->type == VALUE_LIST ? container->as.list.count : container->as.map.count;
}

/* A list or map that is being written, and how far. */
struct written {
    const struct value *container;
    size_t next;
};

/* A value that holds no others, or the head of one that does. */
static void write_head(const struct value *value, struct buffer *out_bytes)
{
    switch (value->type) {
    case VALUE_NULL:
        cbor_writer_null(out_bytes);
        return;
    case VALUE_BOOL:
        cbor_writer_bool(out_bytes, value->as.boolean);
        return;
    case VALUE_INTEGER:
        cbor_writer_integer(out_bytes, value->as.integer);
        return;
    case VALUE_DECIMAL:
        cbor_writer_decimal(out_bytes, value->as.decimal);
        return;
    case VALUE_TEXT:
        cbor_writer_text(out_bytes, value->as.text);
        return;
    case VALUE_BYTES:
        cbor_writer_bytes(out_bytes, value->as.text);
        return;
    case VALUE_LIST:
        cbor_writer_list(out_bytes, value->as.list.count);
        return;
    case VALUE_MAP:
        cbor_writer_map(out_bytes, value->as.map.count);
        return;
    }
}

/* The next value to write, after its key; NULL when the whole tree is written. */
static const struct value *next_written(struct written *open, size_t *depth,
                                        struct buffer *out_bytes)
{
    while (*depth > 0 && open[*depth - 1].next == count_of(open[*depth - 1].container)) {
        --*depth;
    }
    if (*depth == 0) {
        return NULL;
    }
    struct written *top = &open[*depth - 1];
    size_t at = top->next++;
    if (top->container->type == VALUE_LIST) {
        return &top->container->as.list.items[at];
    }
    cbor_writer_text(out_bytes, top->container->as.map.pairs[at].key);
    return &top->container->as.map.pairs[at].value;
}

/* Remember a list or map that was begun; false when no reader would take it. */
static bool begin_container(struct written *open, size_t *depth, const struct value *container)
{
    if (*depth == VALUE_DEPTH_MAX || count_of(container) > CBOR_READER_COUNT_MAX) {
        return false;
    }
    open[*depth] = (struct written){container, 0};
    ++*depth;
    return true;
}

void value_bytes_encode(const struct value *value, struct buffer *out_bytes)
{
    assert(value != NULL);
    assert(out_bytes != NULL);
    struct written open[VALUE_DEPTH_MAX];
    size_t depth = 0;
    while (value != NULL && !out_bytes->failed) {
        write_head(value, out_bytes);
        if (is_container(value) && !begin_container(open, &depth, value)) {
            out_bytes->failed = true;
            return;
        }
        value = next_written(open, &depth, out_bytes);
    }
}

/* A list or map that is being filled, and how far: one of items and pairs is not NULL. */
struct filled {
    struct value *items;
    struct value_pair *pairs;
    size_t count;
    size_t next;
};

static struct value scalar(struct cbor_reader *reader, const struct cbor_token *token)
{
    bool is_integer = token->type == CBOR_TOKEN_UNSIGNED || token->type == CBOR_TOKEN_NEGATIVE;
    if (is_integer && token->number > INT64_MAX) {
        cbor_reader_fail(reader);
        return (struct value){.type = VALUE_NULL};
    }
    switch (token->type) {
    case CBOR_TOKEN_UNSIGNED:
        return (struct value){.type = VALUE_INTEGER, .as.integer = (int64_t)token->number};
    case CBOR_TOKEN_NEGATIVE:
        return (struct value){.type = VALUE_INTEGER, .as.integer = -1 - (int64_t)token->number};
    case CBOR_TOKEN_BYTES:
        return (struct value){.type = VALUE_BYTES, .as.text = token->bytes};
    case CBOR_TOKEN_TEXT:
        return (struct value){.type = VALUE_TEXT, .as.text = token->bytes};
    case CBOR_TOKEN_DECIMAL:
        return (struct value){.type = VALUE_DECIMAL, .as.decimal = token->decimal};
    case CBOR_TOKEN_BOOL:
        return (struct value){.type = VALUE_BOOL, .as.boolean = token->boolean};
    case CBOR_TOKEN_NONE:
    case CBOR_TOKEN_LIST:
    case CBOR_TOKEN_MAP:
    case CBOR_TOKEN_NULL:
        break;
    }
    return (struct value){.type = VALUE_NULL};
}

/* Make room for what a list or map promises; the reader has seen that the bytes can hold it. */
static enum daybook_status open_container(const struct cbor_token *token, struct arena *arena,
                                          struct value *out_value, struct filled *out_open)
{
    size_t count = (size_t)token->number;
    struct filled open = {.count = count};
    if (token->type == CBOR_TOKEN_LIST) {
        open.items = arena_take_array(arena, count, sizeof *open.items);
        *out_value = (struct value){.type = VALUE_LIST, .as.list = {open.items, count}};
    } else {
        open.pairs = arena_take_array(arena, count, sizeof *open.pairs);
        *out_value = (struct value){.type = VALUE_MAP, .as.map = {open.pairs, count}};
    }
    *out_open = open;
    return open.items == NULL && open.pairs == NULL ? DAYBOOK_NO_MEMORY : DAYBOOK_OK;
}

static bool is_known(const struct filled *map, struct bytes key)
{
    for (size_t i = 0; i < map->next; i++) {
        if (bytes_equal(map->pairs[i].key, key)) {
            return true;
        }
    }
    return false;
}

/* Where the next value belongs, after its key was read; NULL when the whole tree is read. */
static struct value *next_filled(struct filled *open, size_t *depth, struct cbor_reader *reader)
{
    while (*depth > 0 && open[*depth - 1].next == open[*depth - 1].count) {
        --*depth;
    }
    if (*depth == 0) {
        return NULL;
    }
    struct filled *top = &open[*depth - 1];
    if (top->items != NULL) {
        return &top->items[top->next++];
    }
    struct bytes key = cbor_reader_text(reader, SIZE_MAX);
    if (is_known(top, key)) {
        cbor_reader_fail(reader);
    }
    struct value_pair *pair = &top->pairs[top->next++];
    pair->key = key;
    return &pair->value;
}

/* Read one item into its slot; a list or map opens one level more. */
static enum daybook_status fill(struct cbor_reader *reader, struct arena *arena, struct value *slot,
                                struct filled *open, size_t *depth)
{
    struct cbor_token token = cbor_reader_token(reader);
    if (token.type != CBOR_TOKEN_LIST && token.type != CBOR_TOKEN_MAP) {
        *slot = scalar(reader, &token);
        return DAYBOOK_OK;
    }
    if (*depth == VALUE_DEPTH_MAX) {
        cbor_reader_fail(reader);
        return DAYBOOK_OK;
    }
    enum daybook_status status = open_container(&token, arena, slot, &open[*depth]);
    *depth += status == DAYBOOK_OK ? 1 : 0;
    return status;
}

enum daybook_status value_bytes_decode(struct cbor_reader *reader, struct arena *arena,
                                       struct value *out_value)
{
    assert(reader != NULL);
    assert(arena != NULL);
    assert(out_value != NULL);
    struct filled open[VALUE_DEPTH_MAX];
    size_t depth = 0;
    struct value *slot = out_value;
    while (slot != NULL && !reader->failed) {
        enum daybook_status status = fill(reader, arena, slot, open, &depth);
        if (status != DAYBOOK_OK) {
            return status;
        }
        slot = next_filled(open, &depth, reader);
    }
    return DAYBOOK_OK;
}
