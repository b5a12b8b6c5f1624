/* The request for what changed since a day, the most important first. */
#include "journal/overview.h"
#include "journal/plans.h"
#include "journal/red_flags.h"
#include "journal/summaries.h"
#include "requests/answer.h"
#include "requests/change_line.h"
#include "requests/change_plan.h"
#include "requests/contact_line.h"
#include "requests/entry_input.h"
#include "requests/handler.h"
#include "trends/assessment.h"

/* What is asked, and the answer as far as it is written. */
struct changing {
    struct request *request;
    size_t circle;
    int32_t since;
    int32_t until;
    struct when_here here;
    json_t *changes;
};

/* Take over a line; NULL is a lack of memory. */
static enum daybook_status add(struct changing *changing, json_t *line)
{
    return json_array_append_new(changing->changes, line) == 0 ? DAYBOOK_OK : DAYBOOK_NO_MEMORY;
}

static enum daybook_status read_question(struct changing *changing)
{
    struct request *request = changing->request;
    struct bytes since = {NULL, 0};
    if (!input_required(&request->input, "since", &since)) {
        return DAYBOOK_INVALID;
    }
    changing->here = entry_input_here(request);
    changing->until = timestamp_day(changing->here.now);
    enum daybook_status status =
        when_parse_day(since, &changing->here, &changing->since, &request->complaint);
    if (status == DAYBOOK_OK && changing->since > changing->until) {
        return request_refuse(request, DAYBOOK_INVALID, "That day is still to come.");
    }
    return status == DAYBOOK_OK ? request_circle(request, &changing->circle) : status;
}

/* Stages are for therapists; a patient sees what they are derived from. */
static enum daybook_status add_stages(struct changing *changing, const struct history *history)
{
    struct alsfrs_assessment before;
    struct alsfrs_assessment now;
    json_t *lines[2] = {NULL, NULL};
    if (journal_role(request_journal(changing->request)) != ROLE_THERAPIST ||
        !assessment_latest(history, changing->since, changing->until, &now)) {
        return DAYBOOK_OK;
    }
    bool had = assessment_latest(history, INT32_MIN, changing->since - 1, &before);
    const struct change_stages stages = {had ? &before : NULL, &now};
    if (!change_line_kings(&stages, &lines[0]) || !change_line_mitos(&stages, &lines[1])) {
        json_decref(lines[0]);
        return DAYBOOK_NO_MEMORY;
    }
    enum daybook_status status = DAYBOOK_OK;
    for (size_t i = 0; i < 2; i++) {
        if (lines[i] != NULL && add(changing, lines[i]) != DAYBOOK_OK) {
            status = DAYBOOK_NO_MEMORY;
        }
    }
    return status;
}

/* Urgent ones come first as flags_evaluate() sorts them; what was cleared is told after what was
 * raised. */
static enum daybook_status add_flags(struct changing *changing)
{
    struct flag *flags = NULL;
    size_t count = 0;
    struct request *request = changing->request;
    const struct red_flags_place place = {.journal = request_journal(request),
                                          .circle = changing->circle,
                                          .until_day = changing->until};
    enum daybook_status status = journal_flags(&place, request->arena, &flags, &count);
    for (size_t i = 0; i < count && status == DAYBOOK_OK; i++) {
        const struct flag *flag = &flags[i];
        bool raised = flag->state == FLAG_RAISED && flag->since >= changing->since;
        bool cleared = flag->state == FLAG_CLEARED && flag->cleared_day >= changing->since;
        if (raised || cleared) {
            status = add(changing, change_line_flag(flag));
        }
    }
    return status;
}

/* As difference_list() sorts them, the worst first. */
static enum daybook_status add_differences(struct changing *changing,
                                           const struct difference *differences, size_t count)
{
    enum daybook_status status = DAYBOOK_OK;
    for (size_t i = 0; i < count && status == DAYBOOK_OK; i++) {
        status = add(changing, change_line_difference(&differences[i]));
    }
    return status;
}

static enum daybook_status add_plans(struct changing *changing)
{
    struct plan_book book;
    struct request *request = changing->request;
    int64_t since_ms = when_day_start(changing->since, &changing->here).utc_ms;
    enum daybook_status status =
        journal_plans(request_journal(request), changing->circle, request->arena, &book);
    if (status == DAYBOOK_OK &&
        !change_plan_lines(changing->changes, &book, since_ms, request->arena)) {
        status = DAYBOOK_NO_MEMORY;
    }
    return status;
}

static enum daybook_status add_all(struct changing *changing)
{
    struct request *request = changing->request;
    struct history *history = NULL;
    const struct difference_span span = {changing->since, changing->until};
    struct difference *differences = NULL;
    size_t count = 0;
    enum daybook_status status =
        journal_trend_history(request_journal(request), changing->circle, request->arena, &history);
    if (status == DAYBOOK_OK) {
        status = difference_list(history, &span, request->arena, &differences, &count);
    }
    if (status == DAYBOOK_OK) {
        status = add_flags(changing);
    }
    if (status == DAYBOOK_OK) {
        status = add_plans(changing);
    }
    if (status == DAYBOOK_OK) {
        status = add_stages(changing, history);
    }
    return status == DAYBOOK_OK ? add_differences(changing, differences, count) : status;
}

static enum daybook_status reply(struct changing *changing)
{
    struct request *request = changing->request;
    struct journal_overview contact;
    enum daybook_status status = journal_look_up_contact(request_journal(request), changing->circle,
                                                         request->arena, &contact);
    if (status != DAYBOOK_OK) {
        return status;
    }
    json_t *answer = answer_begin("daybook.changes/1");
    return request_reply(request, answer,
                         answer_set(answer, "patient", answer_text(contact.patient)) &&
                             answer_set(answer, "since", answer_day(changing->since)) &&
                             answer_set(answer, "until", answer_day(changing->until)) &&
                             contact_line_write(answer, &contact, changing->until) &&
                             answer_set(answer, "changes", json_incref(changing->changes)));
}

enum daybook_status changes_list(struct request *request)
{
    struct changing changing = {.request = request, .changes = json_array()};
    enum daybook_status status =
        changing.changes == NULL ? DAYBOOK_NO_MEMORY : read_question(&changing);
    if (status == DAYBOOK_OK) {
        status = add_all(&changing);
    }
    if (status == DAYBOOK_OK) {
        status = reply(&changing);
    }
    json_decref(changing.changes);
    return status;
}
