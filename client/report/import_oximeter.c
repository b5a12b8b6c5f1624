/* Recordings of oximeters, as the makers' programs write them in tables. */
#include "report/import_oximeter.h"

#include <assert.h>
#include <string.h>

#include "base/arena.h"
#include "report/import_row.h"
#include "report/import_time.h"

enum {
    HEADING_ROWS_MAX = 50, /* lines about the device and the patient may come before it */
    TIME_TEXT_MAX = 63,
    HOUR_S = 3600,
    DAY_S = 86400,
    MINUTE_S = 60,
    SECOND_MS = 1000,
    LEVEL_MAX = 999
};

struct columns {
    size_t date; /* that of the time when there is no other */
    size_t time;
    size_t level;
};

/* A table whose heading was passed. */
struct table {
    const struct import_oximeter_terms *terms;
    struct complaint *complaint;
    struct import_rows rows;
    struct columns columns;
    enum import_order order;
};

static bool begins_with(struct bytes text, const char *word)
{
    size_t same = 0;
    while (same < text.size && word[same] != '\0') {
        uint8_t byte = text.data[same];
        byte = byte >= 'A' && byte <= 'Z' ? (uint8_t)(byte - 'A' + 'a') : byte;
        if (byte != (uint8_t)word[same]) {
            return false;
        }
        same++;
    }
    return word[same] == '\0';
}

/* Does the cell hold this lower-case word, in any case? */
static bool mentions(struct bytes cell, const char *word)
{
    for (size_t start = 0; start < cell.size; start++) {
        if (begins_with((struct bytes){cell.data + start, cell.size - start}, word)) {
            return true;
        }
    }
    return false;
}

static bool is_level(struct bytes cell)
{
    return (mentions(cell, "spo2") || mentions(cell, "oxygen")) && !mentions(cell, "reminder") &&
           !mentions(cell, "alarm");
}

/* A heading names a time, or a date with its time, and a level. */
static bool read_heading(const struct import_row *row, struct columns *out_columns)
{
    size_t none = row->count;
    struct columns columns = {none, none, none};
    for (size_t i = 0; i < row->count; i++) {
        struct bytes cell = row->cells[i];
        if (columns.level == none && is_level(cell)) {
            columns.level = i;
        } else if (columns.time == none && mentions(cell, "time")) {
            columns.time = i;
        } else if (columns.date == none && mentions(cell, "date")) {
            columns.date = i;
        }
    }
    columns.time = columns.time == none ? columns.date : columns.time;
    columns.date = columns.date == none ? columns.time : columns.date;
    *out_columns = columns;
    return columns.level < none && columns.time < none;
}

static bool find_heading(struct table *table)
{
    struct import_row row;
    for (size_t i = 0; i < HEADING_ROWS_MAX && import_rows_next(&table->rows, &row); i++) {
        if (read_heading(&row, &table->columns)) {
            return true;
        }
    }
    complaint_begin(table->complaint,
                    "That is no table of an oximeter that is known here: its heading must name a "
                    "time and SpO2 or oxygen level.");
    return false;
}

static bool refuse_line(const struct table *table, size_t line, const char *what)
{
    complaint_begin(table->complaint, "Line ");
    complaint_add_number(table->complaint, (double)line);
    complaint_add(table->complaint, " of the file ");
    complaint_add(table->complaint, what);
    return false;
}

static bool read_time(const struct table *table, const struct import_row *row,
                      struct import_time *out_time)
{
    uint8_t text[2 * TIME_TEXT_MAX + 1];
    struct bytes date = import_row_cell(row, table->columns.date);
    struct bytes time = import_row_cell(row, table->columns.time);
    if (date.size <= TIME_TEXT_MAX && time.size <= TIME_TEXT_MAX && time.size > 0) {
        size_t size = 0;
        if (table->columns.date != table->columns.time && date.size > 0) {
            memcpy(text, date.data, date.size);
            text[date.size] = ' ';
            size = date.size + 1;
        }
        memcpy(text + size, time.data, time.size);
        if (import_time_read((struct bytes){text, size + time.size}, out_time)) {
            return true;
        }
    }
    return refuse_line(table, row->line, "has no time that can be read.");
}

/* A whole number, perhaps with a fraction or a percent sign behind it; anything else is no value.
 */
static int16_t read_level(struct bytes cell)
{
    int32_t level = 0;
    size_t digits = 0;
    while (digits < cell.size && cell.data[digits] >= '0' && cell.data[digits] <= '9') {
        level = level * 10 + (cell.data[digits] - '0');
        if (level > LEVEL_MAX) {
            return OXIMETRY_NOTHING;
        }
        digits++;
    }
    bool ends = digits == cell.size || cell.data[digits] == '.' || cell.data[digits] == ',' ||
                cell.data[digits] == '%' || cell.data[digits] == ' ';
    return (int16_t)(ends ? level : OXIMETRY_NOTHING);
}

/* Walk all rows once: count them, and see what their dates say of the order of day and month. */
static bool survey(struct table *table, size_t *out_count, bool *out_assumed)
{
    struct import_rows rows = table->rows;
    struct import_row row;
    struct import_time time;
    bool is_open = false;
    bool day_first = false;
    bool month_first = false;
    size_t count = 0;
    for (; import_rows_next(&rows, &row); count++) {
        if (!read_time(table, &row, &time)) {
            return false;
        }
        if (!time.has_zone && time.date == IMPORT_DATE_EITHER) {
            is_open = true;
            day_first = day_first || time.first > 12;
            month_first = month_first || time.second > 12;
        }
    }
    *out_count = count;
    *out_assumed = is_open && !day_first && !month_first && table->order == IMPORT_ORDER_OPEN;
    if (table->order == IMPORT_ORDER_OPEN) {
        table->order =
            month_first && !day_first ? IMPORT_ORDER_MONTH_FIRST : IMPORT_ORDER_DAY_FIRST;
    }
    return true;
}

/* Where the walk stands. */
struct clock {
    bool has_last;
    int64_t last_utc_s;
    int32_t last_clock_s;
    int32_t day; /* of clocks without a date */
};

static bool day_of(const struct table *table, const struct import_time *time, int32_t *out_day)
{
    bool day_first = time->date == IMPORT_DATE_EITHER && table->order == IMPORT_ORDER_DAY_FIRST;
    int32_t month = day_first ? time->second : time->first;
    int32_t date = day_first ? time->first : time->second;
    if (time->year < TIMESTAMP_YEAR_MIN || time->year > TIMESTAMP_YEAR_MAX || month < 1 ||
        month > 12 || date < 1 || date > 31) {
        return false;
    }
    int32_t day = day_of_date(time->year, month, date);
    int32_t same_year;
    int32_t same_month;
    int32_t same_date;
    day_to_date(day, &same_year, &same_month, &same_date);
    *out_day = day;
    return same_date == date;
}

static int32_t offset_at(const struct when_here *here, int64_t utc_s)
{
    return here->offset_at(here->context, utc_s * SECOND_MS);
}

/* A local clock to a moment, by the offset of the day before or that of the day after. Where the
 * clock is put back both fit for an hour: the former, until that would go back in time. */
static void set_local(const struct table *table, const struct clock *clock, int64_t local_s,
                      struct oximetry_reading *reading)
{
    const struct when_here *here = &table->terms->here;
    int32_t before = offset_at(here, local_s - DAY_S);
    int32_t after = offset_at(here, local_s + DAY_S);
    int64_t by_before_s = local_s - (int64_t)before * MINUTE_S;
    int64_t by_after_s = local_s - (int64_t)after * MINUTE_S;
    bool before_fits = offset_at(here, by_before_s) == before &&
                       (!clock->has_last || by_before_s >= clock->last_utc_s);
    bool after_fits = offset_at(here, by_after_s) == after;
    bool take_after = after_fits && !before_fits;
    reading->utc_s = take_after ? by_after_s : by_before_s;
    reading->offset_minutes = (int16_t)(take_after ? after : before);
}

static bool set_moment(const struct table *table, const struct import_row *row, struct clock *clock,
                       struct oximetry_reading *reading)
{
    struct import_time time;
    if (!read_time(table, row, &time)) {
        return false;
    }
    if (time.has_zone) {
        reading->utc_s = time.at.utc_ms / SECOND_MS;
        reading->offset_minutes = (int16_t)time.at.offset_minutes;
        return true;
    }
    if (time.date == IMPORT_DATE_NONE) {
        bool is_past_midnight = clock->has_last && clock->last_clock_s - time.clock_s > DAY_S / 2;
        clock->day += is_past_midnight ? 1 : 0;
    } else if (!day_of(table, &time, &clock->day)) {
        return refuse_line(table, row->line, "has a date that does not exist.");
    }
    if (time.date == IMPORT_DATE_NONE && !table->terms->has_day) {
        complaint_begin(table->complaint,
                        "The file holds clocks without dates: say with --date on which day the "
                        "recording began.");
        return false;
    }
    clock->last_clock_s = time.clock_s;
    set_local(table, clock, (int64_t)clock->day * DAY_S + time.clock_s, reading);
    return true;
}

static bool fill(struct table *table, struct import_recording *recording)
{
    struct import_row row;
    struct clock clock = {.day = table->terms->first_day};
    while (import_rows_next(&table->rows, &row)) {
        struct oximetry_reading *reading = &recording->readings[recording->count++];
        if (!set_moment(table, &row, &clock, reading)) {
            return false;
        }
        if (clock.has_last && reading->utc_s < clock.last_utc_s) {
            return refuse_line(table, row.line, "is earlier than the line before it.");
        }
        reading->spo2 = read_level(import_row_cell(&row, table->columns.level));
        clock.has_last = true;
        clock.last_utc_s = reading->utc_s;
    }
    return true;
}

enum daybook_status import_oximeter_read(struct bytes text,
                                         const struct import_oximeter_terms *terms,
                                         struct arena *arena,
                                         struct import_recording *out_recording,
                                         struct complaint *out_complaint)
{
    assert(terms != NULL && arena != NULL && out_recording != NULL && out_complaint != NULL);
    struct table table = {
        .terms = terms,
        .complaint = out_complaint,
        .rows = import_rows_begin(text),
        .order = terms->order,
    };
    struct import_recording recording = {.count = 0};
    size_t count = 0;
    if (!find_heading(&table) || !survey(&table, &count, &recording.order_assumed)) {
        return DAYBOOK_INVALID;
    }
    recording.readings = arena_take_array(arena, count, sizeof *recording.readings);
    if (recording.readings == NULL) {
        return DAYBOOK_NO_MEMORY;
    }
    if (!fill(&table, &recording)) {
        return DAYBOOK_INVALID;
    }
    recording.interval_s = oximetry_interval(recording.readings, recording.count);
    if (recording.interval_s == 0) {
        complaint_begin(out_complaint,
                        "That is no recording of a night: its readings must be at most a minute "
                        "apart.");
        return DAYBOOK_INVALID;
    }
    *out_recording = recording;
    return DAYBOOK_OK;
}
