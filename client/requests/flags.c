/* The request for red flags: what was observed, who acknowledged it, and whom to contact. */
#include "flags/flags.h"

#include "domain/plan.h"
#include "journal/circles.h"
#include "journal/plans.h"
#include "journal/receipts.h"
#include "journal/red_flags.h"
#include "journal/team.h"
#include "requests/answer.h"
#include "requests/entry_input.h"
#include "requests/handler.h"
#include "requests/team_line.h"

/* A flag that cleared before anybody saw it is shown for so long. */
enum { UNSEEN_DAYS = 28 };

/* What was asked for, and what is known of it. */
struct flag_page {
    struct journal *journal;
    size_t circle;
    int32_t until;
    bool all;
    struct flag *flags;
    size_t count;
    struct journal_ack *acks;
    size_t ack_count;
};

static bool is_of(const struct journal_ack *ack, const struct flag *flag)
{
    char reference[FLAG_REFERENCE_SIZE];
    flags_reference(flag, reference);
    return bytes_equal_text(ack->flag, reference);
}

static bool write_acks(json_t *line, const struct flag_page *page, const struct flag *flag)
{
    json_t *acks = json_array();
    bool written = acks != NULL;
    for (size_t i = 0; written && i < page->ack_count; i++) {
        written = !is_of(&page->acks[i], flag) ||
                  json_array_append_new(acks, team_line_ack(&page->acks[i])) == 0;
    }
    if (written && json_array_size(acks) > 0) {
        return answer_set(line, "acknowledged", acks);
    }
    json_decref(acks);
    return written;
}

static bool write_days(json_t *line, const struct flag *flag)
{
    bool was_raised = flag->state != FLAG_UNDETERMINED;
    return answer_set(line, "since", answer_day(flag->since)) &&
           (!was_raised || answer_set(line, "observed", answer_day(flag->observed_day))) &&
           (flag->state != FLAG_CLEARED ||
            answer_set(line, "cleared", answer_day(flag->cleared_day))) &&
           (!flag->has_digest || answer_set(line, "digest", answer_day(flag->digest_day)));
}

static bool write_source(json_t *line, const struct evidence *evidence)
{
    return answer_set(line, "source", json_string(evidence->source)) &&
           answer_set(line, "mark", json_string(kind_evidence_name(evidence->mark)));
}

/* Where days are told rather than logged, when that came in. */
static bool write_received(json_t *line, const struct flag_page *page, const struct flag *flag)
{
    int32_t day = 0;
    if (journal_role(page->journal) != ROLE_THERAPIST || flag->state == FLAG_UNDETERMINED) {
        return true;
    }
    enum daybook_status status =
        journal_day_received(page->journal, page->circle, flag->observed_day, &day);
    return status == DAYBOOK_NOT_FOUND ||
           (status == DAYBOOK_OK && answer_set(line, "received", answer_day(day)));
}

static json_t *flag_line(const struct flag_page *page, const struct flag *flag)
{
    char reference[FLAG_REFERENCE_SIZE];
    const struct flag_rule_row *rule = rule_book_rule(flag->rule);
    json_t *line = answer_begin("daybook.flag/1");
    flags_reference(flag, reference);
    bool written =
        answer_set(line, "rule", json_string(rule->name)) &&
        answer_set(line, "title", json_string(rule->title)) &&
        answer_set(line, "tier", json_string(rule_book_tier_name(flag->tier))) &&
        answer_set(line, "first", json_boolean(flag->tier == FLAG_TIER_REVIEW_HIGH)) &&
        answer_set(line, "state", json_string(flags_state_name(flag->state))) &&
        write_days(line, flag) && write_received(line, page, flag) &&
        answer_set(line, "text", answer_text(flag->text)) && write_source(line, &rule->evidence) &&
        (flag->state == FLAG_UNDETERMINED || answer_set(line, "ref", json_string(reference))) &&
        write_acks(line, page, flag);
    if (!written) {
        json_decref(line);
        return NULL;
    }
    return line;
}

static bool is_acknowledged(const struct flag_page *page, const struct flag *flag)
{
    for (size_t i = 0; i < page->ack_count; i++) {
        if (is_of(&page->acks[i], flag)) {
            return true;
        }
    }
    return false;
}

static bool is_shown(const struct flag_page *page, const struct flag *flag)
{
    bool is_unseen = flag->since > page->until - UNSEEN_DAYS && !is_acknowledged(page, flag);
    return page->all || flag->state != FLAG_CLEARED || (is_unseen && flag->tier > FLAG_TIER_INFO);
}

static bool write_flags(json_t *answer, const struct flag_page *page)
{
    json_t *list = json_array();
    bool written = answer_set(answer, "flags", list);
    for (size_t i = 0; written && i < page->count; i++) {
        const struct flag *flag = &page->flags[i];
        written = !is_shown(page, flag) || json_array_append_new(list, flag_line(page, flag)) == 0;
    }
    return written;
}

static bool has_urgent(const struct flag_page *page)
{
    for (size_t i = 0; i < page->count; i++) {
        if (page->flags[i].state == FLAG_RAISED && page->flags[i].tier == FLAG_TIER_URGENT) {
            return true;
        }
    }
    return false;
}

/* The words of a repeating choice, which of one may stand alone. */
static bool write_told(json_t *contact, const struct plan_version *plan)
{
    const struct value *told = plan == NULL ? NULL : value_find(plan->fields, "who_is_told");
    json_t *list = json_array();
    bool written = answer_set(contact, "told", list);
    if (told == NULL || told->type == VALUE_NULL) {
        return written;
    }
    const struct value *items = told->type == VALUE_LIST ? told->as.list.items : told;
    size_t count = told->type == VALUE_LIST ? told->as.list.count : 1;
    for (size_t i = 0; written && i < count; i++) {
        written = items[i].type != VALUE_TEXT ||
                  json_array_append_new(list, answer_text(items[i].as.text)) == 0;
    }
    return written;
}

/* Whom a household turns to: its therapists, as nobody watches the journal while it is written. */
static enum daybook_status write_contact(struct request *request, const struct flag_page *page,
                                         json_t *answer)
{
    struct journal *journal = request_journal(request);
    struct journal_member *members = NULL;
    struct plan_book plans = {0};
    size_t count = 0;
    if (journal_role(journal) == ROLE_THERAPIST || !has_urgent(page)) {
        return DAYBOOK_OK;
    }
    enum daybook_status status =
        journal_members(journal, page->circle, request->arena, &members, &count);
    if (status == DAYBOOK_OK) {
        status = journal_plans(journal, page->circle, request->arena, &plans);
    }
    if (status != DAYBOOK_OK) {
        return status;
    }
    json_t *contact = json_object();
    json_t *names = json_array();
    bool written = answer_set(answer, "contact", contact) && answer_set(contact, "team", names);
    for (size_t i = 0; written && i < count; i++) {
        written = members[i].removed || members[i].role != ROLE_THERAPIST ||
                  json_array_append_new(names, answer_text(members[i].name)) == 0;
    }
    written = written &&
              write_told(contact,
                         plan_book_in_force(&plans, bytes_of_text("monitoring_plan"), page->until));
    return written ? DAYBOOK_OK : DAYBOOK_NO_MEMORY;
}

static enum daybook_status read_page(struct request *request, struct flag_page *page)
{
    const struct input *input = &request->input;
    const struct when_here here = entry_input_here(request);
    struct bytes until = bytes_of_text("today"); /* what is urgent cannot wait for its end */
    if (!input_text(input, "until", &until) || !input_flag(input, "all", &page->all) ||
        when_parse_day(until, &here, &page->until, &request->complaint) != DAYBOOK_OK) {
        return DAYBOOK_INVALID;
    }
    int32_t today = timestamp_day(journal_now(request_journal(request)));
    page->until = page->until < today ? page->until : today; /* a day to come is taken as today */
    return request_circle(request, &page->circle);
}

static enum daybook_status look(struct request *request, struct flag_page *page)
{
    struct journal *journal = request_journal(request);
    const struct red_flags_place place = {
        .journal = journal, .circle = page->circle, .until_day = page->until};
    enum daybook_status status = journal_flags(&place, request->arena, &page->flags, &page->count);
    if (status == DAYBOOK_OK) {
        status = journal_acks(journal, page->circle, request->arena, &page->acks, &page->ack_count);
    }
    return status;
}

enum daybook_status flags_page(struct request *request)
{
    struct flag_page page = {.journal = request_journal(request)};
    enum daybook_status status = read_page(request, &page);
    if (status == DAYBOOK_OK) {
        status = look(request, &page);
    }
    if (status != DAYBOOK_OK) {
        return status;
    }
    struct bytes patient = journal_patient(request_journal(request), page.circle);
    json_t *answer = answer_begin("daybook.flags/1");
    bool written = answer_set(answer, "patient", answer_text(patient)) &&
                   answer_set(answer, "until", answer_day(page.until)) &&
                   write_flags(answer, &page);
    status = written ? write_contact(request, &page, answer) : DAYBOOK_NO_MEMORY;
    if (status != DAYBOOK_OK) {
        json_decref(answer);
        return status;
    }
    return request_reply(request, answer, true);
}
