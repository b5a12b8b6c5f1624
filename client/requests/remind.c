/* The request about reminders of a check-in: show and choose when. */
#include <inttypes.h>

#include "journal/reminder.h"
#include "requests/answer.h"
#include "requests/entry_input.h"
#include "requests/handler.h"

static const char *mode_name(enum reminder_mode mode)
{
    switch (mode) {
    case REMINDER_BY_PLAN:
        return "plan";
    case REMINDER_OFF:
        return "off";
    case REMINDER_AT:
        break;
    }
    return "own";
}

static json_t *hour(int32_t minute)
{
    enum { MINUTES_AN_HOUR = 60 };
    return minute < 0 ? json_null()
                      : json_sprintf("%02" PRId32 ":%02" PRId32, minute / MINUTES_AN_HOUR,
                                     minute % MINUTES_AN_HOUR);
}

static enum daybook_status choose(struct request *request, struct bytes at)
{
    struct reminder_choice choice;
    struct journal *journal = request_journal(request);
    if (journal_role(journal) == ROLE_THERAPIST) {
        return request_refuse(
            request, DAYBOOK_DENIED,
            "A check-in asks patients and caregivers, so nobody is reminded here.");
    }
    if (!reminder_choice_read(at, timestamp_day(entry_input_here(request).now), &choice)) {
        return request_refuse(request, DAYBOOK_INVALID,
                              "Say an hour from 08:00 to 20:59, such as 18:30, or \"off\", or "
                              "\"plan\" for the hour of the therapist's plan.");
    }
    return journal_set_reminder(journal, &choice);
}

enum daybook_status remind_show(struct request *request)
{
    struct bytes at = {NULL, 0};
    struct journal_reminder reminder;
    enum daybook_status status = DAYBOOK_OK;
    if (!input_text(&request->input, "at", &at)) {
        return DAYBOOK_INVALID;
    }
    if (at.size > 0) {
        status = choose(request, at);
    }
    if (status == DAYBOOK_OK) {
        status = journal_reminder(request_journal(request), &reminder);
    }
    if (status != DAYBOOK_OK) {
        return status;
    }
    json_t *answer = answer_begin("daybook.remind/1");
    return request_reply(
        request, answer,
        answer_set(answer, "chosen", json_string(mode_name(reminder.choice.mode))) &&
            answer_set(answer, "at", hour(reminder.minute)));
}
