/* Reading moments from words: local time as arithmetic over an offset function. */
#include "domain/when.h"

#include <assert.h>
#include <stddef.h>
#include <string.h>

enum {
    SECOND_MS = 1000,
    MINUTE_MS = 60 * SECOND_MS,
    HOUR_MS = 60 * MINUTE_MS,
    DAY_MS = 24 * HOUR_MS,
    NOON_MS = 12 * HOUR_MS,
    DATE_SIZE = 10,
    DIGITS_MAX = 5
};

static int32_t offset_at(const struct when_here *here, int64_t utc_ms)
{
    return here->offset_at(here->context, utc_ms);
}

static struct timestamp moment_at(const struct when_here *here, int64_t utc_ms)
{
    return (struct timestamp){.utc_ms = utc_ms, .offset_minutes = offset_at(here, utc_ms)};
}

/* The moment at which the clock on the wall shows a time. Zones change their offset at most once
 * within two days, so the offsets a day before and a day after are all that can apply. */
static struct timestamp moment_of_local(const struct when_here *here, int64_t local_ms)
{
    int64_t before_ms = local_ms - (int64_t)offset_at(here, local_ms - DAY_MS) * MINUTE_MS;
    int64_t after_ms = local_ms - (int64_t)offset_at(here, local_ms + DAY_MS) * MINUTE_MS;
    struct timestamp before = moment_at(here, before_ms);
    struct timestamp after = moment_at(here, after_ms);
    bool before_shows = before_ms + (int64_t)before.offset_minutes * MINUTE_MS == local_ms;
    bool after_shows = after_ms + (int64_t)after.offset_minutes * MINUTE_MS == local_ms;
    return after_shows && !before_shows ? after : before;
}

static struct timestamp moment_of_day(const struct when_here *here, int32_t day, int64_t ms_of_day)
{
    return moment_of_local(here, (int64_t)day * DAY_MS + ms_of_day);
}

static int64_t local_ms_of(struct timestamp at)
{
    return at.utc_ms + (int64_t)at.offset_minutes * MINUTE_MS;
}

static struct bytes from(struct bytes text, size_t start)
{
    return (struct bytes){text.data + start, text.size - start};
}

static bool starts_with(struct bytes text, const char *word)
{
    struct bytes start = bytes_of_text(word);
    return text.size >= start.size && bytes_equal((struct bytes){text.data, start.size}, start);
}

static bool read_two(struct bytes text, size_t at, int32_t *out_number)
{
    if (at + 2 > text.size || text.data[at] < '0' || text.data[at] > '9' ||
        text.data[at + 1] < '0' || text.data[at + 1] > '9') {
        return false;
    }
    *out_number = (text.data[at] - '0') * 10 + (text.data[at + 1] - '0');
    return true;
}

/* HH:MM or HH:MM:SS; the hour may be one digit. */
static bool read_clock(struct bytes text, int64_t *out_ms_of_day)
{
    enum { WITHOUT_SECONDS = 5, WITH_SECONDS = 8 };
    char whole[WITH_SECONDS];
    size_t lead = text.size > 1 && text.data[1] == ':' ? 1 : 0;
    int32_t hour = 0;
    int32_t minute = 0;
    int32_t second = 0;
    struct bytes clock = {(const uint8_t *)whole, text.size + lead};
    if (clock.size != WITHOUT_SECONDS && clock.size != WITH_SECONDS) {
        return false;
    }
    whole[0] = '0';
    memcpy(whole + lead, text.data, text.size);
    if (whole[2] != ':' || !read_two(clock, 0, &hour) || !read_two(clock, 3, &minute)) {
        return false;
    }
    if (clock.size == WITH_SECONDS && (whole[5] != ':' || !read_two(clock, 6, &second))) {
        return false;
    }
    if (hour > 23 || minute > 59 || second > 59) {
        return false;
    }
    *out_ms_of_day = ((int64_t)hour * 60 + minute) * MINUTE_MS + (int64_t)second * SECOND_MS;
    return true;
}

/* A day without a time: noon, but never later than now when it is today. */
static struct timestamp moment_of_date(const struct when_here *here, int32_t day)
{
    struct timestamp noon = moment_of_day(here, day, NOON_MS);
    bool is_later_today = day == timestamp_day(here->now) && noon.utc_ms > here->now.utc_ms;
    return is_later_today ? here->now : noon;
}

/* The day itself, or the day and a time behind a space or a T. */
static bool read_day_and_rest(struct bytes rest, int32_t day, const struct when_here *here,
                              struct timestamp *out_at)
{
    int64_t ms_of_day = 0;
    if (rest.size == 0) {
        *out_at = moment_of_date(here, day);
        return true;
    }
    if ((rest.data[0] != ' ' && rest.data[0] != 'T') || !read_clock(from(rest, 1), &ms_of_day)) {
        return false;
    }
    *out_at = moment_of_day(here, day, ms_of_day);
    return true;
}

static bool read_local_date(struct bytes text, const struct when_here *here,
                            struct timestamp *out_at)
{
    int32_t day = 0;
    if (text.size < DATE_SIZE || !day_from_text((struct bytes){text.data, DATE_SIZE}, &day)) {
        return false;
    }
    return read_day_and_rest(from(text, DATE_SIZE), day, here, out_at);
}

static bool read_day_word(struct bytes text, const struct when_here *here, struct timestamp *out_at)
{
    static const struct {
        const char *word;
        int32_t days;
        size_t size;
    } words[] = {{"today", 0, sizeof "today" - 1}, {"yesterday", -1, sizeof "yesterday" - 1}};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (starts_with(text, words[i].word)) {
            return read_day_and_rest(from(text, words[i].size),
                                     timestamp_day(here->now) + words[i].days, here, out_at);
        }
    }
    return false;
}

/* A time that is still to come is meant as yesterday's; a minute is granted to slow clocks. */
static bool read_time(struct bytes text, const struct when_here *here, struct timestamp *out_at)
{
    int64_t ms_of_day = 0;
    if (!read_clock(text, &ms_of_day)) {
        return false;
    }
    int32_t day = timestamp_day(here->now);
    struct timestamp at = moment_of_day(here, day, ms_of_day);
    if (at.utc_ms > here->now.utc_ms + MINUTE_MS) {
        at = moment_of_day(here, day - 1, ms_of_day);
    }
    *out_at = at;
    return true;
}

/* The number between "-" and the unit's letter. */
static bool read_count(struct bytes text, int64_t *out_count)
{
    if (text.size < 3 || text.size > DIGITS_MAX + 2 || text.data[0] != '-') {
        return false;
    }
    int64_t count = 0;
    for (size_t i = 1; i + 1 < text.size; i++) {
        if (text.data[i] < '0' || text.data[i] > '9') {
            return false;
        }
        count = count * 10 + (text.data[i] - '0');
    }
    *out_count = count;
    return true;
}

static bool read_ago(struct bytes text, const struct when_here *here, struct timestamp *out_at)
{
    int64_t count = 0;
    if (!read_count(text, &count)) {
        return false;
    }
    int64_t now_ms = here->now.utc_ms;
    int64_t local_ms = local_ms_of(here->now);
    switch (text.data[text.size - 1]) {
    case 'm':
        *out_at = moment_at(here, now_ms - count * MINUTE_MS);
        return true;
    case 'h':
        *out_at = moment_at(here, now_ms - count * HOUR_MS);
        return true;
    case 'd':
        *out_at = moment_of_local(here, local_ms - count * DAY_MS);
        return true;
    case 'w':
        *out_at = moment_of_local(here, local_ms - 7 * count * DAY_MS);
        return true;
    default: /* a letter of a person, not of an enum */
        return false;
    }
}

static bool is_in_calendar(struct timestamp at)
{
    int32_t day = timestamp_day(at);
    return day >= day_of_date(TIMESTAMP_YEAR_MIN, 1, 1) &&
           day < day_of_date(TIMESTAMP_YEAR_MAX + 1, 1, 1);
}

static bool read_moment(struct bytes text, const struct when_here *here, struct timestamp *out_at)
{
    if (bytes_equal_text(text, "now")) {
        *out_at = here->now;
        return true;
    }
    return timestamp_from_text(text, out_at) || read_local_date(text, here, out_at) ||
           read_day_word(text, here, out_at) || read_time(text, here, out_at) ||
           read_ago(text, here, out_at);
}

enum daybook_status when_parse(struct bytes text, const struct when_here *here,
                               struct timestamp *out_at, struct complaint *out_complaint)
{
    assert(here != NULL && here->offset_at != NULL && out_at != NULL && out_complaint != NULL);
    struct timestamp at = {0};
    if (!read_moment(text, here, &at)) {
        complaint_begin(out_complaint,
                        "This time is not understood: give 09:15, \"yesterday 21:30\", -2h, -3d, "
                        "2026-08-29 or 2026-08-29T09:15.");
        return DAYBOOK_INVALID;
    }
    if (!is_in_calendar(at)) {
        complaint_begin(out_complaint, "This time lies outside the years 1900 to 2200.");
        return DAYBOOK_INVALID;
    }
    *out_at = at;
    return DAYBOOK_OK;
}

enum daybook_status when_parse_day(struct bytes text, const struct when_here *here,
                                   int32_t *out_day, struct complaint *out_complaint)
{
    assert(out_day != NULL);
    struct timestamp at = {0};
    enum daybook_status status = when_parse(text, here, &at, out_complaint);
    if (status == DAYBOOK_OK) {
        *out_day = timestamp_day(at);
    }
    return status;
}

struct timestamp when_day_start(int32_t day, const struct when_here *here)
{
    assert(here != NULL && here->offset_at != NULL);
    return moment_of_day(here, day, 0);
}
