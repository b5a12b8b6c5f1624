/* When something of a patient's came in here. */
#include "journal/receipts.h"

#include <assert.h>

#include "journal/state.h"
#include "store/receipt_rows.h"
#include "store/summary_rows.h"
#include "trends/statistics.h"

/* The median gap between these days, of which those count that are young enough. */
static bool median_gap(const int32_t *days, size_t count, int32_t until_day, struct arena *arena,
                       struct journal_receipts *receipts)
{
    double *gaps = arena_take_array(arena, count, sizeof *gaps);
    size_t gap_count = 0;
    if (gaps == NULL) {
        return false;
    }
    for (size_t i = 1; i < count; i++) {
        if (days[i - 1] > until_day - RECEIPTS_DAYS) {
            gaps[gap_count++] = (double)days[i] - days[i - 1];
        }
    }
    if (gap_count >= RECEIPTS_GAPS_MIN) {
        statistics_sort(gaps, gap_count);
        receipts->has_interval = true;
        receipts->interval_days = statistics_median(gaps, gap_count);
    }
    return true;
}

enum daybook_status journal_look_up_receipts(struct journal *journal, size_t circle,
                                             int32_t until_day, struct arena *arena,
                                             struct journal_receipts *out_receipts)
{
    const struct own_circle *own = journal_circle(journal, circle);
    assert(own != NULL);
    const struct receipt_range range = {own->row.circle_no, INT32_MIN, until_day};
    struct journal_receipts receipts = {0};
    int32_t *days = NULL;
    size_t count = 0;
    enum daybook_status status = receipt_rows_list(journal->database, &range, arena, &days, &count);
    if (status != DAYBOOK_OK) {
        return status;
    }
    if (count > 0) {
        receipts.has_last = true;
        receipts.last_day = days[count - 1];
    }
    if (!median_gap(days, count, until_day, arena, &receipts)) {
        return DAYBOOK_NO_MEMORY;
    }
    *out_receipts = receipts;
    return DAYBOOK_OK;
}

enum daybook_status journal_day_received(struct journal *journal, size_t circle, int32_t day,
                                         int32_t *out_day)
{
    const struct own_circle *own = journal_circle(journal, circle);
    assert(own != NULL);
    int64_t received_ms = 0;
    enum daybook_status status =
        summary_rows_received(journal->database, own->row.circle_no, day, &received_ms);
    if (status == DAYBOOK_OK) {
        const struct journal_ports *ports = &journal->ports;
        const struct timestamp at = {received_ms,
                                     ports->offset_minutes(ports->context, received_ms)};
        *out_day = timestamp_day(at);
    }
    return status;
}
