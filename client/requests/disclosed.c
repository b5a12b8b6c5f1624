/* The request that tells what one person of the circle can see. */
#include "journal/disclosure.h"
#include "requests/answer.h"
#include "requests/handler.h"

static const char *log_word(enum disclosed_log log)
{
    switch (log) {
    case DISCLOSED_LOG_NEVER:
        return "never";
    case DISCLOSED_LOG_BEFORE:
        return "before";
    case DISCLOSED_LOG_NOW:
        return "now";
    }
    return "never";
}

static bool write_measures(json_t *object, const struct disclosed_days *days)
{
    json_t *list = json_array();
    bool written = answer_set(object, "measures", list);
    for (size_t i = 0; written && i < days->measure_count; i++) {
        const struct disclosed_measure *measure = &days->measures[i];
        json_t *line = json_object();
        written = answer_set(line, "measure", answer_text(measure->name)) &&
                  answer_set(line, "days", json_integer(measure->days)) &&
                  answer_set(line, "weeks", json_integer(measure->weeks)) &&
                  json_array_append(list, line) == 0;
        json_decref(line);
    }
    return written;
}

static bool write_days(json_t *answer, const char *name, const struct disclosed_days *days)
{
    bool has = days->days > 0;
    json_t *object = json_object();
    bool written = answer_set(answer, name, object);
    return written && answer_set(object, "days", json_integer(days->days)) &&
           answer_set(object, "first", has ? answer_day(days->first) : json_null()) &&
           answer_set(object, "last", has ? answer_day(days->last) : json_null()) &&
           write_measures(object, days);
}

static bool write_names(json_t *answer, const struct journal_disclosure *disclosure)
{
    json_t *list = json_array();
    bool written = answer_set(answer, "names", list);
    for (size_t i = 0; written && i < disclosure->name_count; i++) {
        written = json_array_append_new(list, answer_text(disclosure->names[i])) == 0;
    }
    return written;
}

enum daybook_status disclosed_show(struct request *request)
{
    struct journal *journal = request_journal(request);
    struct journal_inquiry inquiry = {.complaint = &request->complaint};
    struct journal_disclosure disclosure;
    if (!input_required(&request->input, "to", &inquiry.who)) {
        return DAYBOOK_INVALID;
    }
    enum daybook_status status = request_circle(request, &inquiry.circle);
    if (status == DAYBOOK_OK) {
        status = journal_disclosed(journal, &inquiry, request->arena, &disclosure);
    }
    if (status != DAYBOOK_OK) {
        return status;
    }
    bool open = disclosure.log == DISCLOSED_LOG_NOW;
    json_t *answer = answer_begin("daybook.disclosed/1");
    bool written =
        answer_set(answer, "patient", answer_text(journal_patient(journal, inquiry.circle))) &&
        answer_set(answer, "to", answer_text(disclosure.name)) &&
        answer_set(answer, "role", json_string(role_name(disclosure.role))) &&
        write_days(answer, "trends", &disclosure.team) &&
        write_days(answer, "kept_from_team", &disclosure.own) &&
        answer_set(answer, "waiting_days", json_integer(disclosure.waiting_days)) &&
        answer_set(answer, "log", json_string(log_word(disclosure.log))) &&
        answer_set(answer, "entries",
                   open ? json_integer((json_int_t)disclosure.entries) : json_null()) &&
        answer_set(answer, "plans", json_integer((json_int_t)disclosure.plans)) &&
        answer_set(answer, "questions", json_integer((json_int_t)disclosure.questions)) &&
        answer_set(answer, "messages", json_integer((json_int_t)disclosure.messages)) &&
        write_names(answer, &disclosure);
    return request_reply(request, answer, written);
}
