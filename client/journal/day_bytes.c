/* A reduced day as the bytes this store keeps of it for itself. */
#include "journal/day_bytes.h"

#include <assert.h>
#include <math.h>
#include <string.h>

#include "vault/little_endian.h"

/* The entries of each role, then the values: what they are of, and their number. Nearly all numbers
 * are whole hundredths of few entries, and take four bytes; the others follow in full. */
enum {
    LAYOUT = 2,
    HEAD_SIZE = 4 * ROLE_COUNT,
    VALUE_SIZE = 8,
    FULL_SIZE = 12,
    IN_FULL = UINT8_MAX, /* in the place of the entries */
    HUNDREDTHS_MAX = (1 << 23) - 1,
    HUNDREDTHS_ZERO = 1 << 23,
};

static_assert(MEASURE_COUNT <= UINT16_MAX, "a measure takes two bytes");

/* False for a number that would not read back as it is. */
static bool in_hundredths(const struct day_value *value, uint32_t *out_number)
{
    if (value->entries >= IN_FULL || !(fabs(value->value) <= HUNDREDTHS_MAX / 100.0)) {
        return false;
    }
    long hundredths = lround(value->value * 100.0);
    *out_number = (uint32_t)(hundredths + HUNDREDTHS_ZERO) << 8 | value->entries;
    return (double)hundredths / 100.0 == value->value;
}

static void write_in_full(const struct day_value *value, struct buffer *out_bytes)
{
    uint8_t *bytes = buffer_extend(out_bytes, FULL_SIZE);
    uint64_t number = 0;
    if (bytes != NULL) {
        memcpy(&number, &value->value, sizeof number);
        little_endian_put_u64(bytes, number);
        little_endian_put_u32(bytes + 8, value->entries);
    }
}

static void write_value(const struct day_value *value, struct buffer *out_bytes)
{
    uint32_t number = IN_FULL;
    bool fits = in_hundredths(value, &number);
    uint8_t *bytes = buffer_extend(out_bytes, VALUE_SIZE);
    if (bytes == NULL) {
        return;
    }
    little_endian_put_u32(bytes, value->measure | (uint32_t)value->roles << 16 |
                                     (uint32_t)value->state << 24);
    little_endian_put_u32(bytes + 4, fits ? number : IN_FULL);
    if (!fits) {
        write_in_full(value, out_bytes);
    }
}

void day_bytes_write(const struct day *day, struct buffer *out_bytes)
{
    uint8_t *head = buffer_extend(out_bytes, HEAD_SIZE);
    for (size_t i = 0; head != NULL && i < ROLE_COUNT; i++) {
        little_endian_put_u32(head + 4 * i, day->entries_by_role[i]);
    }
    for (size_t i = 0; i < day->value_count; i++) {
        write_value(&day->values[i], out_bytes);
    }
}

/* Take a value from the front. False: they end too soon. */
static bool read_value(struct bytes *left, struct day_value *out_value)
{
    if (left->size < VALUE_SIZE) {
        return false;
    }
    uint32_t what = little_endian_u32(left->data);
    uint32_t number = little_endian_u32(left->data + 4);
    struct day_value value = {
        .value = (double)((int32_t)(number >> 8) - HUNDREDTHS_ZERO) / 100.0,
        .entries = number & UINT8_MAX,
        .measure = (uint16_t)(what & UINT16_MAX),
        .roles = (uint8_t)(what >> 16),
        .state = (uint8_t)(what >> 24),
    };
    *left = (struct bytes){left->data + VALUE_SIZE, left->size - VALUE_SIZE};
    if (value.entries == IN_FULL) {
        if (left->size < FULL_SIZE) {
            return false;
        }
        uint64_t full = little_endian_u64(left->data);
        memcpy(&value.value, &full, sizeof value.value);
        value.entries = little_endian_u32(left->data + 8);
        *left = (struct bytes){left->data + FULL_SIZE, left->size - FULL_SIZE};
    }
    *out_value = value;
    return true;
}

bool day_bytes_read(struct bytes bytes, int32_t day, struct arena *arena, struct day *out_day)
{
    struct day read = {.day = day};
    if (bytes.data == NULL || bytes.size < HEAD_SIZE) {
        return false;
    }
    for (size_t i = 0; i < ROLE_COUNT; i++) {
        read.entries_by_role[i] = little_endian_u32(bytes.data + 4 * i);
        read.entries += read.entries_by_role[i];
    }
    struct bytes left = {bytes.data + HEAD_SIZE, bytes.size - HEAD_SIZE};
    struct day_value *values = arena_take_array(arena, left.size / VALUE_SIZE, sizeof *values);
    if (values == NULL) {
        return false;
    }
    while (left.size > 0) {
        if (!read_value(&left, &values[read.value_count])) {
            return false;
        }
        read.value_count++;
    }
    read.values = values;
    *out_day = read;
    return day_is_possible(out_day);
}

/* FNV-1a of 64 bits: nobody else chooses what goes in. */
static void mix(uint64_t *hash, const void *data, size_t size)
{
    const uint8_t *bytes = data;
    for (size_t i = 0; i < size; i++) {
        *hash = (*hash ^ bytes[i]) * UINT64_C(0x100000001b3);
    }
}

/* With its end, so that two texts are not taken for one. */
static void mix_text(uint64_t *hash, const char *text)
{
    if (text != NULL) {
        mix(hash, text, strlen(text) + 1);
    }
}

static void mix_conditions(uint64_t *hash, const struct measure_condition *conditions, size_t count)
{
    mix(hash, &count, sizeof count);
    for (size_t i = 0; i < count; i++) {
        mix_text(hash, conditions[i].field);
        mix(hash, &conditions[i].minimum, sizeof conditions[i].minimum);
        mix(hash, &conditions[i].maximum, sizeof conditions[i].maximum);
        for (size_t j = 0; j < conditions[i].choice_count; j++) {
            mix_text(hash, conditions[i].choices[j]);
        }
    }
}

static void mix_source(uint64_t *hash, const struct measure_source *source)
{
    mix_text(hash, source->kind);
    mix(hash, &source->fields_count, sizeof source->fields_count);
    for (size_t i = 0; i < source->fields_count; i++) {
        mix_text(hash, source->fields[i]);
    }
    for (size_t i = 0; i < source->as_count; i++) {
        mix_text(hash, source->as[i].choice);
        mix(hash, &source->as[i].value, sizeof source->as[i].value);
    }
    mix_conditions(hash, source->where, source->where_count);
    mix_conditions(hash, source->unless, source->unless_count);
    mix_conditions(hash, source->counts, source->counts_count);
}

uint64_t day_bytes_rules(void)
{
    uint64_t hash = UINT64_C(0xcbf29ce484222325);
    const int layout = LAYOUT;
    mix_text(&hash, DAYBOOK_VERSION);
    mix(&hash, &layout, sizeof layout);
    for (unsigned i = 0; i < MEASURE_COUNT; i++) {
        const struct measure_rule *rule = measure_rule((enum measure)i);
        mix_text(&hash, rule->name);
        mix(&hash, &rule->reduction, sizeof rule->reduction);
        mix(&hash, &rule->value_min, sizeof rule->value_min);
        mix(&hash, &rule->value_max, sizeof rule->value_max);
        for (size_t j = 0; j < rule->sources_count; j++) {
            mix_source(&hash, &rule->sources[j]);
        }
    }
    return hash;
}
