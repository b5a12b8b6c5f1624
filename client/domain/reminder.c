/* Works out when to remind. */
#include "domain/reminder.h"

#include "domain/agenda.h"
#include "domain/plan.h"
#include "domain/plan_schedule.h"

enum { DAILY = 1, MINUTES_A_DAY = 24 * 60, NUMBER_OFF = 1, NUMBER_FIRST_HOUR = 2 };

struct reminder_terms reminder_of_plan(const struct plan_version *plan)
{
    struct reminder_terms terms = {.period_days = agenda_plan_period(plan, "daily_checkin", DAILY),
                                   .minute = REMINDER_USUAL};
    if (plan != NULL &&
        plan_schedule_minute(value_text(plan->fields, "remind_at"), &terms.minute)) {
        terms.minute = terms.minute < REMINDER_FROM ? REMINDER_FROM : terms.minute;
        terms.minute = terms.minute >= REMINDER_UNTIL ? REMINDER_UNTIL - 1 : terms.minute;
    }
    return terms;
}

bool reminder_is_due(const struct reminder_terms *terms, int32_t last_day, int32_t day)
{
    int64_t late_days = (int64_t)day - last_day - terms->period_days;
    return terms->period_days > 0 &&
           (late_days == 0 || (late_days > 0 && (late_days - 1) % AGENDA_SELDOM_DAYS == 0));
}

bool reminder_is_time(const struct reminder_terms *terms, int32_t minute)
{
    return minute >= terms->minute && minute < REMINDER_UNTIL;
}

uint64_t reminder_choice_number(const struct reminder_choice *choice)
{
    switch (choice->mode) {
    case REMINDER_BY_PLAN:
        return 0;
    case REMINDER_OFF:
        return NUMBER_OFF;
    case REMINDER_AT:
        break;
    }
    return NUMBER_FIRST_HOUR + (uint64_t)choice->day * MINUTES_A_DAY + (uint64_t)choice->minute;
}

struct reminder_choice reminder_choice_of(uint64_t number)
{
    struct reminder_choice choice = {.mode = REMINDER_BY_PLAN};
    if (number == NUMBER_OFF) {
        choice.mode = REMINDER_OFF;
    } else if (number >= NUMBER_FIRST_HOUR && number / MINUTES_A_DAY <= INT32_MAX) {
        uint64_t minutes = number - NUMBER_FIRST_HOUR;
        choice = (struct reminder_choice){REMINDER_AT, (int32_t)(minutes % MINUTES_A_DAY),
                                          (int32_t)(minutes / MINUTES_A_DAY)};
    }
    return choice;
}

bool reminder_choice_read(struct bytes text, int32_t today, struct reminder_choice *out_choice)
{
    int32_t minute = 0;
    if (bytes_equal_text(text, "off")) {
        *out_choice = (struct reminder_choice){.mode = REMINDER_OFF};
        return true;
    }
    if (bytes_equal_text(text, "plan")) {
        *out_choice = (struct reminder_choice){.mode = REMINDER_BY_PLAN};
        return true;
    }
    if (today < 0 || !plan_schedule_minute(text, &minute) || minute < REMINDER_FROM ||
        minute >= REMINDER_UNTIL) {
        return false;
    }
    *out_choice = (struct reminder_choice){REMINDER_AT, minute, today};
    return true;
}
