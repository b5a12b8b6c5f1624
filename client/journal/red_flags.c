/* The red flags of a patient. */
#include "journal/red_flags.h"

#include <assert.h>

#include "journal/plans.h"
#include "journal/receipts.h"
#include "journal/state.h"
#include "journal/summaries.h"

/* Where the log is kept, nothing has to be received. */
static enum daybook_status ask_when_received(struct journal *journal, size_t circle,
                                             struct arena *arena, struct flag_question *question)
{
    struct journal_receipts receipts;
    if (journal->role != ROLE_THERAPIST) {
        return DAYBOOK_OK;
    }
    enum daybook_status status =
        journal_look_up_receipts(journal, circle, question->until, arena, &receipts);
    if (status == DAYBOOK_OK) {
        question->has_received = receipts.has_last;
        question->last_received_day = receipts.last_day;
    }
    return status;
}

enum daybook_status journal_flags(struct journal *journal, size_t circle, int32_t until_day,
                                  struct arena *arena, struct flag **out_flags, size_t *out_count)
{
    struct plan_book book;
    struct history *history = NULL;
    struct flag_question question = {
        .plans = &book,
        .until = until_day,
        .until_goes_on = until_day >= timestamp_day(journal_now(journal)),
    };
    assert(journal_circle(journal, circle) != NULL);
    enum daybook_status status = journal_trend_history(journal, circle, arena, &history);
    if (status == DAYBOOK_OK) {
        status = journal_plans(journal, circle, arena, &book);
    }
    if (status == DAYBOOK_OK) {
        status = ask_when_received(journal, circle, arena, &question);
    }
    if (status != DAYBOOK_OK) {
        return status;
    }
    question.history = history;
    return flags_evaluate(&question, arena, out_flags, out_count);
}
