/* Dates and times as devices and their apps write them. */
#include "report/import_time.h"

#include <assert.h>
#include <stddef.h>

enum {
    CLOCK_PARTS_MAX = 3,
    DATE_PARTS_MAX = 3,
    DIGITS_MAX = 4,
    YEAR_MIN = 1000, /* a number from here on is a year */
    HOUR_S = 3600,
    MINUTE_S = 60,
    HALF_DAY_HOURS = 12
};

enum half { HALF_NONE, HALF_MORNING, HALF_AFTERNOON };

/* What was found in a text so far. */
struct parts {
    int32_t clock[CLOCK_PARTS_MAX];
    size_t clock_count;
    int32_t date[DATE_PARTS_MAX];
    size_t date_count;
    int32_t month; /* 0: not named */
    enum half half;
};

static bool is_digit(uint8_t byte)
{
    return byte >= '0' && byte <= '9';
}

static uint8_t lower(uint8_t byte)
{
    return byte >= 'A' && byte <= 'Z' ? (uint8_t)(byte - 'A' + 'a') : byte;
}

static bool is_letter(uint8_t byte)
{
    return lower(byte) >= 'a' && lower(byte) <= 'z';
}

static uint8_t peek(struct bytes text)
{
    return text.size == 0 ? 0 : text.data[0];
}

static void skip(struct bytes *text, size_t size)
{
    text->data += size;
    text->size -= size;
}

static bool take_number(struct bytes *text, int32_t *out_number)
{
    int32_t number = 0;
    size_t digits = 0;
    while (digits < text->size && is_digit(text->data[digits])) {
        if (digits == DIGITS_MAX) {
            return false;
        }
        number = number * 10 + (text->data[digits] - '0');
        digits++;
    }
    skip(text, digits);
    *out_number = number;
    return digits > 0;
}

/* "h:mm" or "h:mm:ss"; the hour was taken already. A fraction of a second is left out. */
static bool take_clock(struct bytes *text, int32_t hour, struct parts *parts)
{
    if (parts->clock_count > 0) {
        return false;
    }
    parts->clock[parts->clock_count++] = hour;
    while (peek(*text) == ':') {
        skip(text, 1);
        if (parts->clock_count == CLOCK_PARTS_MAX ||
            !take_number(text, &parts->clock[parts->clock_count])) {
            return false;
        }
        parts->clock_count++;
    }
    if (parts->clock_count == CLOCK_PARTS_MAX && peek(*text) == '.') {
        do {
            skip(text, 1);
        } while (is_digit(peek(*text)));
    }
    return true;
}

static bool take_digits(struct bytes *text, struct parts *parts)
{
    int32_t number = 0;
    if (!take_number(text, &number)) {
        return false;
    }
    if (peek(*text) == ':') {
        return take_clock(text, number, parts);
    }
    if (parts->date_count == DATE_PARTS_MAX) {
        return false;
    }
    parts->date[parts->date_count++] = number;
    return true;
}

/* The number of the month whose English name begins with these letters, at least three; 0. */
static int32_t month_named(struct bytes word)
{
    static const char *const MONTHS[] = {"january",   "february", "march",    "april",
                                         "may",       "june",     "july",     "august",
                                         "september", "october",  "november", "december"};
    for (int32_t month = 0; month < 12 && word.size >= 3; month++) {
        size_t same = 0;
        while (same < word.size && MONTHS[month][same] != '\0' &&
               lower(word.data[same]) == (uint8_t)MONTHS[month][same]) {
            same++;
        }
        if (same == word.size) {
            return month + 1;
        }
    }
    return 0;
}

/* AM, PM, a month, or the T between a date and a clock. */
static bool take_word(struct bytes *text, struct parts *parts)
{
    struct bytes word = {text->data, 0};
    while (word.size < text->size && is_letter(text->data[word.size])) {
        word.size++;
    }
    skip(text, word.size);
    uint8_t first = lower(word.data[0]);
    if (word.size == 1) {
        return first == 't' && parts->date_count == DATE_PARTS_MAX && parts->clock_count == 0;
    }
    if (word.size == 2 && lower(word.data[1]) == 'm' && (first == 'a' || first == 'p')) {
        bool is_first = parts->half == HALF_NONE;
        parts->half = first == 'a' ? HALF_MORNING : HALF_AFTERNOON;
        return is_first;
    }
    int32_t month = month_named(word);
    bool is_first = parts->month == 0;
    parts->month = month;
    return month > 0 && is_first;
}

static bool take_parts(struct bytes text, struct parts *parts)
{
    while (text.size > 0) {
        uint8_t byte = peek(text);
        bool taken = true;
        if (is_digit(byte)) {
            taken = take_digits(&text, parts);
        } else if (is_letter(byte)) {
            taken = take_word(&text, parts);
        } else if (byte == ' ' || byte == ',' || byte == '/' || byte == '-' || byte == '.') {
            skip(&text, 1);
        } else {
            return false;
        }
        if (!taken) {
            return false;
        }
    }
    return true;
}

static bool read_clock(const struct parts *parts, int32_t *out_clock_s)
{
    int32_t hour = parts->clock[0];
    int32_t minute = parts->clock[1];
    int32_t second = parts->clock_count == CLOCK_PARTS_MAX ? parts->clock[2] : 0;
    if (parts->clock_count < 2 || minute >= 60 || second >= 60) {
        return false;
    }
    if (parts->half != HALF_NONE) {
        if (hour < 1 || hour > HALF_DAY_HOURS) {
            return false;
        }
        hour = hour % HALF_DAY_HOURS + (parts->half == HALF_AFTERNOON ? HALF_DAY_HOURS : 0);
    }
    *out_clock_s = hour * HOUR_S + minute * MINUTE_S + second;
    return hour < 2 * HALF_DAY_HOURS;
}

static bool read_date(const struct parts *parts, struct import_time *time)
{
    const int32_t *date = parts->date;
    if (parts->month > 0) {
        time->date = IMPORT_DATE_KNOWN;
        time->first = parts->month;
        time->second = date[0];
        time->year = date[1];
        return parts->date_count == 2 && time->year >= YEAR_MIN;
    }
    if (parts->date_count == 0) {
        time->date = IMPORT_DATE_NONE;
        return true;
    }
    bool year_first = date[0] >= YEAR_MIN;
    time->date = year_first ? IMPORT_DATE_KNOWN : IMPORT_DATE_EITHER;
    time->year = year_first ? date[0] : date[2];
    time->first = year_first ? date[1] : date[0];
    time->second = year_first ? date[2] : date[1];
    return parts->date_count == DATE_PARTS_MAX && time->year >= YEAR_MIN;
}

bool import_time_read(struct bytes text, struct import_time *out_time)
{
    assert(out_time != NULL);
    struct import_time time = {.has_zone = false};
    struct parts parts = {.clock_count = 0};
    if (timestamp_from_text(text, &time.at)) {
        time.has_zone = true;
        time.date = IMPORT_DATE_KNOWN;
    } else if (!take_parts(text, &parts) || !read_clock(&parts, &time.clock_s) ||
               !read_date(&parts, &time)) {
        return false;
    }
    *out_time = time;
    return true;
}
