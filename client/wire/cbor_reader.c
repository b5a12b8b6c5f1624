/* Strict CBOR from strangers, its heads read by libcbor. */
#include "wire/cbor_reader.h"

#include <cbor.h>
#include <math.h>
#include <string.h>

/* libcbor calls one of these for each item; types without a call of their own stay NONE. */

static void on_unsigned8(void *context, uint8_t number)
{
    *(struct cbor_token *)context =
        (struct cbor_token){.type = CBOR_TOKEN_UNSIGNED, .number = number};
}

static void on_unsigned16(void *context, uint16_t number)
{
    *(struct cbor_token *)context =
        (struct cbor_token){.type = CBOR_TOKEN_UNSIGNED, .number = number};
}

static void on_unsigned32(void *context, uint32_t number)
{
    *(struct cbor_token *)context =
        (struct cbor_token){.type = CBOR_TOKEN_UNSIGNED, .number = number};
}

static void on_unsigned64(void *context, uint64_t number)
{
    *(struct cbor_token *)context =
        (struct cbor_token){.type = CBOR_TOKEN_UNSIGNED, .number = number};
}

static void on_negative8(void *context, uint8_t number)
{
    *(struct cbor_token *)context =
        (struct cbor_token){.type = CBOR_TOKEN_NEGATIVE, .number = number};
}

static void on_negative16(void *context, uint16_t number)
{
    *(struct cbor_token *)context =
        (struct cbor_token){.type = CBOR_TOKEN_NEGATIVE, .number = number};
}

static void on_negative32(void *context, uint32_t number)
{
    *(struct cbor_token *)context =
        (struct cbor_token){.type = CBOR_TOKEN_NEGATIVE, .number = number};
}

static void on_negative64(void *context, uint64_t number)
{
    *(struct cbor_token *)context =
        (struct cbor_token){.type = CBOR_TOKEN_NEGATIVE, .number = number};
}

static void on_bytes(void *context, cbor_data data, size_t size)
{
    *(struct cbor_token *)context =
        (struct cbor_token){.type = CBOR_TOKEN_BYTES, .number = size, .bytes = {data, size}};
}

static void on_text(void *context, cbor_data data, size_t size)
{
    *(struct cbor_token *)context =
        (struct cbor_token){.type = CBOR_TOKEN_TEXT, .number = size, .bytes = {data, size}};
}

static void on_list(void *context, size_t count)
{
    *(struct cbor_token *)context = (struct cbor_token){.type = CBOR_TOKEN_LIST, .number = count};
}

static void on_map(void *context, size_t count)
{
    *(struct cbor_token *)context = (struct cbor_token){.type = CBOR_TOKEN_MAP, .number = count};
}

static void on_decimal(void *context, double number)
{
    *(struct cbor_token *)context =
        (struct cbor_token){.type = CBOR_TOKEN_DECIMAL, .decimal = number};
}

static void on_bool(void *context, bool value)
{
    *(struct cbor_token *)context = (struct cbor_token){.type = CBOR_TOKEN_BOOL, .boolean = value};
}

static void on_null(void *context)
{
    *(struct cbor_token *)context = (struct cbor_token){.type = CBOR_TOKEN_NULL};
}

static const struct cbor_callbacks callbacks = {
    .uint8 = on_unsigned8,
    .uint16 = on_unsigned16,
    .uint32 = on_unsigned32,
    .uint64 = on_unsigned64,
    .negint8 = on_negative8,
    .negint16 = on_negative16,
    .negint32 = on_negative32,
    .negint64 = on_negative64,
    .byte_string = on_bytes,
    .byte_string_start = cbor_null_byte_string_start_callback,
    .string = on_text,
    .string_start = cbor_null_string_start_callback,
    .array_start = on_list,
    .indef_array_start = cbor_null_indef_array_start_callback,
    .map_start = on_map,
    .indef_map_start = cbor_null_indef_map_start_callback,
    .tag = cbor_null_tag_callback,
    .float2 = cbor_null_float2_callback,
    .float4 = cbor_null_float4_callback,
    .float8 = on_decimal,
    .undefined = cbor_null_undefined_callback,
    .null = on_null,
    .boolean = on_bool,
    .indef_break = cbor_null_indef_break_callback,
};

struct cbor_reader cbor_reader_of(struct bytes bytes)
{
    return (struct cbor_reader){.left = bytes};
}

bool cbor_reader_done(const struct cbor_reader *reader)
{
    return !reader->failed && reader->left.size == 0;
}

void cbor_reader_fail(struct cbor_reader *reader)
{
    reader->failed = true;
    reader->left.size = 0;
}

static size_t head_size(uint64_t number)
{
    if (number < 24) {
        return 1;
    }
    if (number <= UINT8_MAX) {
        return 2;
    }
    if (number <= UINT16_MAX) {
        return 3;
    }
    return number <= UINT32_MAX ? 5 : 9;
}

/* May the token stand there, having taken size bytes and leaving left_size? */
static bool acceptable(const struct cbor_token *token, size_t size, size_t left_size)
{
    switch (token->type) {
    case CBOR_TOKEN_NONE:
        return false;
    case CBOR_TOKEN_UNSIGNED:
    case CBOR_TOKEN_NEGATIVE:
        return size == head_size(token->number);
    case CBOR_TOKEN_BYTES:
        return size == head_size(token->number) + token->bytes.size;
    case CBOR_TOKEN_TEXT:
        return size == head_size(token->number) + token->bytes.size && bytes_are_text(token->bytes);
    case CBOR_TOKEN_LIST:
        return size == head_size(token->number) && token->number <= CBOR_READER_COUNT_MAX &&
               token->number <= left_size;
    case CBOR_TOKEN_MAP:
        return size == head_size(token->number) && token->number <= CBOR_READER_COUNT_MAX &&
               token->number <= left_size / 2;
    case CBOR_TOKEN_DECIMAL:
        return isfinite(token->decimal);
    case CBOR_TOKEN_BOOL:
    case CBOR_TOKEN_NULL:
        return true;
    }
    return false;
}

struct cbor_token cbor_reader_token(struct cbor_reader *reader)
{
    struct cbor_token token = {.type = CBOR_TOKEN_NONE};
    if (reader->failed || reader->left.size == 0) {
        cbor_reader_fail(reader);
        return token;
    }
    struct cbor_decoder_result result =
        cbor_stream_decode(reader->left.data, reader->left.size, &callbacks, &token);
    if (result.status != CBOR_DECODER_FINISHED ||
        !acceptable(&token, result.read, reader->left.size - result.read)) {
        cbor_reader_fail(reader);
        return (struct cbor_token){.type = CBOR_TOKEN_NONE};
    }
    reader->left.data += result.read;
    reader->left.size -= result.read;
    return token;
}

/* The next item, which must be of that type: NONE when it is not. */
static struct cbor_token expect(struct cbor_reader *reader, enum cbor_token_type type)
{
    struct cbor_token token = cbor_reader_token(reader);
    if (token.type != type) {
        cbor_reader_fail(reader);
        return (struct cbor_token){.type = CBOR_TOKEN_NONE};
    }
    return token;
}

uint64_t cbor_reader_unsigned(struct cbor_reader *reader)
{
    return expect(reader, CBOR_TOKEN_UNSIGNED).number;
}

uint32_t cbor_reader_unsigned32(struct cbor_reader *reader)
{
    uint64_t number = cbor_reader_unsigned(reader);
    if (number > UINT32_MAX) {
        cbor_reader_fail(reader);
        return 0;
    }
    return (uint32_t)number;
}

unsigned cbor_reader_choice(struct cbor_reader *reader, unsigned count)
{
    uint64_t choice = cbor_reader_unsigned(reader);
    if (choice >= count) {
        cbor_reader_fail(reader);
        return 0;
    }
    return (unsigned)choice;
}

int64_t cbor_reader_integer(struct cbor_reader *reader)
{
    struct cbor_token token = cbor_reader_token(reader);
    bool negative = token.type == CBOR_TOKEN_NEGATIVE;
    if ((token.type != CBOR_TOKEN_UNSIGNED && !negative) || token.number > INT64_MAX) {
        cbor_reader_fail(reader);
        return 0;
    }
    return negative ? -1 - (int64_t)token.number : (int64_t)token.number;
}

bool cbor_reader_bool(struct cbor_reader *reader)
{
    return expect(reader, CBOR_TOKEN_BOOL).boolean;
}

struct bytes cbor_reader_bytes(struct cbor_reader *reader)
{
    return expect(reader, CBOR_TOKEN_BYTES).bytes;
}

void cbor_reader_exact(struct cbor_reader *reader, uint8_t *out_bytes, size_t size)
{
    struct bytes bytes = cbor_reader_bytes(reader);
    if (bytes.size != size) {
        cbor_reader_fail(reader);
        memset(out_bytes, 0, size);
        return;
    }
    memcpy(out_bytes, bytes.data, size);
}

struct id128 cbor_reader_id(struct cbor_reader *reader)
{
    struct id128 id;
    cbor_reader_exact(reader, id.bytes, sizeof id.bytes);
    return id;
}

struct key256 cbor_reader_key(struct cbor_reader *reader)
{
    struct key256 key;
    cbor_reader_exact(reader, key.bytes, sizeof key.bytes);
    return key;
}

struct bytes cbor_reader_text(struct cbor_reader *reader, size_t size_max)
{
    struct bytes text = expect(reader, CBOR_TOKEN_TEXT).bytes;
    if (text.size > size_max) {
        cbor_reader_fail(reader);
        return (struct bytes){0};
    }
    return text;
}

struct bytes cbor_reader_bytes_or_null(struct cbor_reader *reader)
{
    struct cbor_token token = cbor_reader_token(reader);
    if (token.type != CBOR_TOKEN_BYTES && token.type != CBOR_TOKEN_NULL) {
        cbor_reader_fail(reader);
    }
    return token.bytes;
}

size_t cbor_reader_list(struct cbor_reader *reader, size_t count_max)
{
    uint64_t count = expect(reader, CBOR_TOKEN_LIST).number;
    if (count > count_max) {
        cbor_reader_fail(reader);
        return 0;
    }
    return (size_t)count;
}

void cbor_reader_list_of(struct cbor_reader *reader, size_t count)
{
    if (cbor_reader_list(reader, count) != count) {
        cbor_reader_fail(reader);
    }
}

struct cbor_map cbor_reader_map(struct cbor_reader *reader)
{
    return (struct cbor_map){.left = (size_t)expect(reader, CBOR_TOKEN_MAP).number};
}

bool cbor_reader_next(struct cbor_reader *reader, struct cbor_map *map)
{
    if (map->left == 0 || reader->failed) {
        return false;
    }
    uint64_t key = cbor_reader_unsigned(reader);
    if (reader->failed || (map->begun && key <= map->key)) {
        cbor_reader_fail(reader);
        return false;
    }
    map->left--;
    map->key = key;
    map->begun = true;
    map->seen |= key < 32 ? UINT32_C(1) << key : 0;
    return true;
}

void cbor_reader_skip(struct cbor_reader *reader)
{
    uint64_t left[CBOR_READER_DEPTH_MAX + 1] = {1}; /* items still to come, at each depth */
    size_t depth = 0;
    while (!reader->failed) {
        if (left[depth] == 0 && depth == 0) {
            return;
        }
        if (left[depth] == 0) {
            depth--;
            continue;
        }
        left[depth]--;
        struct cbor_token token = cbor_reader_token(reader);
        if (token.type != CBOR_TOKEN_LIST && token.type != CBOR_TOKEN_MAP) {
            continue;
        }
        if (depth == CBOR_READER_DEPTH_MAX) {
            cbor_reader_fail(reader);
            return;
        }
        left[++depth] = token.type == CBOR_TOKEN_MAP ? 2 * token.number : token.number;
    }
}
