/* The red flags of a patient. */
#include "journal/red_flags.h"

#include <assert.h>

#include "journal/choices.h"
#include "journal/plans.h"
#include "journal/receipts.h"
#include "journal/state.h"
#include "journal/summaries.h"

/* What only those have to know who are told of days: when they were told, and what they are not. */
static enum daybook_status ask_what_is_told(struct journal *journal, size_t circle,
                                            struct arena *arena, struct flag_question *question)
{
    struct journal_receipts receipts;
    struct journal_choices choices;
    struct sharing *sharing = arena_take(arena, sizeof *sharing);
    if (journal->role != ROLE_THERAPIST) {
        return DAYBOOK_OK;
    }
    enum daybook_status status =
        journal_look_up_receipts(journal, circle, question->until, arena, &receipts);
    if (status == DAYBOOK_OK) {
        status = journal_list_choices(journal, circle, arena, &choices);
    }
    if (status == DAYBOOK_OK && sharing == NULL) {
        status = DAYBOOK_NO_MEMORY;
    }
    if (status == DAYBOOK_OK) {
        sharing_of_choices(choices.choices, choices.count, sharing);
        question->sharing = sharing;
        question->has_received = receipts.has_last;
        question->last_received_day = receipts.last_day;
        question->received_interval_days = receipts.has_interval ? receipts.interval_days : 0;
    }
    return status;
}

enum daybook_status journal_flags(const struct red_flags_place *place, struct arena *arena,
                                  struct flag **out_flags, size_t *out_count)
{
    struct plan_book book;
    struct history *history = NULL;
    struct journal *journal = place->journal;
    struct flag_question question = {
        .history = place->history,
        .plans = &book,
        .until = place->until_day,
        .until_goes_on = place->until_day >= timestamp_day(journal_now(journal)),
    };
    assert(journal_circle(journal, place->circle) != NULL);
    enum daybook_status status = DAYBOOK_OK;
    if (place->history == NULL) {
        status = journal_trend_history(journal, place->circle, arena, &history);
        question.history = history;
    }
    if (status == DAYBOOK_OK) {
        status = journal_plans(journal, place->circle, arena, &book);
    }
    if (status == DAYBOOK_OK) {
        status = ask_what_is_told(journal, place->circle, arena, &question);
    }
    return status == DAYBOOK_OK ? flags_evaluate(&question, arena, out_flags, out_count) : status;
}
