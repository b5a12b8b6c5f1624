/* Writes the answers of a check-in one by one. */
#include "cli/checkin_record.h"

#include <stdio.h>
#include <string.h>

#include "cli/reply.h"

enum { WORD_SIZE = 2200 };

static enum daybook_status ask(struct door *door, const char *name, json_t **out_answer)
{
    struct question question = question_begin(name);
    return door_ask(door, &question, out_answer);
}

/* Today's entries that answers of the daily core are added to. */
static enum daybook_status note_ids(struct checkin_record *record)
{
    const json_t *questions = reply_list(record->today, "questions");
    for (size_t i = 0; i < json_array_size(questions); i++) {
        const json_t *asked = json_array_get(questions, i);
        json_t *entry = json_object_get(asked, "entry");
        if (entry != NULL && json_object_set(record->ids, reply_text(asked, "kind"), entry) != 0) {
            return DAYBOOK_NO_MEMORY;
        }
    }
    return DAYBOOK_OK;
}

enum daybook_status checkin_record_open(struct door *door, struct checkin_record *out_record)
{
    *out_record =
        (struct checkin_record){.door = door, .ids = json_object(), .same = json_object()};
    enum daybook_status status = ask(door, "kinds", &out_record->kinds);
    if (status == DAYBOOK_OK) {
        status = ask(door, "status", &out_record->self);
    }
    return status;
}

enum daybook_status checkin_record_begin(struct checkin_record *record, const char *patient)
{
    struct question question = question_begin("checkin");
    question_text(&question, "patient", patient);
    record->patient = patient;
    enum daybook_status status = door_ask(record->door, &question, &record->today);
    return status == DAYBOOK_OK ? note_ids(record) : status;
}

void checkin_record_close(struct checkin_record *record)
{
    json_decref(record->kinds);
    json_decref(record->self);
    json_decref(record->today);
    json_decref(record->ids);
    json_decref(record->same);
}

/* The object of a list whose member has this text, NULL when there is none. */
static const json_t *find(const json_t *list, const char *member, const char *text)
{
    for (size_t i = 0; i < json_array_size(list); i++) {
        const json_t *row = json_array_get(list, i);
        if (strcmp(reply_text(row, member), text) == 0) {
            return row;
        }
    }
    return NULL;
}

static const json_t *fields_of(const struct checkin_record *record, const char *kind)
{
    return reply_list(find(reply_list(record->kinds, "kinds"), "kind", kind), "fields");
}

const json_t *checkin_record_field(const struct checkin_record *record, const char *kind,
                                   const char *field)
{
    return find(fields_of(record, kind), "name", field);
}

json_t *checkin_record_skipped(void)
{
    return json_pack("{s:s}", "absent", "skipped");
}

json_t *checkin_record_not_applicable(void)
{
    return json_pack("{s:s}", "absent", "not_applicable");
}

static bool is_left_out(const struct checkin_answer *answer)
{
    return answer->value != NULL && json_object_get(answer->value, "absent") != NULL;
}

/* What a new entry has beside its answer: the other fields it must have are unknown until they are
 * asked for, or left out with it. NULL when memory is short. */
static json_t *new_fields(const struct checkin_record *record, const struct checkin_answer *answer)
{
    json_t *fields = answer->beside == NULL ? json_object() : json_copy(answer->beside);
    const json_t *rows = fields_of(record, answer->kind);
    bool made = fields != NULL;
    for (size_t i = 0; made && i < json_array_size(rows); i++) {
        const json_t *row = json_array_get(rows, i);
        const char *name = reply_text(row, "name");
        bool missing = reply_is(row, "required") && strcmp(name, answer->field) != 0 &&
                       json_object_get(fields, name) == NULL;
        json_t *absent = is_left_out(answer) ? checkin_record_skipped()
                                             : json_pack("{s:s}", "absent", "unknown");
        made = !missing || json_object_set(fields, name, absent) == 0;
        json_decref(absent);
    }
    if (!made) {
        json_decref(fields);
        return NULL;
    }
    return fields;
}

/* Say which answers of the entry were given as yesterday's. */
static bool note_same(struct checkin_record *record, const struct checkin_answer *answer,
                      json_t *fields)
{
    json_t *names = json_object_get(record->same, answer->slot);
    if (!answer->as_yesterday) {
        return true;
    }
    if (answer->all_as_yesterday &&
        checkin_record_field(record, answer->kind, "same_as_yesterday") != NULL &&
        json_object_set_new(fields, "same_as_yesterday", json_true()) != 0) {
        return false;
    }
    if (names == NULL) {
        names = json_array();
        if (json_object_set_new(record->same, answer->slot, names) != 0) {
            return false;
        }
    }
    return json_array_append_new(names, json_string(answer->field)) == 0 &&
           json_object_set_new(fields, "as_yesterday", json_copy(names)) == 0;
}

enum daybook_status checkin_record_save(struct checkin_record *record,
                                        const struct checkin_answer *answer)
{
    char word[WORD_SIZE];
    char *words[] = {word};
    json_t *id = json_object_get(record->ids, answer->slot);
    json_t *fields = id == NULL ? new_fields(record, answer) : json_object();
    bool left_out = is_left_out(answer);
    struct question question = question_begin(id == NULL ? "log" : "amend");
    json_t *reply = NULL;

    question.failed = question.failed || fields == NULL || !note_same(record, answer, fields);
    if (answer->value != NULL && json_object_set_new(fields, answer->field, answer->value) != 0) {
        question.failed = true;
    }
    question_json(&question, "fields", fields);
    if (answer->typed != NULL) {
        snprintf(word, sizeof word, "%s=%s", answer->field, answer->typed);
        question_texts(&question, "words", words, 1);
    }
    if (id == NULL) {
        question_text(&question, "kind", answer->kind);
        question_text(&question, "patient", record->patient);
    } else {
        question_json(&question, "id", json_incref(id));
    }
    enum daybook_status status = door_ask(record->door, &question, &reply);
    if (status == DAYBOOK_OK &&
        json_object_set(record->ids, answer->slot, json_object_get(reply, "id")) != 0) {
        status = DAYBOOK_NO_MEMORY;
    }
    record->answers += status == DAYBOOK_OK && !left_out ? 1 : 0;
    json_decref(reply);
    return status;
}
