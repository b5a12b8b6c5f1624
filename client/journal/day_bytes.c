/* A reduced day as the bytes this store keeps of it for itself. */
#include "journal/day_bytes.h"

#include <string.h>

#include "vault/little_endian.h"

/* The entries of each role, then the values: number, entries, measure with roles and state. */
enum {
    HEAD_SIZE = 4 * ROLE_COUNT,
    VALUE_SIZE = 16,
};

void day_bytes_write(const struct day *day, struct buffer *out_bytes)
{
    uint8_t *head = buffer_extend(out_bytes, HEAD_SIZE);
    for (size_t i = 0; head != NULL && i < ROLE_COUNT; i++) {
        little_endian_put_u32(head + 4 * i, day->entries_by_role[i]);
    }
    for (size_t i = 0; i < day->value_count; i++) {
        const struct day_value *value = &day->values[i];
        uint8_t *bytes = buffer_extend(out_bytes, VALUE_SIZE);
        uint64_t number = 0;
        if (bytes == NULL) {
            return;
        }
        memcpy(&number, &value->value, sizeof number);
        little_endian_put_u64(bytes, number);
        little_endian_put_u32(bytes + 8, value->entries);
        little_endian_put_u32(bytes + 12, value->measure | (uint32_t)value->roles << 16 |
                                              (uint32_t)value->state << 24);
    }
}

static struct day_value read_value(const uint8_t *bytes)
{
    struct day_value value = {0};
    uint64_t number = little_endian_u64(bytes);
    uint32_t rest = little_endian_u32(bytes + 12);
    memcpy(&value.value, &number, sizeof value.value);
    value.entries = little_endian_u32(bytes + 8);
    value.measure = (uint16_t)(rest & UINT16_MAX);
    value.roles = (uint8_t)(rest >> 16);
    value.state = (uint8_t)(rest >> 24);
    return value;
}

bool day_bytes_read(struct bytes bytes, int32_t day, struct arena *arena, struct day *out_day)
{
    struct day read = {.day = day};
    if (bytes.data == NULL || bytes.size < HEAD_SIZE ||
        (bytes.size - HEAD_SIZE) % VALUE_SIZE != 0) {
        return false;
    }
    read.value_count = (bytes.size - HEAD_SIZE) / VALUE_SIZE;
    struct day_value *values = arena_take_array(arena, read.value_count, sizeof *values);
    if (values == NULL) {
        return false;
    }
    for (size_t i = 0; i < ROLE_COUNT; i++) {
        read.entries_by_role[i] = little_endian_u32(bytes.data + 4 * i);
        read.entries += read.entries_by_role[i];
    }
    for (size_t i = 0; i < read.value_count; i++) {
        values[i] = read_value(bytes.data + HEAD_SIZE + i * VALUE_SIZE);
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
    mix_text(&hash, DAYBOOK_VERSION);
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
