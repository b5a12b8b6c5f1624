/* Bytes of the bodies of entries, plans, retractions and values. */
#include "wire/body.h"

#include <assert.h>

#include "base/limits.h"
#include "wire/cbor_reader.h"
#include "wire/cbor_writer.h"
#include "wire/value_bytes.h"

/* Keys of schema/wire/body.cddl. */
enum { BODY_SALT = 0 };
enum {
    ENTRY_KIND = 1,
    ENTRY_AT = 2,
    ENTRY_END = 3,
    ENTRY_ZONE = 4,
    ENTRY_RECORDED_AT = 5,
    ENTRY_ON_BEHALF_OF = 6,
    ENTRY_VISIBILITY = 7,
    ENTRY_METHOD = 8,
    ENTRY_CERTAINTY = 9,
    ENTRY_FIELDS = 10,
    ENTRY_NOTE = 11,
    ENTRY_PLAN_REF = 12,
};
enum { RETRACT_REASON = 1 };
enum { VALUE_CONTENT = 1 };

enum { OFFSET_MINUTES_MAX = 1439 };
static const int64_t day_ms = 86400000;

/* Moments beyond the calendar of base/timestamp.h cannot be shown or reckoned with. */
static bool in_calendar(int64_t utc_ms)
{
    return utc_ms >= day_of_date(TIMESTAMP_YEAR_MIN, 1, 1) * day_ms &&
           utc_ms < day_of_date(TIMESTAMP_YEAR_MAX + 1, 1, 1) * day_ms;
}

static bool is_moment(struct timestamp at)
{
    return in_calendar(at.utc_ms) && at.offset_minutes >= -OFFSET_MINUTES_MAX &&
           at.offset_minutes <= OFFSET_MINUTES_MAX;
}

/* Nobody could read a body that is larger; its writer must hear of it first. */
static void end_body(size_t start, struct buffer *out_bytes)
{
    if (out_bytes->size - start > ENTRY_BODY_MAX) {
        out_bytes->failed = true;
    }
}

static void write_salt(struct id128 salt, size_t key_count, struct buffer *out_bytes)
{
    cbor_writer_map(out_bytes, key_count);
    cbor_writer_unsigned(out_bytes, BODY_SALT);
    cbor_writer_id(out_bytes, salt);
}

static void write_moment(struct timestamp at, struct buffer *out_bytes)
{
    if (!is_moment(at)) {
        out_bytes->failed = true;
        return;
    }
    cbor_writer_list(out_bytes, 2);
    cbor_writer_integer(out_bytes, at.utc_ms);
    cbor_writer_integer(out_bytes, at.offset_minutes);
}

static void write_choice(unsigned key, unsigned choice, struct buffer *out_bytes)
{
    if (choice != 0) {
        cbor_writer_unsigned(out_bytes, key);
        cbor_writer_unsigned(out_bytes, choice);
    }
}

static void write_text(unsigned key, struct bytes text, struct buffer *out_bytes)
{
    if (text.size > 0) {
        cbor_writer_unsigned(out_bytes, key);
        cbor_writer_text(out_bytes, text);
    }
}

/* How many keys the entry takes: what has its default is left out. */
static size_t count_keys(const struct entry *entry)
{
    const bool present[] = {
        true, /* salt */
        true, /* kind */
        true, /* at */
        entry->has_end,
        entry->zone.size > 0,
        true, /* recorded at */
        entry->has_on_behalf_of,
        entry->visibility != VISIBILITY_TEAM,
        entry->method != METHOD_MANUAL,
        entry->certainty != CERTAINTY_SURE,
        entry->fields.as.map.count > 0,
        entry->note.size > 0,
        entry->plan_ref.size > 0,
    };
    size_t count = 0;
    for (size_t i = 0; i < sizeof present / sizeof present[0]; i++) {
        count += present[i] ? 1 : 0;
    }
    return count;
}

void body_encode_entry(struct id128 salt, const struct entry *entry, struct buffer *out_bytes)
{
    assert(entry != NULL);
    assert(entry->fields.type == VALUE_MAP);
    size_t start = out_bytes->size;
    write_salt(salt, count_keys(entry), out_bytes);
    cbor_writer_unsigned(out_bytes, ENTRY_KIND);
    cbor_writer_text(out_bytes, entry->kind);
    cbor_writer_unsigned(out_bytes, ENTRY_AT);
    write_moment(entry->at, out_bytes);
    if (entry->has_end) {
        cbor_writer_unsigned(out_bytes, ENTRY_END);
        write_moment(entry->end, out_bytes);
    }
    write_text(ENTRY_ZONE, entry->zone, out_bytes);
    cbor_writer_unsigned(out_bytes, ENTRY_RECORDED_AT);
    cbor_writer_integer(out_bytes, entry->recorded_at_ms);
    if (!in_calendar(entry->recorded_at_ms)) {
        out_bytes->failed = true;
    }
    if (entry->has_on_behalf_of) {
        cbor_writer_unsigned(out_bytes, ENTRY_ON_BEHALF_OF);
        cbor_writer_id(out_bytes, entry->on_behalf_of);
    }
    write_choice(ENTRY_VISIBILITY, entry->visibility, out_bytes);
    write_choice(ENTRY_METHOD, entry->method, out_bytes);
    write_choice(ENTRY_CERTAINTY, entry->certainty, out_bytes);
    if (entry->fields.as.map.count > 0) {
        cbor_writer_unsigned(out_bytes, ENTRY_FIELDS);
        value_bytes_encode(&entry->fields, out_bytes);
    }
    write_text(ENTRY_NOTE, entry->note, out_bytes);
    write_text(ENTRY_PLAN_REF, entry->plan_ref, out_bytes);
    end_body(start, out_bytes);
}

static struct timestamp read_moment(struct cbor_reader *reader)
{
    cbor_reader_list_of(reader, 2);
    int64_t utc_ms = cbor_reader_integer(reader);
    int64_t offset_minutes = cbor_reader_integer(reader);
    struct timestamp at = {utc_ms, (int32_t)offset_minutes};
    if (at.offset_minutes != offset_minutes || !is_moment(at)) {
        cbor_reader_fail(reader);
    }
    return at;
}

static enum daybook_status read_map(struct cbor_reader *reader, struct arena *arena,
                                    struct value *out_map)
{
    enum daybook_status status = value_bytes_decode(reader, arena, out_map);
    if (status == DAYBOOK_OK && out_map->type != VALUE_MAP) {
        cbor_reader_fail(reader);
    }
    return status;
}

/* A flat switch over the keys. */
static enum daybook_status read_entry_member(struct cbor_reader *reader, uint64_t key,
                                             struct arena *arena, struct entry *entry)
{
    switch (key) {
    case BODY_SALT:
        (void)cbor_reader_id(reader);
        break;
    case ENTRY_KIND:
        entry->kind = cbor_reader_text(reader, SIZE_MAX);
        break;
    case ENTRY_AT:
        entry->at = read_moment(reader);
        break;
    case ENTRY_END:
        entry->has_end = true;
        entry->end = read_moment(reader);
        break;
    case ENTRY_ZONE:
        entry->zone = cbor_reader_text(reader, SIZE_MAX);
        break;
    case ENTRY_RECORDED_AT:
        entry->recorded_at_ms = cbor_reader_integer(reader);
        break;
    case ENTRY_ON_BEHALF_OF:
        entry->has_on_behalf_of = true;
        entry->on_behalf_of = cbor_reader_id(reader);
        break;
    case ENTRY_VISIBILITY:
        entry->visibility = (enum visibility)cbor_reader_choice(reader, VISIBILITY_COUNT);
        break;
    case ENTRY_METHOD:
        entry->method = (enum entry_method)cbor_reader_choice(reader, METHOD_COUNT);
        break;
    case ENTRY_CERTAINTY:
        entry->certainty = (enum certainty)cbor_reader_choice(reader, CERTAINTY_COUNT);
        break;
    case ENTRY_FIELDS:
        return read_map(reader, arena, &entry->fields);
    case ENTRY_NOTE:
        entry->note = cbor_reader_text(reader, SIZE_MAX);
        break;
    case ENTRY_PLAN_REF:
        entry->plan_ref = cbor_reader_text(reader, SIZE_MAX);
        break;
    default:
        cbor_reader_skip(reader);
    }
    return DAYBOOK_OK;
}

/* The end of every decoder: all bytes read as expected, and every key that must be there seen. */
static enum daybook_status read_well(const struct cbor_reader *reader, const struct cbor_map *map,
                                     uint32_t wanted)
{
    return cbor_reader_done(reader) && (map->seen & wanted) == wanted ? DAYBOOK_OK
                                                                      : DAYBOOK_INVALID;
}

/* Bytes beyond the limit are not even looked at. */
static struct cbor_reader begin_reading(struct bytes bytes)
{
    struct cbor_reader reader = cbor_reader_of(bytes);
    if (bytes.size > ENTRY_BODY_MAX) {
        cbor_reader_fail(&reader);
    }
    return reader;
}

enum daybook_status body_decode_entry(struct bytes bytes, struct arena *arena,
                                      struct entry *out_entry)
{
    assert(arena != NULL);
    assert(out_entry != NULL);
    struct cbor_reader reader = begin_reading(bytes);
    struct entry entry = {.fields = {.type = VALUE_MAP}};
    struct cbor_map map = cbor_reader_map(&reader);
    while (cbor_reader_next(&reader, &map)) {
        enum daybook_status status = read_entry_member(&reader, map.key, arena, &entry);
        if (status != DAYBOOK_OK) {
            return status;
        }
    }
    const uint32_t wanted =
        1U << BODY_SALT | 1U << ENTRY_KIND | 1U << ENTRY_AT | 1U << ENTRY_RECORDED_AT;
    if (!in_calendar(entry.recorded_at_ms)) {
        return DAYBOOK_INVALID;
    }
    enum daybook_status status = read_well(&reader, &map, wanted);
    if (status == DAYBOOK_OK) {
        *out_entry = entry;
    }
    return status;
}

void body_encode_retract(struct id128 salt, struct bytes reason, struct buffer *out_bytes)
{
    size_t start = out_bytes->size;
    write_salt(salt, reason.size > 0 ? 2 : 1, out_bytes);
    write_text(RETRACT_REASON, reason, out_bytes);
    end_body(start, out_bytes);
}

enum daybook_status body_decode_retract(struct bytes bytes, struct bytes *out_reason)
{
    assert(out_reason != NULL);
    struct cbor_reader reader = begin_reading(bytes);
    struct bytes reason = {0};
    struct cbor_map map = cbor_reader_map(&reader);
    while (cbor_reader_next(&reader, &map)) {
        if (map.key == BODY_SALT) {
            (void)cbor_reader_id(&reader);
        } else if (map.key == RETRACT_REASON) {
            reason = cbor_reader_text(&reader, SIZE_MAX);
        } else {
            cbor_reader_skip(&reader);
        }
    }
    enum daybook_status status = read_well(&reader, &map, 1U << BODY_SALT);
    if (status == DAYBOOK_OK) {
        *out_reason = reason;
    }
    return status;
}

void body_encode_value(struct id128 salt, const struct value *map, struct buffer *out_bytes)
{
    assert(map != NULL);
    assert(map->type == VALUE_MAP);
    size_t start = out_bytes->size;
    write_salt(salt, 2, out_bytes);
    cbor_writer_unsigned(out_bytes, VALUE_CONTENT);
    value_bytes_encode(map, out_bytes);
    end_body(start, out_bytes);
}

enum daybook_status body_decode_value(struct bytes bytes, struct arena *arena,
                                      struct value *out_map)
{
    assert(arena != NULL);
    assert(out_map != NULL);
    struct cbor_reader reader = begin_reading(bytes);
    struct value content = {.type = VALUE_NULL};
    struct cbor_map map = cbor_reader_map(&reader);
    while (cbor_reader_next(&reader, &map)) {
        enum daybook_status status = DAYBOOK_OK;
        if (map.key == BODY_SALT) {
            (void)cbor_reader_id(&reader);
        } else if (map.key == VALUE_CONTENT) {
            status = read_map(&reader, arena, &content);
        } else {
            cbor_reader_skip(&reader);
        }
        if (status != DAYBOOK_OK) {
            return status;
        }
    }
    enum daybook_status status = read_well(&reader, &map, 1U << BODY_SALT | 1U << VALUE_CONTENT);
    if (status == DAYBOOK_OK) {
        *out_map = content;
    }
    return status;
}
