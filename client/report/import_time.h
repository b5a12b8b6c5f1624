/* Dates and times as devices and their apps write them. */
#ifndef REPORT_IMPORT_TIME_H
#define REPORT_IMPORT_TIME_H

#include <stdbool.h>
#include <stdint.h>

#include "base/bytes.h"
#include "base/timestamp.h"

enum import_date {
    IMPORT_DATE_NONE,   /* a clock without a date */
    IMPORT_DATE_KNOWN,  /* the month is named, or the year comes first */
    IMPORT_DATE_EITHER, /* two numbers and a year: which of the two is the month is open */
};

struct import_time {
    bool has_zone; /* then at says it all */
    struct timestamp at;
    enum import_date date;
    int32_t year;
    int32_t first;   /* the month, when the date is known */
    int32_t second;  /* the day, when the date is known */
    int32_t clock_s; /* since midnight of the local clock */
};

/* Read ISO 8601 with or without a zone, "03:51:40 Sep 10 2019", "08:48:26PM Nov 27, 2025",
 * "21:34:53 16/07/2026", "27/04/2021 21:17:02" with '/', '.' or '-', and each clock alone. False,
 * and the output untouched, for anything else. Whether the day exists is not checked. */
bool import_time_read(struct bytes text, struct import_time *out_time);

#endif
