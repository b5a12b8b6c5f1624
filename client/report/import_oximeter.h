/* Recordings of oximeters, as the makers' programs write them in tables. */
#ifndef REPORT_IMPORT_OXIMETER_H
#define REPORT_IMPORT_OXIMETER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <daybook/status.h>

#include "base/bytes.h"
#include "domain/complaint.h"
#include "domain/when.h"
#include "trends/oximetry.h"

struct arena;

/* Which of the two numbers in 09/10/2026 is the day. */
enum import_order {
    IMPORT_ORDER_OPEN, /* as the dates of the file show; the day, when they show nothing */
    IMPORT_ORDER_DAY_FIRST,
    IMPORT_ORDER_MONTH_FIRST
};

/* What a file does not say itself. */
struct import_oximeter_terms {
    struct when_here here; /* the zone of clocks that name none */
    enum import_order order;
    bool has_day;
    int32_t first_day; /* of a file that holds clocks without dates */
};

struct import_recording {
    struct oximetry_reading *readings; /* ascending by time; in the arena */
    size_t count;                      /* at least 2 */
    uint32_t interval_s;
    bool order_assumed; /* its dates fit day/month and month/day, and were taken for the former */
};

/* Read a table with a heading that names a time and an oxygen level, whatever else it holds: the
 * two forms of Viatom and Wellue, those of Contec, EMAY, and time,spo2,pulse. A level that is no
 * number is a reading without a value. A clock that is put back an hour for the winter is followed.
 * INVALID with a sentence that names the line at fault; NO_MEMORY. */
enum daybook_status import_oximeter_read(struct bytes text,
                                         const struct import_oximeter_terms *terms,
                                         struct arena *arena,
                                         struct import_recording *out_recording,
                                         struct complaint *out_complaint);

#endif
