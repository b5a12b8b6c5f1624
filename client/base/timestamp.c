/* Moments and local days: the calendar as arithmetic. */
#include "base/timestamp.h"

#include <stddef.h>

enum { MINUTE_MS = 60000, DAY_MS = 86400000, OFFSET_MAX = 1439 };

static int64_t floor_divide(int64_t value, int64_t by)
{
    int64_t quotient = value / by;
    return value % by < 0 ? quotient - 1 : quotient;
}

int32_t timestamp_day(struct timestamp at)
{
    return (int32_t)floor_divide(at.utc_ms + (int64_t)at.offset_minutes * MINUTE_MS, DAY_MS);
}

/* Both directions count in eras of 400 years that start on 1 March, so that leap days come last. */
int32_t day_of_date(int32_t year, int32_t month, int32_t day)
{
    int32_t shifted = month <= 2 ? year - 1 : year;
    int32_t era = (int32_t)floor_divide(shifted, 400);
    int32_t year_of_era = shifted - era * 400;
    int32_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    int32_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * 146097 + day_of_era - 719468;
}

void day_to_date(int32_t day, int32_t *out_year, int32_t *out_month, int32_t *out_day)
{
    int32_t shifted = day + 719468;
    int32_t era = (int32_t)floor_divide(shifted, 146097);
    int32_t day_of_era = shifted - era * 146097;
    int32_t year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int32_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int32_t shifted_month = (5 * day_of_year + 2) / 153;
    *out_day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
    *out_month = shifted_month < 10 ? shifted_month + 3 : shifted_month - 9;
    *out_year = year_of_era + era * 400 + (*out_month <= 2 ? 1 : 0);
}

int32_t day_monday(int32_t day)
{
    /* Day 0 was a Thursday. */
    return day - (int32_t)(day + 3 - 7 * floor_divide((int64_t)day + 3, 7));
}

static char *write_number(char *out, int64_t number, int digits)
{
    for (int i = digits - 1; i >= 0; i--) {
        out[i] = (char)('0' + number % 10);
        number /= 10;
    }
    return out + digits;
}

static char *write_date(char *out, int32_t day)
{
    int32_t year = 0;
    int32_t month = 0;
    int32_t day_of_month = 0;
    day_to_date(day, &year, &month, &day_of_month);
    out = write_number(out, year, 4);
    *out++ = '-';
    out = write_number(out, month, 2);
    *out++ = '-';
    return write_number(out, day_of_month, 2);
}

void day_to_text(int32_t day, char out_text[static DAY_TEXT_SIZE])
{
    *write_date(out_text, day) = '\0';
}

static char *write_clock(char *out, int64_t ms_of_day)
{
    out = write_number(out, ms_of_day / 3600000, 2);
    *out++ = ':';
    out = write_number(out, ms_of_day / MINUTE_MS % 60, 2);
    *out++ = ':';
    out = write_number(out, ms_of_day / 1000 % 60, 2);
    if (ms_of_day % 1000 != 0) {
        *out++ = '.';
        out = write_number(out, ms_of_day % 1000, 3);
    }
    return out;
}

void timestamp_to_text(struct timestamp at, char out_text[static TIMESTAMP_TEXT_SIZE])
{
    int32_t day = timestamp_day(at);
    int64_t local_ms = at.utc_ms + (int64_t)at.offset_minutes * MINUTE_MS;
    char *out = write_date(out_text, day);
    *out++ = 'T';
    out = write_clock(out, local_ms - (int64_t)day * DAY_MS);
    if (at.offset_minutes == 0) {
        *out++ = 'Z';
    } else {
        int32_t size = at.offset_minutes < 0 ? -at.offset_minutes : at.offset_minutes;
        *out++ = at.offset_minutes < 0 ? '-' : '+';
        out = write_number(out, size / 60, 2);
        *out++ = ':';
        out = write_number(out, size % 60, 2);
    }
    *out = '\0';
}

/* A text being read from the front. */
struct reader {
    struct bytes rest;
    bool failed;
};

static int32_t read_number(struct reader *reader, size_t digits)
{
    int32_t number = 0;
    if (reader->rest.size < digits) {
        reader->failed = true;
        return 0;
    }
    for (size_t i = 0; i < digits; i++) {
        uint8_t digit = reader->rest.data[i];
        if (digit < '0' || digit > '9') {
            reader->failed = true;
            return 0;
        }
        number = number * 10 + (digit - '0');
    }
    reader->rest.data += digits;
    reader->rest.size -= digits;
    return number;
}

static bool skip(struct reader *reader, char expected)
{
    if (reader->rest.size == 0 || reader->rest.data[0] != (uint8_t)expected) {
        return false;
    }
    reader->rest.data++;
    reader->rest.size--;
    return true;
}

static void need(struct reader *reader, char expected)
{
    if (!skip(reader, expected)) {
        reader->failed = true;
    }
}

static int32_t month_size(int32_t year, int32_t month)
{
    static const int32_t sizes[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return month == 2 && leap ? 29 : sizes[month - 1];
}

static int32_t read_date(struct reader *reader)
{
    int32_t year = read_number(reader, 4);
    need(reader, '-');
    int32_t month = read_number(reader, 2);
    need(reader, '-');
    int32_t day = read_number(reader, 2);
    if (reader->failed || year < TIMESTAMP_YEAR_MIN || year > TIMESTAMP_YEAR_MAX || month < 1 ||
        month > 12 || day < 1 || day > month_size(year, month)) {
        reader->failed = true;
        return 0;
    }
    return day_of_date(year, month, day);
}

/* Digits beyond milliseconds are read and dropped. */
static int32_t read_fraction_ms(struct reader *reader)
{
    int32_t ms = 0;
    int32_t weight = 100;
    size_t digits = 0;
    while (reader->rest.size > 0 && reader->rest.data[0] >= '0' && reader->rest.data[0] <= '9') {
        ms += weight * (reader->rest.data[0] - '0');
        weight /= 10;
        digits++;
        reader->rest.data++;
        reader->rest.size--;
    }
    if (digits == 0 || digits > 9) {
        reader->failed = true;
    }
    return ms;
}

static int64_t read_clock(struct reader *reader)
{
    int32_t hour = read_number(reader, 2);
    need(reader, ':');
    int32_t minute = read_number(reader, 2);
    int32_t second = skip(reader, ':') ? read_number(reader, 2) : 0;
    int32_t ms = skip(reader, '.') ? read_fraction_ms(reader) : 0;
    if (hour > 23 || minute > 59 || second > 59) {
        reader->failed = true;
    }
    return ((hour * 60 + minute) * 60 + second) * (int64_t)1000 + ms;
}

static int32_t read_offset(struct reader *reader)
{
    if (skip(reader, 'Z')) {
        return 0;
    }
    bool west = skip(reader, '-');
    if (!west) {
        need(reader, '+');
    }
    int32_t hours = read_number(reader, 2);
    (void)skip(reader, ':'); /* the basic form +0200 is in use too */
    int32_t minutes = read_number(reader, 2);
    int32_t offset = hours * 60 + minutes;
    if (minutes > 59 || offset > OFFSET_MAX) {
        reader->failed = true;
    }
    return west ? -offset : offset;
}

bool day_from_text(struct bytes text, int32_t *out_day)
{
    struct reader reader = {.rest = text};
    int32_t day = read_date(&reader);
    if (reader.failed || reader.rest.size != 0) {
        return false;
    }
    *out_day = day;
    return true;
}

bool timestamp_from_text(struct bytes text, struct timestamp *out_at)
{
    struct reader reader = {.rest = text};
    int32_t day = read_date(&reader);
    need(&reader, 'T');
    int64_t ms_of_day = read_clock(&reader);
    int32_t offset_minutes = read_offset(&reader);
    if (reader.failed || reader.rest.size != 0) {
        return false;
    }
    out_at->utc_ms = (int64_t)day * DAY_MS + ms_of_day - (int64_t)offset_minutes * MINUTE_MS;
    out_at->offset_minutes = offset_minutes;
    return true;
}
