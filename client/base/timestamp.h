/* Moments and local days, without a clock: the calendar as arithmetic. */
#ifndef BASE_TIMESTAMP_H
#define BASE_TIMESTAMP_H

#include <stdbool.h>
#include <stdint.h>

#include "base/bytes.h"

/* A moment as a person at a place saw it. */
struct timestamp {
    int64_t utc_ms;         /* milliseconds since 1970-01-01T00:00:00Z */
    int32_t offset_minutes; /* local time minus UTC, -1439 to 1439 */
};

enum {
    TIMESTAMP_TEXT_SIZE = 32,
    DAY_TEXT_SIZE = 16,
    TIMESTAMP_YEAR_MIN = 1900,
    TIMESTAMP_YEAR_MAX = 2200
};

/* The local calendar day of a moment in its own offset, counted from 1970-01-01 = 0. */
int32_t timestamp_day(struct timestamp at);

/* The day number of a civil date of the Gregorian calendar; month 1 to 12, day 1 to 31, not
 * checked. */
int32_t day_of_date(int32_t year, int32_t month, int32_t day);

/* The civil date of a day number. */
void day_to_date(int32_t day, int32_t *out_year, int32_t *out_month, int32_t *out_day);

/* The Monday (ISO week start) on or before a day. */
int32_t day_monday(int32_t day);

/* "2026-08-29" with a closing zero. */
void day_to_text(int32_t day, char out_text[static DAY_TEXT_SIZE]);

/* Read exactly YYYY-MM-DD, a date that exists between the years above; false and untouched
 * otherwise. */
bool day_from_text(struct bytes text, int32_t *out_day);

/* ISO 8601 in the moment's own offset, "2026-06-01T07:13:19Z" or "2026-06-01T09:13:19+02:00";
 * milliseconds are shown only when they are not 0. */
void timestamp_to_text(struct timestamp at, char out_text[static TIMESTAMP_TEXT_SIZE]);

/* Read ISO 8601 with date, time (seconds and fraction optional) and "Z" or an offset; false and
 * untouched otherwise. */
bool timestamp_from_text(struct bytes text, struct timestamp *out_at);

#endif
