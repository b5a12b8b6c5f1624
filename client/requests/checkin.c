/* The request that says what a check-in asks today. */
#include <stdio.h>
#include <string.h>

#include "domain/catalog.h"
#include "domain/plan_ref.h"
#include "journal/entries.h"
#include "journal/plans.h"
#include "requests/answer.h"
#include "requests/checkin_day.h"
#include "requests/entry_input.h"
#include "requests/handler.h"
#include "requests/value_json.h"

enum { LOOK_BACK_DAYS = 120, MINUTE_MS = 60000, DAY_MINUTES = 1440, TITLE_SIZE = 512 };

/* The past while it is read: beside what is due, what the same person answered before. */
struct looking {
    struct request *request;
    struct checkin_day *day;
    struct arena *arena; /* of one entry */
    json_t *yesterday;   /* fields of the last own entry of yesterday, by kind; owned */
    json_t *entries;     /* ids of today's own entries, by kind; owned */
};

static bool keep_yesterday(struct looking *looking, const char *kind, const struct value *fields)
{
    return answer_set(looking->yesterday, kind, value_json_write(fields, looking->arena));
}

static enum daybook_status look_at(void *context, const struct journal_item *item)
{
    struct looking *looking = context;
    const struct kind *kind = catalog_find(item->entry.kind);
    struct bytes self = journal_name(request_journal(looking->request));
    const struct checkin_entry entry = {
        .kind = item->entry.kind,
        .fields = &item->entry.fields,
        .plan_ref = item->entry.plan_ref,
        .day = timestamp_day(item->entry.at),
        .own = bytes_equal(item->author, self),
    };
    bool written = true;
    if (item->retracted || kind == NULL) {
        return DAYBOOK_OK;
    }
    checkin_day_note(looking->day, &entry);
    arena_reset(looking->arena);
    if (entry.own && entry.day == looking->day->day - 1) {
        written = keep_yesterday(looking, kind->name, &item->entry.fields);
    } else if (entry.own && entry.day == looking->day->day) {
        written = answer_set(looking->entries, kind->name, answer_id(item->id));
    }
    return written ? DAYBOOK_OK : DAYBOOK_NO_MEMORY;
}

/* What is planned, in a line: "Calf stretch: 20 s, slowly; 3 x 10", "Riluzole 50 mg, 08:00". */
static json_t *title_of(const struct checkin_item *item)
{
    char title[TITLE_SIZE];
    char amount[64] = "";
    double first = 0;
    double second = 0;
    bool dose = item->form == CHECKIN_DOSE;
    struct bytes name = value_text(item->planned, dose ? "drug" : "name");
    struct bytes rest = dose ? item->time : value_text(item->planned, "instructions");
    struct bytes unit = value_text(item->planned, "unit");
    bool has_first = value_number(value_find(item->planned, dose ? "dose" : "sets"), &first);
    bool has_second = value_number(value_find(item->planned, "reps"), &second);
    if (dose && has_first) {
        snprintf(amount, sizeof amount, " %g %.*s", first, (int)unit.size,
                 unit.size > 0 ? (const char *)unit.data : "");
    } else if (!dose && has_first && has_second) {
        snprintf(amount, sizeof amount, ", %g x %g", first, second);
    }
    snprintf(title, sizeof title, "%.*s%s%s%.*s", (int)name.size, (const char *)name.data, amount,
             rest.size > 0 ? ": " : "", (int)rest.size,
             rest.size > 0 ? (const char *)rest.data : "");
    /* A text that was cut may end within a letter. */
    size_t size = strlen(title);
    while (size > 0 && !bytes_are_text((struct bytes){(const uint8_t *)title, size})) {
        size--;
    }
    return json_stringn(title, size);
}

static bool add_name(json_t *names, const struct field_rule *field)
{
    return json_array_append_new(names, json_string(field->name)) == 0;
}

/* The required fields that are asked, and those that answer themselves. */
static bool write_fields(const struct checkin_day *day, json_t *line, const struct kind *kind)
{
    json_t *fields = json_array();
    json_t *presets = json_object();
    bool written = answer_set(line, "fields", fields);
    written = answer_set(line, "presets", presets) && written;
    for (size_t i = 0; written && i < kind->field_count; i++) {
        const struct field_rule *field = &kind->fields[i];
        const char *preset = checkin_day_preset(kind, field, day->role);
        if (preset != NULL) {
            written = answer_set(presets, field->name, json_string(preset));
        } else if (field->required) {
            written = add_name(fields, field);
        }
    }
    return written;
}

/* What is asked more when something is there: the other required fields and the first choice. */
static bool write_detail(json_t *line, const struct checkin_item *item)
{
    static const struct {
        const char *field;
        const char *kind;
    } openings[] = {{"any_fall", "fall_event"}, {"any_choking", "swallow_event"}};
    const struct kind *kind = item->kind->cadence == CADENCE_EVENT ? item->kind : NULL;
    for (size_t i = 0; i < sizeof openings / sizeof openings[0]; i++) {
        bool opens = strcmp(item->field->name, openings[i].field) == 0;
        kind = opens ? catalog_find(bytes_of_text(openings[i].kind)) : kind;
    }
    if (kind == NULL) {
        return true;
    }
    json_t *detail = json_object();
    json_t *fields = json_array();
    bool written =
        answer_set(line, "detail", detail) && answer_set(detail, "kind", json_string(kind->name));
    written = answer_set(detail, "fields", fields) && written;
    bool choice = false;
    for (size_t i = 0; written && i < kind->field_count; i++) {
        const struct field_rule *field = &kind->fields[i];
        bool first_choice = kind == item->kind && field->type == FIELD_CHOICE && !choice;
        bool asked = field != item->field && (field->required || first_choice);
        choice = choice || (asked && field->type == FIELD_CHOICE);
        written = !asked || add_name(fields, field);
    }
    return written;
}

static bool write_planned(json_t *line, const struct checkin_item *item)
{
    char ref[PLAN_REF_TEXT_SIZE];
    const struct plan_ref cited = {.plan = item->plan->plan,
                                   .number = item->plan->number,
                                   .has_mark = item->plan->mark != 0,
                                   .mark = item->plan->mark,
                                   .item = item->name};
    return answer_set(line, "item", answer_text(item->name)) &&
           answer_set(line, "title", title_of(item)) &&
           (!plan_ref_write(&cited, ref) || answer_set(line, "plan_ref", json_string(ref))) &&
           (item->form != CHECKIN_EXERCISE ||
            answer_set(line, "type", answer_text(value_text(item->planned, "type")))) &&
           (item->time.size == 0 || answer_set(line, "time", answer_text(item->time)));
}

static bool write_question(const struct looking *looking, json_t *line, size_t index)
{
    static const char *const forms[] = {[CHECKIN_FIELD] = "field",
                                        [CHECKIN_KIND] = "kind",
                                        [CHECKIN_SCALE] = "scale",
                                        [CHECKIN_EXERCISE] = "exercise",
                                        [CHECKIN_DOSE] = "dose"};
    const struct checkin_item *item = &looking->day->items[index];
    const char *kind = item->kind->name;
    json_t *yesterday = json_object_get(looking->yesterday, kind);
    json_t *entry = json_object_get(looking->entries, kind);
    bool written = answer_set(line, "form", json_string(forms[item->form])) &&
                   answer_set(line, "kind", json_string(kind)) &&
                   answer_set(line, "label", json_string(item->kind->label)) &&
                   answer_set(line, "seconds", json_integer(looking->day->agenda[index].seconds));
    if (item->form == CHECKIN_FIELD) {
        return written && answer_set(line, "field", json_string(item->field->name)) &&
               (yesterday == NULL || answer_set(line, "yesterday", json_incref(yesterday))) &&
               (entry == NULL || answer_set(line, "entry", json_incref(entry))) &&
               write_detail(line, item);
    }
    if (item->form == CHECKIN_KIND || item->form == CHECKIN_SCALE) {
        return written && write_fields(looking->day, line, item->kind) &&
               (!checkin_day_is_each(item->kind) ||
                answer_set(line, "each", json_string(item->kind->fields[0].name)));
    }
    return written && write_planned(line, item);
}

static bool write_pause(const struct checkin_day *day, json_t *answer)
{
    if (!pause_holds(&day->pause, day->day)) {
        return true;
    }
    json_t *paused = json_object();
    return answer_set(answer, "paused", paused) &&
           answer_set(paused, "since", answer_day(day->pause.since)) &&
           (!day->pause.has_last_day ||
            answer_set(paused, "until", answer_day(day->pause.last_day)));
}

static json_t *write_day(const struct looking *looking)
{
    const struct checkin_day *day = looking->day;
    json_t *answer = answer_begin("daybook.checkin/1");
    json_t *questions = json_array();
    bool written = answer_set(answer, "questions", questions);
    written = written && answer_set(answer, "day", answer_day(day->day)) &&
              answer_set(answer, "seconds", json_integer(day->sum.seconds)) &&
              answer_set(answer, "waiting", json_integer((json_int_t)day->sum.waiting)) &&
              write_pause(day, answer);
    for (size_t i = 0; written && i < day->count; i++) {
        json_t *line = json_object();
        written = !day->agenda[i].chosen ||
                  (write_question(looking, line, i) && json_array_append(questions, line) == 0);
        json_decref(line);
    }
    if (!written) {
        json_decref(answer);
        return NULL;
    }
    return answer;
}

static enum daybook_status begin(struct request *request, size_t circle, struct checkin_day *day,
                                 struct plan_book *book)
{
    const struct when_here here = entry_input_here(request);
    int64_t local_ms = here.now.utc_ms + (int64_t)here.now.offset_minutes * MINUTE_MS;
    enum daybook_status status =
        journal_plans(request_journal(request), circle, request->arena, book);
    *day = (struct checkin_day){
        .arena = request->arena,
        .book = book,
        .role = journal_role(request_journal(request)),
        .day = timestamp_day(here.now),
        .minute = (int32_t)(local_ms / MINUTE_MS % DAY_MINUTES),
    };
    return status == DAYBOOK_OK ? checkin_day_list(day) : status;
}

enum daybook_status checkin_today(struct request *request)
{
    size_t circle = 0;
    struct plan_book book;
    struct journal *journal = request_journal(request);
    struct checkin_day *day = arena_take(request->arena, sizeof *day);
    enum daybook_status status = request_circle(request, &circle);
    if (status == DAYBOOK_OK && journal_role(journal) == ROLE_THERAPIST) {
        return request_refuse(request, DAYBOOK_DENIED,
                              "A check-in asks patients and caregivers; a therapist reads it.");
    }
    if (status != DAYBOOK_OK || day == NULL) {
        return status == DAYBOOK_OK ? DAYBOOK_NO_MEMORY : status;
    }
    status = begin(request, circle, day, &book);
    if (status != DAYBOOK_OK) {
        return status;
    }
    const struct when_here here = entry_input_here(request);
    const struct journal_filter filter = {
        .circle = circle,
        .has_since = true,
        .since_ms = when_day_start(day->day - LOOK_BACK_DAYS, &here).utc_ms,
    };
    struct looking looking = {.request = request,
                              .day = day,
                              .arena = arena_create(0),
                              .yesterday = json_object(),
                              .entries = json_object()};
    bool ready = looking.arena != NULL && looking.yesterday != NULL && looking.entries != NULL;
    status = ready ? journal_list(journal, &filter, look_at, &looking) : DAYBOOK_NO_MEMORY;
    if (status == DAYBOOK_OK) {
        checkin_day_choose(day);
        json_t *answer = write_day(&looking);
        status = request_reply(
            request, answer,
            answer != NULL &&
                answer_set(answer, "patient", answer_text(journal_patient(journal, circle))));
    }
    json_decref(looking.yesterday);
    json_decref(looking.entries);
    arena_free(looking.arena);
    return status;
}
