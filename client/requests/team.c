/* The requests that close the loop: acknowledge a flag, ask, list questions, answer. */
#include "journal/team.h"

#include "base/timestamp.h"
#include "journal/entries.h"
#include "journal/red_flags.h"
#include "requests/answer.h"
#include "requests/handler.h"
#include "requests/team_line.h"

/* Fields of an entry of a few texts; those that are empty are left out. */
enum { SAID_FIELDS_MAX = 3 };
struct said_field {
    const char *name;
    struct bytes text;
};

/* Log an entry of these fields, now. */
static enum daybook_status say(struct request *request, size_t circle, const char *kind,
                               const struct said_field fields[static SAID_FIELDS_MAX],
                               struct id128 *out_id)
{
    struct value_pair pairs[SAID_FIELDS_MAX];
    size_t count = 0;
    for (size_t i = 0; i < SAID_FIELDS_MAX; i++) {
        if (fields[i].text.size > 0) {
            pairs[count++] = (struct value_pair){bytes_of_text(fields[i].name),
                                                 {.type = VALUE_TEXT, .as.text = fields[i].text}};
        }
    }
    struct entry entry = {
        .kind = bytes_of_text(kind),
        .at = journal_now(request_journal(request)),
        .fields = {.type = VALUE_MAP, .as.map = {pairs, count}},
    };
    struct journal_batch batch = {.entries = &entry, .count = 1, .ids = out_id};
    return journal_log(request_journal(request), circle, &batch, &request->complaint);
}

static enum daybook_status reply_id(struct request *request, const char *schema, struct id128 id)
{
    json_t *answer = answer_begin(schema);
    return request_reply(request, answer, answer_set(answer, "id", answer_id(id)));
}

enum { RULE_SIZE = 3 };

/* A flag is named by its rule and the day it was raised, R16@2026-08-12, or by its rule alone. */
static bool is_flag(struct bytes flag)
{
    int32_t day = 0;
    bool is_rule = flag.size >= RULE_SIZE && (flag.data[0] == 'R' || flag.data[0] == 'r') &&
                   flag.data[1] >= '0' && flag.data[1] <= '9' && flag.data[2] >= '0' &&
                   flag.data[2] <= '9';
    return is_rule &&
           (flag.size == RULE_SIZE ||
            (flag.data[RULE_SIZE] == '@' &&
             day_from_text((struct bytes){flag.data + RULE_SIZE + 1, flag.size - RULE_SIZE - 1},
                           &day)));
}

/* By its rule alone the one that is raised now is meant, of which there is no second. */
static bool is_meant(const struct flag *flag, struct bytes named, const char *reference)
{
    bool whole = named.size > RULE_SIZE;
    if (flag->state == FLAG_UNDETERMINED || (!whole && flag->state != FLAG_RAISED)) {
        return false;
    }
    struct bytes rest = {named.data + 1, named.size - 1};
    struct bytes told = bytes_of_text(reference + 1);
    told.size = whole ? told.size : RULE_SIZE - 1;
    return bytes_equal(rest, told);
}

/* Nobody answers a flag that was never raised: a mistyped one would stay unseen for good. */
static enum daybook_status find_flag(struct request *request, size_t circle, struct bytes named,
                                     char out_reference[static FLAG_REFERENCE_SIZE])
{
    struct flag *flags = NULL;
    size_t count = 0;
    struct journal *journal = request_journal(request);
    const struct red_flags_place place = {
        .journal = journal, .circle = circle, .until_day = timestamp_day(journal_now(journal))};
    enum daybook_status status = journal_flags(&place, request->arena, &flags, &count);
    for (size_t i = 0; i < count && status == DAYBOOK_OK; i++) {
        flags_reference(&flags[i], out_reference);
        if (is_meant(&flags[i], named, out_reference)) {
            return DAYBOOK_OK;
        }
    }
    return status != DAYBOOK_OK ? status
                                : request_refuse(request, DAYBOOK_NOT_FOUND,
                                                 "No such flag was raised: see \"daybook flags\".");
}

static enum daybook_status reply_ack(struct request *request, struct id128 id,
                                     const char *reference)
{
    json_t *answer = answer_begin("daybook.ack/1");
    return request_reply(request, answer,
                         answer_set(answer, "id", answer_id(id)) &&
                             answer_set(answer, "flag", json_string(reference)));
}

enum daybook_status team_ack(struct request *request)
{
    size_t circle = 0;
    struct id128 id;
    struct bytes flag = {NULL, 0};
    struct bytes action = {NULL, 0};
    struct bytes message = {NULL, 0};
    char reference[FLAG_REFERENCE_SIZE];
    if (!input_required(&request->input, "flag", &flag) ||
        !input_required(&request->input, "action", &action) ||
        !input_text(&request->input, "message", &message)) {
        return DAYBOOK_INVALID;
    }
    if (!is_flag(flag)) {
        return request_refuse(request, DAYBOOK_INVALID,
                              "A flag is named by its rule and the day it was raised, such as "
                              "R16@2026-08-12, or by its rule: see \"daybook flags\".");
    }
    enum daybook_status status = request_circle(request, &circle);
    if (status == DAYBOOK_OK) {
        status = find_flag(request, circle, flag, reference);
    }
    if (status == DAYBOOK_OK) {
        const struct said_field fields[SAID_FIELDS_MAX] = {{"flag_ref", bytes_of_text(reference)},
                                                           {"action", action},
                                                           {"message_to_patient", message}};
        status = say(request, circle, "flag_ack", fields, &id);
    }
    return status == DAYBOOK_OK ? reply_ack(request, id, reference) : status;
}

enum daybook_status team_ask(struct request *request)
{
    size_t circle = 0;
    struct id128 id;
    struct bytes text = {NULL, 0};
    if (!input_required(&request->input, "text", &text)) {
        return DAYBOOK_INVALID;
    }
    enum daybook_status status = request_circle(request, &circle);
    if (status == DAYBOOK_OK) {
        const struct said_field fields[SAID_FIELDS_MAX] = {{"text", text}};
        status = say(request, circle, "question", fields, &id);
    }
    return status == DAYBOOK_OK ? reply_id(request, "daybook.ask/1", id) : status;
}

enum daybook_status team_answer(struct request *request)
{
    struct id128 id;
    struct journal_question_place place;
    struct bytes start = {NULL, 0};
    struct bytes text = {NULL, 0};
    if (!input_required(&request->input, "id", &start) ||
        !input_required(&request->input, "text", &text)) {
        return DAYBOOK_INVALID;
    }
    enum daybook_status status = journal_find_question(request_journal(request), start,
                                                       request->arena, &place, &request->complaint);
    if (status == DAYBOOK_OK) {
        char hex[ID128_HEX_SIZE];
        id128_to_hex(place.question.id, hex);
        const struct said_field fields[SAID_FIELDS_MAX] = {{"question_ref", bytes_of_text(hex)},
                                                           {"text", text}};
        status = say(request, place.circle, "answer", fields, &id);
    }
    return status == DAYBOOK_OK ? reply_id(request, "daybook.answer/1", id) : status;
}

static enum daybook_status add_questions(struct request *request, size_t circle, bool all,
                                         json_t *list)
{
    struct journal *journal = request_journal(request);
    struct journal_question *questions = NULL;
    size_t count = 0;
    enum daybook_status status =
        journal_questions(journal, circle, request->arena, &questions, &count);
    for (size_t i = 0; i < count && status == DAYBOOK_OK; i++) {
        if (!all && questions[i].answer_count > 0) {
            continue;
        }
        json_t *line = team_line_question(&questions[i]);
        bool written = answer_set(line, "patient", answer_text(journal_patient(journal, circle))) &&
                       json_array_append(list, line) == 0;
        json_decref(line);
        status = written ? DAYBOOK_OK : DAYBOOK_NO_MEMORY;
    }
    return status;
}

/* Of one patient, or of all. */
enum daybook_status team_questions(struct request *request)
{
    bool all = false;
    size_t circle = 0;
    json_t *list = json_array();
    enum daybook_status status = DAYBOOK_OK;
    if (list == NULL || !input_flag(&request->input, "all", &all)) {
        json_decref(list);
        return list == NULL ? DAYBOOK_NO_MEMORY : DAYBOOK_INVALID;
    }
    if (input_has(&request->input, "patient")) {
        status = request_circle(request, &circle);
        status = status == DAYBOOK_OK ? add_questions(request, circle, all, list) : status;
    } else {
        size_t count = journal_circle_count(request_journal(request));
        for (; circle < count && status == DAYBOOK_OK; circle++) {
            status = add_questions(request, circle, all, list);
        }
    }
    if (status != DAYBOOK_OK) {
        json_decref(list);
        return status;
    }
    json_t *answer = answer_begin("daybook.questions/1");
    return request_reply(request, answer, answer_set(answer, "questions", list));
}
