/* Finds earlier answers of the same person, and writes new ones one by one. */
#include "cli/checkin_record.h"

#include <stdio.h>
#include <string.h>

#include "cli/reply.h"

enum { WORD_SIZE = 2200 };

static enum daybook_status ask(struct door *door, const char *name, const char *day,
                               json_t **out_answer)
{
    struct question question = question_begin(name);
    question_text(&question, "since", day);
    question_text(&question, "until", day);
    return door_ask(door, &question, out_answer);
}

static bool is_own(const struct checkin_record *record, const json_t *entry)
{
    return strcmp(reply_text(entry, "author"), reply_text(record->self, "name")) == 0 &&
           !reply_is(entry, "retracted");
}

/* Today's entries that a new answer may be added to. */
static enum daybook_status note_ids(struct checkin_record *record)
{
    const json_t *entries = reply_list(record->today, "entries");
    for (size_t i = 0; i < json_array_size(entries); i++) {
        const json_t *entry = json_array_get(entries, i);
        if (is_own(record, entry) && json_object_set(record->ids, reply_text(entry, "kind"),
                                                     json_object_get(entry, "id")) != 0) {
            return DAYBOOK_NO_MEMORY;
        }
    }
    return DAYBOOK_OK;
}

enum daybook_status checkin_record_open(struct door *door, struct checkin_record *out_record)
{
    *out_record = (struct checkin_record){.door = door, .ids = json_object()};
    enum daybook_status status = ask(door, "kinds", NULL, &out_record->kinds);
    if (status == DAYBOOK_OK) {
        status = ask(door, "status", NULL, &out_record->self);
    }
    if (status == DAYBOOK_OK) {
        status = ask(door, "list", "yesterday", &out_record->yesterday);
    }
    if (status == DAYBOOK_OK) {
        status = ask(door, "list", "today", &out_record->today);
    }
    return status == DAYBOOK_OK ? note_ids(out_record) : status;
}

void checkin_record_close(struct checkin_record *record)
{
    json_decref(record->kinds);
    json_decref(record->self);
    json_decref(record->today);
    json_decref(record->yesterday);
    json_decref(record->ids);
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

/* The last answer among the entries of a day; a question that was skipped has none. */
static json_t *answered(const struct checkin_record *record, const json_t *day, const char *kind,
                        const char *field)
{
    json_t *found = NULL;
    const json_t *entries = reply_list(day, "entries");
    for (size_t i = 0; i < json_array_size(entries); i++) {
        const json_t *entry = json_array_get(entries, i);
        json_t *value = json_object_get(json_object_get(entry, "fields"), field);
        if (strcmp(reply_text(entry, "kind"), kind) == 0 && is_own(record, entry) &&
            value != NULL && json_object_get(value, "absent") == NULL) {
            found = value;
        }
    }
    return found;
}

json_t *checkin_record_today(const struct checkin_record *record, const char *kind,
                             const char *field)
{
    return answered(record, record->today, kind, field);
}

json_t *checkin_record_yesterday(const struct checkin_record *record, const char *kind,
                                 const char *field)
{
    return answered(record, record->yesterday, kind, field);
}

/* The other fields a new entry must have: they are skipped until they are asked for. */
static json_t *skip_required(const struct checkin_record *record, const char *kind,
                             const char *field)
{
    json_t *skipped = json_object();
    const json_t *rows = fields_of(record, kind);
    for (size_t i = 0; i < json_array_size(rows); i++) {
        const json_t *row = json_array_get(rows, i);
        const char *name = reply_text(row, "name");
        if (reply_is(row, "required") && strcmp(name, field) != 0 &&
            json_object_set_new(skipped, name, json_pack("{s:s}", "absent", "skipped")) != 0) {
            json_decref(skipped);
            return NULL;
        }
    }
    return skipped;
}

enum daybook_status checkin_record_save(struct checkin_record *record, const json_t *asked,
                                        const char *typed, json_t *value)
{
    char word[WORD_SIZE];
    char *words[] = {word};
    const char *kind = reply_text(asked, "kind");
    const char *field = reply_text(asked, "field");
    json_t *id = json_object_get(record->ids, kind);
    json_t *fields = id == NULL ? skip_required(record, kind, field) : json_object();
    struct question question = question_begin(id == NULL ? "log" : "amend");
    json_t *answer = NULL;

    question.failed = question.failed || fields == NULL;
    if (value != NULL && json_object_set_new(fields, field, value) != 0) {
        question.failed = true;
    }
    question_json(&question, "fields", fields);
    if (typed != NULL) {
        snprintf(word, sizeof word, "%s=%s", field, typed);
        question_texts(&question, "words", words, 1);
    }
    if (id == NULL) {
        question_text(&question, "kind", kind);
    } else {
        question_json(&question, "id", json_incref(id));
    }
    enum daybook_status status = door_ask(record->door, &question, &answer);
    if (status == DAYBOOK_OK &&
        json_object_set(record->ids, kind, json_object_get(answer, "id")) != 0) {
        status = DAYBOOK_NO_MEMORY;
    }
    json_decref(answer);
    return status;
}
