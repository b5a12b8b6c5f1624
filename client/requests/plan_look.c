/* The requests that show plans: what is in force on a day, and how they changed. */
#include <string.h>

#include "journal/plans.h"
#include "requests/answer.h"
#include "requests/entry_input.h"
#include "requests/handler.h"
#include "requests/plan_changes.h"
#include "requests/plan_line.h"
#include "requests/plan_pick.h"

/* What was asked for. */
struct look {
    struct request *request;
    size_t circle;
    struct plan_book book;
    struct plan_pick pick; /* kind NULL: every plan */
    struct plan_line_place place;
    bool all; /* ended ones too */
};

static enum daybook_status begin(struct request *request, struct look *look)
{
    const struct input *input = &request->input;
    const struct when_here here = entry_input_here(request);
    struct bytes what = {NULL, 0};
    struct bytes on = bytes_of_text("today");
    *look = (struct look){.request = request};
    if (!input_text(input, "what", &what) || !input_text(input, "on", &on) ||
        !input_flag(input, "all", &look->all) ||
        when_parse_day(on, &here, &look->place.day, &request->complaint) != DAYBOOK_OK) {
        return DAYBOOK_INVALID;
    }
    look->place.book = &look->book;
    look->place.ports = desk_ports(request->desk);
    look->place.arena = request->arena;
    enum daybook_status status = request_circle(request, &look->circle);
    if (status == DAYBOOK_OK) {
        status = journal_plans(request_journal(request), look->circle, request->arena, &look->book);
    }
    if (status == DAYBOOK_OK && what.size > 0) {
        status = plan_pick_read(&look->book, what, &look->pick, &request->complaint);
    }
    return status;
}

static bool is_wanted(const struct look *look, const struct plan_version *version)
{
    const struct plan_pick *pick = &look->pick;
    return pick->kind == NULL ||
           (pick->newest == NULL ? bytes_equal_text(version->kind, pick->kind->name)
                                 : id128_equal(version->plan, pick->newest->plan));
}

/* The version of a plan in force on the day, else its newest one. */
static const struct plan_version *version_on(const struct look *look,
                                             const struct plan_version *newest)
{
    const struct plan_version *next = NULL;
    while ((next = plan_book_next_in_force(&look->book, newest->kind, look->place.day, next)) !=
           NULL) {
        if (id128_equal(next->plan, newest->plan)) {
            return next;
        }
    }
    return newest;
}

/* Others of the same number, which nobody has settled. */
static bool write_beside(const struct look *look, json_t *line, const struct plan_version *version)
{
    if (!plan_book_is_beside(&look->book, version)) {
        return true;
    }
    json_t *beside = json_array();
    bool written = answer_set(line, "beside", beside);
    for (size_t i = 0; written && i < look->book.count; i++) {
        const struct plan_version *other = &look->book.versions[i];
        if (other != version && other->number == version->number &&
            id128_equal(other->plan, version->plan)) {
            written = json_array_append_new(beside, plan_line_make(other, &look->place)) == 0;
        }
    }
    return written;
}

static bool write_plan(const struct look *look, json_t *plans, const struct plan_version *newest)
{
    const struct plan_version *version = version_on(look, newest);
    json_t *line = json_object();
    bool written =
        plan_line_write(line, version, &look->place) && write_beside(look, line, version) &&
        (version == newest || answer_set(line, "next", plan_line_make(newest, &look->place))) &&
        json_array_append(plans, line) == 0;
    json_decref(line);
    return written;
}

static bool has_ended(const struct look *look, const struct plan_version *newest)
{
    bool ended = newest->status == PLAN_COMPLETED || newest->status == PLAN_REVOKED;
    return (ended && newest->from_day <= look->place.day) ||
           (newest->has_end_day && newest->end_day < look->place.day);
}

enum daybook_status plan_show(struct request *request)
{
    struct look look;
    enum daybook_status status = begin(request, &look);
    if (status != DAYBOOK_OK) {
        return status;
    }
    json_t *answer = answer_begin("daybook.plan.show/1");
    json_t *plans = json_array();
    struct bytes patient = journal_patient(request_journal(request), look.circle);
    bool written = answer_set(answer, "patient", answer_text(patient)) &&
                   answer_set(answer, "on", answer_day(look.place.day)) &&
                   answer_set(answer, "plans", plans);
    for (size_t i = 0; written && i < look.book.count; i++) {
        const struct plan_version *version = &look.book.versions[i];
        bool shows = plan_book_newest(&look.book, version->plan) == version &&
                     is_wanted(&look, version) &&
                     (look.all || look.pick.newest != NULL || !has_ended(&look, version));
        written = !shows || write_plan(&look, plans, version);
    }
    return request_reply(request, answer, written);
}

/* The version a later one was made from: the newest of the numbers below. */
static const struct plan_version *version_before(const struct look *look,
                                                 const struct plan_version *version)
{
    const struct plan_version *found = NULL;
    for (size_t i = 0; i < look->book.count; i++) {
        const struct plan_version *other = &look->book.versions[i];
        if (other->number < version->number && id128_equal(other->plan, version->plan) &&
            (found == NULL || other->number > found->number ||
             (other->number == found->number && other->written_ms > found->written_ms))) {
            found = other;
        }
    }
    return found;
}

static bool write_version(const struct look *look, json_t *history,
                          const struct plan_version *version)
{
    json_t *line = json_object();
    json_t *changes = plan_changes_make(version_before(look, version), version, look->place.arena);
    bool written =
        plan_line_write(line, version, &look->place) &&
        answer_set(line, "beside", json_boolean(plan_book_is_beside(&look->book, version))) &&
        answer_set(line, "changes", changes) && json_array_append(history, line) == 0;
    json_decref(line);
    return written;
}

/* The versions of one plan by number: a book is ordered by first days. */
static bool write_versions(const struct look *look, json_t *history, struct id128 plan)
{
    const struct plan_version *newest = plan_book_newest(&look->book, plan);
    bool written = true;
    for (uint32_t number = 1; written && number <= newest->number; number++) {
        for (size_t i = 0; written && i < look->book.count; i++) {
            const struct plan_version *version = &look->book.versions[i];
            bool fits = version->number == number && id128_equal(version->plan, plan);
            written = !fits || write_version(look, history, version);
        }
    }
    return written;
}

enum daybook_status plan_history(struct request *request)
{
    struct look look;
    enum daybook_status status = begin(request, &look);
    if (status != DAYBOOK_OK) {
        return status;
    }
    json_t *answer = answer_begin("daybook.plan.history/1");
    json_t *history = json_array();
    struct bytes patient = journal_patient(request_journal(request), look.circle);
    bool written = answer_set(answer, "patient", answer_text(patient)) &&
                   answer_set(answer, "history", history);
    for (size_t i = 0; written && i < look.book.count; i++) {
        const struct plan_version *version = &look.book.versions[i];
        bool shows =
            plan_book_newest(&look.book, version->plan) == version && is_wanted(&look, version);
        written = !shows || write_versions(&look, history, version->plan);
    }
    return request_reply(request, answer, written);
}
