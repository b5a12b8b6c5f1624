/* The entries of one invented day, as lines. */
#include "sample/diary.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/buffer.h"
#include "base/timestamp.h"

enum { LINE_SIZE = DIARY_FIELDS_SIZE + 128, DAY_SECONDS = 86400 };

struct diary_entry *diary_add(struct diary *diary, const char *kind, int32_t second,
                              enum reporter reporter)
{
    assert(diary->count < DIARY_ENTRIES_MAX);
    assert(second >= 0 && second < DAY_SECONDS);
    struct diary_entry *entry = &diary->entries[diary->count++];
    *entry = (struct diary_entry){.second = second, .reporter = reporter, .kind = kind};
    return entry;
}

void diary_say(struct diary_entry *entry, const char *format, ...)
{
    size_t begin = strlen(entry->fields);
    va_list values;
    va_start(values, format);
    int size = vsnprintf(entry->fields + begin, DIARY_FIELDS_SIZE - begin, format, values);
    va_end(values);
    assert(size >= 0 && (size_t)size < DIARY_FIELDS_SIZE - begin);
}

void diary_say_tenths(struct diary_entry *entry, const char *before, double value,
                      const char *behind)
{
    assert(value >= 0.0);
    int32_t tenths = (int32_t)(value * 10.0 + 0.5);
    diary_say(entry, "%s%d.%d%s", before, tenths / 10, tenths % 10, behind);
}

/* By insertion, which keeps entries of the same second in the order they were added. */
static void sort_by_time(struct diary *diary)
{
    for (size_t i = 1; i < diary->count; i++) {
        struct diary_entry entry = diary->entries[i];
        size_t at = i;
        while (at > 0 && diary->entries[at - 1].second > entry.second) {
            diary->entries[at] = diary->entries[at - 1];
            at--;
        }
        diary->entries[at] = entry;
    }
}

static void write_entry(int32_t day, const struct diary_entry *entry, struct buffer *out)
{
    const struct timestamp at = {
        .utc_ms = ((int64_t)day * DAY_SECONDS + entry->second) * 1000,
    };
    char at_text[TIMESTAMP_TEXT_SIZE];
    char line[LINE_SIZE];
    timestamp_to_text(at, at_text);
    int size = snprintf(line, sizeof line, "{\"kind\":\"%s\",\"at\":\"%s\",\"fields\":{%s}",
                        entry->kind, at_text, entry->fields);
    assert(size > 0 && size < LINE_SIZE);
    buffer_append_text(out, line);
    if (entry->note != NULL) {
        buffer_append_text(out, ",\"note\":\"");
        buffer_append_text(out, entry->note);
        buffer_append_text(out, "\"");
    }
    buffer_append_text(out, "}\n");
}

void diary_write(struct diary *diary, enum reporter reporters, struct buffer *out)
{
    sort_by_time(diary);
    for (size_t i = 0; i < diary->count; i++) {
        if ((diary->entries[i].reporter & reporters) != 0) {
            write_entry(diary->day, &diary->entries[i], out);
        }
    }
}
