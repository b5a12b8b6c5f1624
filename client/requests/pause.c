/* The requests that pause everything, and go on. */
#include "domain/pause.h"

#include "journal/entries.h"
#include "requests/answer.h"
#include "requests/entry_input.h"
#include "requests/handler.h"

/* The latest word on pausing, as the entries are visited by time. */
static enum daybook_status look_at(void *context, const struct journal_item *item)
{
    struct pause *pause = context;
    double days = 0;
    if (!item->retracted && value_number(value_find(&item->entry.fields, "days"), &days)) {
        *pause = pause_of(timestamp_day(item->entry.at), days);
    }
    return DAYBOOK_OK;
}

static enum daybook_status find_pause(struct request *request, size_t circle,
                                      struct pause *out_pause)
{
    const struct journal_filter filter = {.circle = circle, .kind = bytes_of_text("pause")};
    *out_pause = (struct pause){.set = false};
    return journal_list(request_journal(request), &filter, look_at, out_pause);
}

/* Log it as any entry is logged, so that a caregiver does it for the patient. */
static enum daybook_status log_days(struct request *request, size_t circle, json_int_t days,
                                    struct bytes reason)
{
    struct entry_input reader;
    struct entry entry;
    struct id128 id;
    struct journal_batch batch = {.entries = &entry, .count = 1, .ids = &id};
    json_t *object = json_pack("{s:s, s:{s:I, s:s*}}", "kind", "pause", "fields", "days", days,
                               "reason", reason.size > 0 ? (const char *)reason.data : NULL);
    const struct input input = {object, &request->complaint};
    enum daybook_status status =
        object == NULL ? DAYBOOK_NO_MEMORY : entry_input_begin(request, circle, &reader);
    if (status == DAYBOOK_OK) {
        status = entry_input_read(&reader, &input, &entry);
    }
    if (status == DAYBOOK_OK) {
        status = journal_log(reader.journal, circle, &batch, &request->complaint);
    }
    json_decref(object);
    return status;
}

static enum daybook_status reply(struct request *request, size_t circle, const char *schema)
{
    struct pause pause;
    enum daybook_status status = find_pause(request, circle, &pause);
    if (status != DAYBOOK_OK) {
        return status;
    }
    json_t *answer = answer_begin(schema);
    return request_reply(
        request, answer,
        answer_set(answer, "paused", json_boolean(pause.set)) &&
            (!pause.set || answer_set(answer, "since", answer_day(pause.since))) &&
            (!pause.has_last_day || answer_set(answer, "until", answer_day(pause.last_day))));
}

/* The days of a pause: until a day, or open. */
static enum daybook_status read_days(struct request *request, json_int_t *out_days)
{
    const struct when_here here = entry_input_here(request);
    struct bytes until = {NULL, 0};
    int32_t last_day = 0;
    if (!input_text(&request->input, "until", &until)) {
        return DAYBOOK_INVALID;
    }
    if (until.size == 0) {
        *out_days = PAUSE_DAYS_OPEN;
        return DAYBOOK_OK;
    }
    enum daybook_status status = when_parse_day(until, &here, &last_day, &request->complaint);
    int32_t today = timestamp_day(here.now);
    if (status == DAYBOOK_OK && (last_day < today || last_day - today + 1 >= PAUSE_DAYS_OPEN)) {
        return request_refuse(request, DAYBOOK_INVALID,
                              "A pause ends today or later: give its last day.");
    }
    *out_days = last_day - today + 1;
    return status;
}

enum daybook_status pause_begin(struct request *request)
{
    size_t circle = 0;
    json_int_t days = 0;
    struct bytes reason = {NULL, 0};
    enum daybook_status status = read_days(request, &days);
    if (status == DAYBOOK_OK && !input_text(&request->input, "reason", &reason)) {
        return DAYBOOK_INVALID;
    }
    if (status == DAYBOOK_OK) {
        status = request_circle(request, &circle);
    }
    if (status == DAYBOOK_OK) {
        status = log_days(request, circle, days, reason);
    }
    return status == DAYBOOK_OK ? reply(request, circle, "daybook.pause/1") : status;
}

enum daybook_status pause_end(struct request *request)
{
    size_t circle = 0;
    struct pause pause;
    const struct bytes no_reason = {NULL, 0};
    const struct when_here here = entry_input_here(request);
    enum daybook_status status = request_circle(request, &circle);
    if (status == DAYBOOK_OK) {
        status = find_pause(request, circle, &pause);
    }
    if (status == DAYBOOK_OK && !pause_holds(&pause, timestamp_day(here.now))) {
        return request_refuse(request, DAYBOOK_NOT_FOUND, "Nothing is paused.");
    }
    if (status == DAYBOOK_OK) {
        status = log_days(request, circle, 0, no_reason);
    }
    return status == DAYBOOK_OK ? reply(request, circle, "daybook.resume/1") : status;
}
