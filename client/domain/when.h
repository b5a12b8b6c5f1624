/* Moments and days as people type them. */
#ifndef DOMAIN_WHEN_H
#define DOMAIN_WHEN_H

#include <stdint.h>

#include <daybook/status.h>

#include "base/bytes.h"
#include "base/timestamp.h"
#include "domain/complaint.h"

/* Where and when the words are said: this moment, and the local time zone as a function. */
struct when_here {
    struct timestamp now;
    int32_t (*offset_at)(void *context,
                         int64_t utc_ms); /* minutes that local time is ahead of UTC */
    void *context;
};

/* Read a moment:
 *   2026-06-01T07:13:19Z, 2026-06-01T09:13+02:00    that moment, in that offset
 *   2026-06-01T09:13, 2026-06-01 09:13[:19]         local time of that day
 *   2026-06-01, today, yesterday                    noon of that day; today before noon: now
 *   09:13                                           today, or yesterday when today's is more than a
 *                                                   minute away
 *   today 09:13, yesterday 09:13
 *   now, -30m, -2h, -3d, -2w                        days and weeks keep the time on the clock
 * A local time that the clock shows twice is the earlier one; one that it leaps over is moved on by
 * the leap. OK, or INVALID with a sentence. */
enum daybook_status when_parse(struct bytes text, const struct when_here *here,
                               struct timestamp *out_at, struct complaint *out_complaint);

/* Read a local day, for "since" and "until": all of the above; the day of that moment in its own
 * offset counts. OK, or INVALID with a sentence. */
enum daybook_status when_parse_day(struct bytes text, const struct when_here *here,
                                   int32_t *out_day, struct complaint *out_complaint);

/* The first moment of a local day. A day lasts until the start of the next, 23 to 25 hours later.
 */
struct timestamp when_day_start(int32_t day, const struct when_here *here);

#endif
