/* When something of a patient's came in here: what tells silence from good news. */
#ifndef JOURNAL_RECEIPTS_H
#define JOURNAL_RECEIPTS_H

#include <stdbool.h>
#include <stdint.h>

#include "journal/journal.h"

/* How often a patient's days used to arrive is judged by the receipts of so many days, and by no
 * fewer than so many gaps between them. */
enum { RECEIPTS_DAYS = 90, RECEIPTS_GAPS_MIN = 3 };

/* Days on which summaries of other devices came in, as this device's clock and place count days. */
struct journal_receipts {
    bool has_last;
    int32_t last_day;
    bool has_interval;
    double interval_days; /* the median gap between two such days */
};

/* As known at the end of until_day. */
enum daybook_status journal_look_up_receipts(struct journal *journal, size_t circle,
                                             int32_t until_day, struct arena *arena,
                                             struct journal_receipts *out_receipts);

/* When what is known of a day came in here, as this device counts days. NOT_FOUND when nothing is.
 */
enum daybook_status journal_day_received(struct journal *journal, size_t circle, int32_t day,
                                         int32_t *out_day);

#endif
