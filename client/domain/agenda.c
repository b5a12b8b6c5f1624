/* Chooses the questions of a day. */
#include "domain/agenda.h"

#include "domain/plan.h"

enum { SECONDS_TAP = 3, SECONDS_SCALE = 4, SECONDS_TYPED = 6 };

void agenda_note(struct agenda_past *past, int32_t day, bool answered)
{
    bool again = past->asked && past->last_day == day;
    if (answered) {
        past->ignored = 0;
    } else if (!again) {
        past->ignored++;
    }
    past->asked = true;
    past->last_day = day;
}

/* Days until it is asked again. */
static uint32_t pause_of_question(const struct agenda_question *question)
{
    if (question->past.ignored == 0) {
        return question->period_days;
    }
    return question->past.ignored < AGENDA_IGNORED_MAX ? 1 : AGENDA_SELDOM_DAYS;
}

/* Days since it could have been asked again; -1: that is still to come. What was never asked has
 * waited longest. */
static int64_t overdue_days(const struct agenda_question *question, int32_t day)
{
    const struct agenda_past *past = &question->past;
    int64_t days = (int64_t)day - past->last_day - pause_of_question(question);
    if (!past->asked) {
        return INT32_MAX;
    }
    return days < 0 || day <= past->last_day ? -1 : days;
}

bool agenda_is_due(const struct agenda_question *question, int32_t day)
{
    return question->open && question->period_days > 0 && overdue_days(question, day) >= 0;
}

static bool goes_before(const struct agenda_question *first, const struct agenda_question *second,
                        int32_t day)
{
    return first->pinned != second->pinned ? first->pinned
                                           : overdue_days(first, day) > overdue_days(second, day);
}

/* The one whose turn it is among those that are due and fit; count when there is none. */
static size_t next_turn(const struct agenda_question *questions, size_t count, int32_t day,
                        uint32_t seconds)
{
    size_t found = count;
    for (size_t i = 0; i < count; i++) {
        bool fits = !questions[i].chosen && agenda_is_due(&questions[i], day) &&
                    (questions[i].pinned || questions[i].seconds <= seconds);
        if (fits && (found == count || goes_before(&questions[i], &questions[found], day))) {
            found = i;
        }
    }
    return found;
}

struct agenda_sum agenda_choose(struct agenda_question *questions, size_t count, int32_t day,
                                uint32_t seconds)
{
    struct agenda_sum sum = {0, 0};
    size_t turn = 0;
    for (size_t i = 0; i < count; i++) {
        questions[i].chosen = false;
    }
    while ((turn = next_turn(questions, count, day,
                             sum.seconds < seconds ? seconds - sum.seconds : 0)) < count) {
        questions[turn].chosen = true;
        sum.seconds += questions[turn].seconds;
    }
    for (size_t i = 0; i < count; i++) {
        sum.waiting += !questions[i].chosen && agenda_is_due(&questions[i], day) ? 1 : 0;
    }
    return sum;
}

uint32_t agenda_seconds(const struct field_rule *field)
{
    switch (field->type) {
    case FIELD_BOOL:
        return SECONDS_TAP;
    case FIELD_CHOICE:
    case FIELD_INTEGER:
        return SECONDS_SCALE;
    case FIELD_DECIMAL:
    case FIELD_TEXT:
    case FIELD_DATE:
    case FIELD_TIME:
    case FIELD_MOMENT:
    case FIELD_BYTES:
    case FIELD_REFERENCE:
    case FIELD_GROUP:
        break;
    }
    return SECONDS_TYPED;
}

uint32_t agenda_period(enum kind_cadence cadence)
{
    static const uint32_t days[] = {
        [CADENCE_EVENT] = 0,  [CADENCE_DAILY] = 1,    [CADENCE_TWICE_A_WEEK] = 3,
        [CADENCE_WEEKLY] = 7, [CADENCE_MONTHLY] = 30, [CADENCE_QUARTERLY] = 90,
    };
    return days[cadence];
}

uint32_t agenda_plan_period(const struct plan_version *plan, const char *kind, uint32_t own)
{
    static const struct {
        const char *word;
        uint32_t days;
    } cadences[] = {{"daily", 1}, {"2x_week", 3}, {"weekly", 7}, {"monthly", 30}, {"event", 0}};
    size_t count = 0;
    const struct value *watched = plan == NULL ? NULL : plan_items(plan, "watch", &count);
    uint32_t days = own;
    for (size_t i = 0; i < count; i++) {
        const struct value *enabled = value_find(&watched[i], "enabled");
        struct bytes cadence = value_text(&watched[i], "cadence");
        if (!bytes_equal_text(value_text(&watched[i], "kind"), kind)) {
            continue;
        }
        for (size_t j = 0; j < sizeof cadences / sizeof cadences[0]; j++) {
            days = bytes_equal_text(cadence, cadences[j].word) ? cadences[j].days : days;
        }
        bool off = enabled != NULL && enabled->type == VALUE_BOOL && !enabled->as.boolean;
        days = off ? 0 : days;
    }
    return days;
}
