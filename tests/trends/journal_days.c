/* Reads journals of lines into days. */
#include "trends/journal_days.h"

#include <jansson.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "trends/figures_all.h"
#include "trends/summary.h"

enum { LINE_SIZE_MAX = 65536 };

static struct value text_of_json(const json_t *json, struct arena *arena)
{
    struct value value = {.type = VALUE_TEXT};
    assert_true(arena_copy(arena, bytes_of_text(json_string_value(json)), &value.as.text));
    return value;
}

static struct value list_of_json(const json_t *json, struct arena *arena)
{
    size_t count = json_array_size(json);
    struct value *items = arena_take_array(arena, count, sizeof *items);
    assert_non_null(items);
    for (size_t i = 0; i < count; i++) {
        items[i] = text_of_json(json_array_get(json, i), arena);
    }
    return (struct value){.type = VALUE_LIST, .as.list = {items, count}};
}

/* Numbers, texts, booleans and lists of choices. */
static struct value value_of_json(const json_t *json, struct arena *arena)
{
    struct value value = {.type = VALUE_NULL};
    if (json_is_array(json)) {
        value = list_of_json(json, arena);
    } else if (json_is_integer(json)) {
        value.type = VALUE_INTEGER;
        value.as.integer = json_integer_value(json);
    } else if (json_is_real(json)) {
        value.type = VALUE_DECIMAL;
        value.as.decimal = json_real_value(json);
    } else if (json_is_boolean(json)) {
        value.type = VALUE_BOOL;
        value.as.boolean = json_is_true(json);
    } else if (json_is_string(json)) {
        value = text_of_json(json, arena);
    }
    return value;
}

static struct value *map_of_json(json_t *json, struct arena *arena)
{
    struct value *map = arena_take(arena, sizeof *map);
    struct value_pair *pairs = arena_take_array(arena, json_object_size(json), sizeof *pairs);
    assert_non_null(map);
    assert_non_null(pairs);
    map->type = VALUE_MAP;
    map->as.map.pairs = pairs;
    const char *key = NULL;
    json_t *field = NULL;
    json_object_foreach(json, key, field)
    {
        struct value_pair *pair = &pairs[map->as.map.count++];
        assert_true(arena_copy(arena, bytes_of_text(key), &pair->key));
        pair->value = value_of_json(field, arena);
    }
    return map;
}

static struct journal_line *append(struct journal_lines *lines, struct arena *arena)
{
    if (lines->count == lines->capacity) {
        size_t capacity = lines->capacity == 0 ? 256 : 2 * lines->capacity;
        struct journal_line *grown = arena_take_array(arena, capacity, sizeof *grown);
        assert_non_null(grown);
        if (lines->count > 0) {
            memcpy(grown, lines->lines, lines->count * sizeof *grown);
        }
        lines->lines = grown;
        lines->capacity = capacity;
    }
    return &lines->lines[lines->count++];
}

void journal_days_read_line(struct journal_lines *lines, const char *text, enum role role,
                            struct arena *arena)
{
    json_t *json = json_loads(text, JSON_REJECT_DUPLICATES, NULL);
    assert_non_null(json);
    struct timestamp at;
    const char *at_text = json_string_value(json_object_get(json, "at"));
    assert_non_null(at_text);
    assert_true(timestamp_from_text(bytes_of_text(at_text), &at));

    struct journal_line *line = append(lines, arena);
    const char *kind = json_string_value(json_object_get(json, "kind"));
    assert_non_null(kind);
    line->at = at;
    line->day = timestamp_day(at);
    line->entry.role = role;
    line->entry.at_ms = at.utc_ms;
    line->entry.fields = map_of_json(json_object_get(json, "fields"), arena);
    assert_true(arena_copy(arena, bytes_of_text(kind), &line->entry.kind));
    const char *note = json_string_value(json_object_get(json, "note"));
    assert_true(arena_copy(arena, bytes_of_text(note == NULL ? "" : note), &line->note));
    json_decref(json);
}

void journal_days_read(struct journal_lines *lines, const char *name, enum role role,
                       struct arena *arena)
{
    char path[512];
    snprintf(path, sizeof path, "%s/tests/golden/journals/%s", DAYBOOK_SOURCE_DIR, name);
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    char *text = malloc(LINE_SIZE_MAX);
    assert_non_null(text);
    while (fgets(text, LINE_SIZE_MAX, file) != NULL) {
        journal_days_read_line(lines, text, role, arena);
    }
    free(text);
    fclose(file);
}

static struct day build_day(const struct journal_lines *lines, int32_t number, struct arena *arena)
{
    struct day_builder *builder = day_builder_create(number, arena);
    assert_non_null(builder);
    for (size_t i = 0; i < lines->count; i++) {
        if (lines->lines[i].day == number) {
            assert_int_equal(day_builder_add(builder, &lines->lines[i].entry), DAYBOOK_OK);
        }
    }
    struct day day;
    assert_int_equal(day_builder_finish(builder, arena, &day), DAYBOOK_OK);
    return day;
}

static bool is_built(const struct day *days, size_t count, int32_t number)
{
    for (size_t i = 0; i < count; i++) {
        if (days[i].day == number) {
            return true;
        }
    }
    return false;
}

static int compare_days(const void *left, const void *right)
{
    const struct day *first = left;
    const struct day *second = right;
    return (first->day > second->day) - (first->day < second->day);
}

struct day *journal_days_build(const struct journal_lines *lines, struct arena *arena,
                               size_t *out_count)
{
    struct day *days = arena_take_array(arena, lines->count, sizeof *days);
    assert_non_null(days);
    size_t count = 0;
    for (size_t i = 0; i < lines->count; i++) {
        if (!is_built(days, count, lines->lines[i].day)) {
            days[count++] = build_day(lines, lines->lines[i].day, arena);
        }
    }
    qsort(days, count, sizeof *days, compare_days);
    *out_count = count;
    return days;
}

static struct history *turn_around(const struct journal_lines *lines, struct arena *arena)
{
    size_t count = 0;
    struct day *days = lines->count == 0 ? NULL : journal_days_build(lines, arena, &count);
    struct history *history = NULL;
    assert_int_equal(history_of_days(days, count, arena, &history), DAYBOOK_OK);
    return history;
}

struct figures_all *journal_days_figures(const struct journal_lines *lines, int32_t until,
                                         struct arena *arena)
{
    const struct figures_question question = {.history = turn_around(lines, arena), .until = until};
    struct figures_all *figures = NULL;
    assert_int_equal(figures_all(&question, arena, &figures), DAYBOOK_OK);
    return figures;
}

struct trend_summary *journal_days_summarise(const struct journal_lines *lines, int32_t until,
                                             struct arena *arena)
{
    struct trend_summary *summary = NULL;
    assert_int_equal(trends_summarise(turn_around(lines, arena), until, arena, &summary),
                     DAYBOOK_OK);
    return summary;
}
