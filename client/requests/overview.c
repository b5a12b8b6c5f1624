/* The request for all patients at a glance. */
#include "journal/overview.h"

#include "requests/answer.h"
#include "requests/contact_line.h"
#include "requests/handler.h"

static bool write_overview(json_t *line, const struct journal_overview *overview, int32_t today)
{
    return answer_set(line, "patient", answer_text(overview->patient)) &&
           answer_set(line, "urgent", json_integer(overview->urgent)) &&
           answer_set(line, "review", json_integer(overview->review)) &&
           answer_set(line, "undetermined", json_integer(overview->undetermined)) &&
           (overview->flag.size == 0 || answer_set(line, "flag", answer_text(overview->flag))) &&
           answer_set(line, "questions", json_integer(overview->questions)) &&
           contact_line_write(line, overview, today) &&
           answer_set(line, "paused_since",
                      overview->paused ? answer_day(overview->paused_since) : json_null());
}

enum daybook_status overview_patients(struct request *request)
{
    struct journal *journal = request_journal(request);
    struct journal_overview *overviews = NULL;
    size_t count = 0;
    enum daybook_status status = journal_overviews(journal, request->arena, &overviews, &count);
    if (status != DAYBOOK_OK) {
        return status;
    }
    int32_t today = timestamp_day(journal_now(journal));
    json_t *answer = answer_begin("daybook.patients/1");
    json_t *patients = json_array();
    bool written = answer_set(answer, "patients", patients);
    for (size_t i = 0; written && i < count; i++) {
        json_t *line = json_object();
        written =
            write_overview(line, &overviews[i], today) && json_array_append(patients, line) == 0;
        json_decref(line);
    }
    return request_reply(request, answer, written);
}
