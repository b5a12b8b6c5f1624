/* The requests by which therapists set plans and end them. */
#include "journal/entries.h"
#include "journal/plans.h"
#include "requests/answer.h"
#include "requests/entry_input.h"
#include "requests/flag_limits.h"
#include "requests/handler.h"
#include "requests/plan_fields.h"
#include "requests/plan_line.h"
#include "requests/plan_pick.h"

/* A plan about to be written. */
struct writing {
    struct request *request;
    size_t circle;
    struct plan_book book; /* as it was before */
    struct plan_pick pick;
    struct timestamp from;
    bool has_until;
    struct timestamp until;
    bool has_note;
    struct bytes note;
    bool is_new;
};

static enum daybook_status read_book(struct writing *writing)
{
    return journal_plans(request_journal(writing->request), writing->circle,
                         writing->request->arena, &writing->book);
}

/* Which plan, in whose circle. */
static enum daybook_status begin(struct writing *writing)
{
    struct request *request = writing->request;
    struct bytes what = {NULL, 0};
    if (!input_required(&request->input, "what", &what)) {
        return DAYBOOK_INVALID;
    }
    enum daybook_status status = request_circle(request, &writing->circle);
    if (status == DAYBOOK_OK) {
        status = read_book(writing);
    }
    if (status == DAYBOOK_OK) {
        status = plan_pick_read(&writing->book, what, &writing->pick, &request->complaint);
    }
    return status;
}

static enum daybook_status read_times(struct writing *writing)
{
    struct request *request = writing->request;
    const struct input *input = &request->input;
    const struct when_here here = entry_input_here(request);
    writing->from = here.now;
    writing->has_until = input_has(input, "until");
    writing->has_note = input_has(input, "note");
    bool read = entry_input_moment(&here, input, "from", &writing->from) &&
                entry_input_moment(&here, input, "until", &writing->until) &&
                input_text(input, "note", &writing->note) &&
                input_flag(input, "new", &writing->is_new);
    return read ? DAYBOOK_OK : DAYBOOK_INVALID;
}

/* The version that the words are put onto; NULL in pick.newest: there is none, the plan is new. */
static enum daybook_status find_before(struct writing *writing)
{
    struct request *request = writing->request;
    struct plan_pick *pick = &writing->pick;
    struct value changes = {.type = VALUE_MAP};
    const struct plan_draft draft = {.kind = pick->kind, .arena = request->arena};
    if (writing->is_new && pick->newest != NULL) {
        return request_refuse(request, DAYBOOK_INVALID,
                              "A new plan is begun by its kind, and has no id yet.");
    }
    if (writing->is_new || pick->newest != NULL) {
        return DAYBOOK_OK;
    }
    if (plan_pick_has_key(pick->kind)) {
        enum daybook_status status = plan_fields_read(&draft, &request->input, &changes);
        if (status != DAYBOOK_OK) {
            return status;
        }
    }
    return plan_pick_going_on(&writing->book, pick->kind, &changes, &pick->newest,
                              &request->complaint);
}

static enum daybook_status write_new(struct writing *writing, const struct value *fields,
                                     struct id128 *out_id)
{
    struct request *request = writing->request;
    struct entry entry = {
        .kind = bytes_of_text(writing->pick.kind->name),
        .at = writing->from,
        .has_end = writing->has_until,
        .end = writing->until,
        .visibility = writing->pick.kind->visibility,
        .fields = *fields,
        .note = writing->note,
    };
    struct journal_batch batch = {.entries = &entry, .count = 1, .ids = out_id};
    return journal_log(request_journal(request), writing->circle, &batch, &request->complaint);
}

/* A note belongs to one version: what the version before said is not said again. */
static enum daybook_status write_next(struct writing *writing, const struct value *changes)
{
    struct request *request = writing->request;
    const struct plan_version *before = writing->pick.newest;
    bool is_over = before->has_end_day && before->end_day < timestamp_day(writing->from);
    const struct journal_change change = {
        .fields = changes,
        .has_note = true,
        .note = writing->note,
        .has_at = true,
        .at = writing->from,
        .changes_end = writing->has_until || is_over,
        .has_end = writing->has_until,
        .end = writing->until,
    };
    return journal_amend(request_journal(request), before->plan, &change, &request->complaint);
}

static enum daybook_status reply(struct writing *writing, const char *schema, struct id128 id,
                                 bool is_new)
{
    struct request *request = writing->request;
    enum daybook_status status = read_book(writing);
    if (status != DAYBOOK_OK) {
        return status;
    }
    const struct plan_version *version = plan_book_newest(&writing->book, id);
    const struct when_here here = entry_input_here(request);
    const struct plan_line_place place = {
        .book = &writing->book,
        .day = timestamp_day(here.now),
        .ports = desk_ports(request->desk),
        .arena = request->arena,
    };
    json_t *answer = answer_begin(schema);
    bool written = version != NULL && plan_line_write(answer, version, &place) &&
                   answer_set(answer, "new", json_boolean(is_new));
    return request_reply(request, answer, written);
}

/* What the words change of the plan, within what a flag allows. */
static enum daybook_status read_changes(const struct writing *writing, struct value *out_changes)
{
    struct request *request = writing->request;
    const struct plan_version *before = writing->pick.newest;
    const struct plan_draft draft = {.kind = writing->pick.kind,
                                     .before = before == NULL ? NULL : before->fields,
                                     .arena = request->arena};
    enum daybook_status status = plan_fields_read(&draft, &request->input, out_changes);
    if (status != DAYBOOK_OK) {
        return status;
    }
    if (!flag_limits_check(draft.kind, out_changes, &request->complaint)) {
        return DAYBOOK_INVALID;
    }
    bool nothing = out_changes->as.map.count == 0 && !writing->has_until && !writing->has_note &&
                   !input_has(&request->input, "from");
    return before == NULL || !nothing
               ? DAYBOOK_OK
               : request_refuse(request, DAYBOOK_INVALID,
                                "Nothing is to be changed: give field=value, a file or a date.");
}

enum daybook_status plan_set(struct request *request)
{
    struct writing writing = {.request = request};
    struct value changes = {.type = VALUE_MAP};
    enum daybook_status status = begin(&writing);
    if (status == DAYBOOK_OK) {
        status = read_times(&writing);
    }
    if (status == DAYBOOK_OK) {
        status = find_before(&writing);
    }
    if (status == DAYBOOK_OK) {
        status = read_changes(&writing, &changes);
    }
    if (status != DAYBOOK_OK) {
        return status;
    }
    const struct plan_version *before = writing.pick.newest;
    struct id128 id = {{0}};
    if (before != NULL) {
        id = before->plan;
    }
    status = before == NULL ? write_new(&writing, &changes, &id) : write_next(&writing, &changes);
    return status == DAYBOOK_OK ? reply(&writing, "daybook.plan.set/1", id, before == NULL)
                                : status;
}

/* The plan that is to end: the only one of its kind, unless its id is given. */
static enum daybook_status find_ending(struct writing *writing)
{
    struct request *request = writing->request;
    struct plan_pick *pick = &writing->pick;
    const struct value nothing = {.type = VALUE_MAP};
    enum daybook_status status = DAYBOOK_OK;
    if (kind_field(pick->kind, bytes_of_text("status")) == NULL) {
        return request_refuse(request, DAYBOOK_INVALID,
                              "An evaluation does not end: \"daybook retract\" takes it back.");
    }
    if (pick->newest == NULL) {
        status = plan_pick_going_on(&writing->book, pick->kind, &nothing, &pick->newest,
                                    &request->complaint);
    }
    if (status == DAYBOOK_OK && pick->newest == NULL) {
        return request_refuse(request, DAYBOOK_NOT_FOUND,
                              "There is no such plan to end: \"daybook plan show\" lists those "
                              "there are.");
    }
    if (status == DAYBOOK_OK &&
        (pick->newest->status == PLAN_COMPLETED || pick->newest->status == PLAN_REVOKED)) {
        return request_refuse(request, DAYBOOK_CONFLICT, "That plan has ended already.");
    }
    return status;
}

enum daybook_status plan_end(struct request *request)
{
    struct writing writing = {.request = request};
    struct bytes word = bytes_of_text(plan_status_name(PLAN_COMPLETED));
    enum daybook_status status = begin(&writing);
    if (status == DAYBOOK_OK) {
        status = read_times(&writing);
    }
    if (status == DAYBOOK_OK && !input_required(&request->input, "reason", &writing.note)) {
        return DAYBOOK_INVALID;
    }
    if (status == DAYBOOK_OK && !input_text(&request->input, "status", &word)) {
        return DAYBOOK_INVALID;
    }
    if (status == DAYBOOK_OK && !bytes_equal_text(word, plan_status_name(PLAN_COMPLETED)) &&
        !bytes_equal_text(word, plan_status_name(PLAN_REVOKED))) {
        return request_refuse(request, DAYBOOK_INVALID,
                              "A plan ends as \"completed\" or as \"revoked\".");
    }
    if (status == DAYBOOK_OK) {
        status = find_ending(&writing);
    }
    const struct value_pair pair = {bytes_of_text("status"), {.type = VALUE_TEXT, .as.text = word}};
    const struct value changes = {.type = VALUE_MAP, .as.map = {&pair, 1}};
    if (status == DAYBOOK_OK) {
        status = write_next(&writing, &changes);
    }
    return status == DAYBOOK_OK
               ? reply(&writing, "daybook.plan.end/1", writing.pick.newest->plan, false)
               : status;
}
