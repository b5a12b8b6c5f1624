/* Invented lives, read again line by line. */
#include "clinical/lived.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/buffer.h"
#include "base/timestamp.h"
#include "requests/value_json.h"

static void read_line(json_t *json, enum role role, struct arena *arena, struct lived_line *line)
{
    struct complaint complaint = {0};
    const char *kind = json_string_value(json_object_get(json, "kind"));
    const char *at = json_string_value(json_object_get(json, "at"));
    const char *note = json_string_value(json_object_get(json, "note"));
    assert_non_null(kind);
    assert_non_null(at);
    *line = (struct lived_line){.role = role};
    struct entry *entry = &line->entry;
    entry->kind = bytes_of_text(kind);
    entry->note = bytes_of_text(note == NULL ? "" : note);
    assert_true(timestamp_from_text(bytes_of_text(at), &entry->at));
    entry->recorded_at_ms = entry->at.utc_ms;
    line->day = timestamp_day(entry->at);
    json_t *fields = json_object_get(json, "fields");
    assert_int_equal(value_json_read(fields, arena, &entry->fields, &complaint), DAYBOOK_OK);
    assert_int_equal(entry_normalise(entry, arena), DAYBOOK_OK);
}

/* One reporter's lines at the end of the array, each with the reporter's role. */
static void live_as(json_t *all, struct life_request request, enum reporter reporter,
                    enum role role)
{
    struct buffer out = {0};
    request.reporters = reporter;
    life_write(&request, &out);
    assert_false(out.failed);
    size_t at = 0;
    while (at < out.size) {
        const char *line = (const char *)out.data + at;
        const char *end = memchr(line, '\n', out.size - at);
        assert_non_null(end);
        json_t *json = json_loadb(line, (size_t)(end - line), JSON_REJECT_DUPLICATES, NULL);
        assert_non_null(json);
        assert_int_equal(json_object_set_new(json, "role", json_integer((json_int_t)role)), 0);
        assert_int_equal(json_array_append_new(all, json), 0);
        at += (size_t)(end - line) + 1;
    }
    buffer_free(&out);
}

static int by_time(const void *left, const void *right)
{
    const struct lived_line *one = left;
    const struct lived_line *other = right;
    if (one->entry.at.utc_ms != other->entry.at.utc_ms) {
        return one->entry.at.utc_ms < other->entry.at.utc_ms ? -1 : 1;
    }
    return (int)one->role - (int)other->role;
}

struct life_request lived_year(enum decline decline, uint64_t seed)
{
    return (struct life_request){.seed = seed,
                                 .days = 365,
                                 .end_day = day_of_date(2026, 8, 29),
                                 .reporters = REPORTER_ALL,
                                 .decline = decline};
}

void lived_begin(struct lived *lived, const struct life_request *request, struct arena *arena)
{
    json_t *all = json_array();
    live_as(all, *request, REPORTER_PATIENT, ROLE_PATIENT);
    live_as(all, *request, REPORTER_CAREGIVER, ROLE_CAREGIVER);
    live_as(all, *request, REPORTER_THERAPIST, ROLE_THERAPIST);
    *lived = (struct lived){.json = all, .count = json_array_size(all)};
    lived->lines = arena_take_array(arena, lived->count, sizeof *lived->lines);
    assert_non_null(lived->lines);
    for (size_t i = 0; i < lived->count; i++) {
        json_t *json = json_array_get(all, i);
        json_int_t role = json_integer_value(json_object_get(json, "role"));
        read_line(json, (enum role)role, arena, &lived->lines[i]);
    }
    qsort(lived->lines, lived->count, sizeof *lived->lines, by_time);
}

void lived_end(struct lived *lived)
{
    json_decref(lived->json);
    *lived = (struct lived){0};
}
