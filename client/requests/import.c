/* The request that takes in the recordings of an oximeter: one entry a night. */
#include <assert.h>
#include <string.h>

#include "domain/catalog.h"
#include "domain/field.h"
#include "journal/entries.h"
#include "report/import_oximeter.h"
#include "requests/answer.h"
#include "requests/entry_input.h"
#include "requests/handler.h"
#include "requests/import_file.h"
#include "requests/import_known.h"
#include "vault/digest.h"

enum { SECOND_MS = 1000, NIGHT_S_MAX = 86400 };

/* Changes when the same file would give other figures. */
static const char HASH_LABEL[] = "daybook oximeter file 1";

/* What was breathed no file says, and it is not guessed. */
static const char SUPPLY[] = "supply=";
static const char SUPPLY_UNKNOWN[] = "supply=?unknown";

enum night_state { NIGHT_NEW, NIGHT_KNOWN, NIGHT_EMPTY };

struct night {
    enum night_state state;
    struct timestamp at; /* of its last reading: the night belongs to the day it ends on */
    struct oximetry_figures figures;
    json_t *line;  /* owned; how it is told */
    json_t *entry; /* owned; what is logged, NULL unless it is new */
};

struct importing {
    struct request *request;
    size_t circle;
    bool dry_run;
    const char *supply; /* the field and its choice, as a person types it */
    struct import_oximeter_terms terms;
    struct key256 hash;
    struct import_recording recording;
    struct import_known known;
    struct night *nights;
    size_t night_count;
    size_t new_count;
};

static const char *state_name(enum night_state state)
{
    switch (state) {
    case NIGHT_NEW:
        return "new";
    case NIGHT_KNOWN:
        return "known";
    case NIGHT_EMPTY:
        return "empty";
    }
    assert(false);
    return "";
}

static bool read_order(const struct input *input, enum import_order *out_order)
{
    struct bytes order = {NULL, 0};
    if (!input_text(input, "dates", &order)) {
        return false;
    }
    if (bytes_equal_text(order, "day-first")) {
        *out_order = IMPORT_ORDER_DAY_FIRST;
    } else if (bytes_equal_text(order, "month-first")) {
        *out_order = IMPORT_ORDER_MONTH_FIRST;
    } else if (order.size > 0) {
        complaint_begin(input->complaint, "\"dates\" must be day-first or month-first.");
        return false;
    }
    return true;
}

static enum daybook_status read_supply(struct importing *importing)
{
    struct request *request = importing->request;
    const struct kind *kind = catalog_find(bytes_of_text(IMPORT_NIGHT_KIND));
    const struct field_rule *rule = kind_field(kind, bytes_of_text("supply"));
    struct bytes choice = {NULL, 0};
    struct value value;
    importing->supply = SUPPLY_UNKNOWN;
    if (!input_text(&request->input, "supply", &choice)) {
        return DAYBOOK_INVALID;
    }
    if (choice.size == 0) {
        return DAYBOOK_OK;
    }
    size_t size = sizeof SUPPLY - 1;
    char *word = arena_take_array(request->arena, size + choice.size + 1, 1);
    if (word == NULL) {
        return DAYBOOK_NO_MEMORY;
    }
    memcpy(word, SUPPLY, size);
    memcpy(word + size, choice.data, choice.size);
    importing->supply = word;
    return field_from_text(rule, choice, request->arena, &value, &request->complaint);
}

static enum daybook_status read_file(struct importing *importing)
{
    struct request *request = importing->request;
    struct bytes file = {NULL, 0};
    struct bytes text = {NULL, 0};
    if (!input_required(&request->input, "file", &file)) {
        return DAYBOOK_INVALID;
    }
    const char *path = arena_copy_text(request->arena, file);
    if (path == NULL) {
        return DAYBOOK_NO_MEMORY;
    }
    enum daybook_status status = import_file_read(path, request->arena, &text, &request->complaint);
    if (status == DAYBOOK_OK) {
        importing->hash = digest_256(HASH_LABEL, &text, 1);
        status = import_oximeter_read(text, &importing->terms, request->arena,
                                      &importing->recording, &request->complaint);
    }
    return status;
}

static enum daybook_status read_request(struct importing *importing)
{
    struct request *request = importing->request;
    const struct input *input = &request->input;
    struct import_oximeter_terms *terms = &importing->terms;
    struct bytes day = {NULL, 0};
    terms->here = entry_input_here(request);
    if (!input_flag(input, "dry_run", &importing->dry_run) || !read_order(input, &terms->order) ||
        !input_text(input, "date", &day)) {
        return DAYBOOK_INVALID;
    }
    terms->has_day = day.size > 0;
    if (terms->has_day &&
        when_parse_day(day, &terms->here, &terms->first_day, &request->complaint) != DAYBOOK_OK) {
        return DAYBOOK_INVALID;
    }
    enum daybook_status status = read_supply(importing);
    return status == DAYBOOK_OK ? read_file(importing) : status;
}

/* What the entry holds, and what is told of the night. */
static bool write_figures(json_t *object, const struct oximetry_figures *figures)
{
    return answer_set(object, "valid_s", json_integer(figures->valid_s)) &&
           answer_set(object, "mean", json_real(figures->mean)) &&
           answer_set(object, "nadir", json_integer(figures->nadir)) &&
           answer_set(object, "t90_pct", json_real(figures->below90_pct)) &&
           answer_set(object, "t88_s", json_integer(figures->at_most88_s)) &&
           answer_set(object, "longest88_s", json_integer(figures->longest88_s)) &&
           answer_set(object, "artefact_pct", json_real(figures->artefact_pct));
}

static bool write_entry(const struct importing *importing, struct night *night)
{
    json_t *fields = json_object();
    night->entry = json_object();
    bool written = answer_set(night->entry, "fields", fields) &&
                   write_figures(fields, &night->figures) &&
                   answer_set(night->entry, "words", json_pack("[s]", importing->supply)) &&
                   answer_set(fields, "raw_hash", answer_key(importing->hash)) &&
                   answer_set(night->entry, "kind", json_string(IMPORT_NIGHT_KIND)) &&
                   answer_set(night->entry, "method", json_string("import")) &&
                   answer_set(night->entry, "at", answer_moment(night->at));
    json_t *person = json_object_get(importing->request->object, "for");
    return written && (person == NULL || json_object_set(night->entry, "for", person) == 0);
}

static bool describe(const struct importing *importing, struct night *night)
{
    night->line = json_object();
    bool written = answer_set(night->line, "day", answer_day(timestamp_day(night->at))) &&
                   answer_set(night->line, "at", answer_moment(night->at)) &&
                   answer_set(night->line, "state", json_string(state_name(night->state))) &&
                   (night->state == NIGHT_EMPTY || write_figures(night->line, &night->figures));
    return written && (night->state != NIGHT_NEW || write_entry(importing, night));
}

/* A day of 25 hours is one of the catalogue's all the same. */
static uint32_t at_most_a_day(uint32_t seconds)
{
    return seconds < NIGHT_S_MAX ? seconds : NIGHT_S_MAX;
}

static bool judge(struct importing *importing, const struct oximetry_reading *readings,
                  size_t count, struct night *night)
{
    const struct oximetry_reading *last = &readings[count - 1];
    struct oximetry_figures *figures = &night->figures;
    night->at = (struct timestamp){last->utc_s * SECOND_MS, last->offset_minutes};
    if (!oximetry_reduce(readings, count, importing->recording.interval_s, figures)) {
        night->state = NIGHT_EMPTY;
        return describe(importing, night);
    }
    figures->valid_s = at_most_a_day(figures->valid_s);
    figures->at_most88_s = at_most_a_day(figures->at_most88_s);
    figures->longest88_s = at_most_a_day(figures->longest88_s);
    bool is_known =
        import_known_has(&importing->known, night->at, importing->hash, &night->figures);
    night->state = is_known ? NIGHT_KNOWN : NIGHT_NEW;
    importing->new_count += night->state == NIGHT_NEW ? 1 : 0;
    return describe(importing, night);
}

static size_t count_nights(const struct import_recording *recording)
{
    size_t nights = 0;
    for (size_t start = 0; start < recording->count; nights++) {
        start += oximetry_night_length(recording->readings + start, recording->count - start);
    }
    return nights;
}

static enum daybook_status judge_nights(struct importing *importing)
{
    const struct import_recording *recording = &importing->recording;
    struct request *request = importing->request;
    size_t count = count_nights(recording);
    importing->nights = arena_take_array(request->arena, count, sizeof *importing->nights);
    if (importing->nights == NULL) {
        return DAYBOOK_NO_MEMORY;
    }
    size_t empty = 0;
    for (size_t start = 0; start < recording->count;) {
        const struct oximetry_reading *readings = recording->readings + start;
        size_t length = oximetry_night_length(readings, recording->count - start);
        struct night *night = &importing->nights[importing->night_count++];
        if (!judge(importing, readings, length, night)) {
            return DAYBOOK_NO_MEMORY;
        }
        empty += night->state == NIGHT_EMPTY ? 1 : 0;
        start += length;
    }
    if (empty == importing->night_count) {
        return request_refuse(request, DAYBOOK_INVALID,
                              "No reading of the file is valid: the finger was out all the time.");
    }
    return DAYBOOK_OK;
}

/* Read every new night as an entry, and check it as if it were logged. */
static enum daybook_status make_entries(struct importing *importing, struct journal_batch *batch)
{
    struct request *request = importing->request;
    struct entry_input reader;
    batch->entries = arena_take_array(request->arena, importing->new_count, sizeof *batch->entries);
    batch->ids = arena_take_array(request->arena, importing->new_count, sizeof *batch->ids);
    if (batch->entries == NULL || batch->ids == NULL) {
        return DAYBOOK_NO_MEMORY;
    }
    enum daybook_status status = entry_input_begin(request, importing->circle, &reader);
    for (size_t i = 0; status == DAYBOOK_OK && i < importing->night_count; i++) {
        struct night *night = &importing->nights[i];
        struct entry *entry = &batch->entries[batch->count];
        const struct input input = {night->entry, &request->complaint};
        if (night->state != NIGHT_NEW) {
            continue;
        }
        status = entry_input_read(&reader, &input, entry);
        if (status == DAYBOOK_OK) {
            status = journal_check(reader.journal, importing->circle, entry, request->arena,
                                   &request->complaint);
        }
        batch->count++;
    }
    return status;
}

static enum daybook_status log_nights(struct importing *importing)
{
    struct request *request = importing->request;
    struct journal_batch batch = {.count = 0};
    enum daybook_status status = make_entries(importing, &batch);
    if (status != DAYBOOK_OK || importing->dry_run || batch.count == 0) {
        return status;
    }
    status = journal_log(request_journal(request), importing->circle, &batch, &request->complaint);
    size_t logged = 0;
    for (size_t i = 0; status == DAYBOOK_OK && i < importing->night_count; i++) {
        const struct night *night = &importing->nights[i];
        if (night->state == NIGHT_NEW &&
            !answer_set(night->line, "id", answer_id(batch.ids[logged++]))) {
            status = DAYBOOK_NO_MEMORY;
        }
    }
    return status;
}

static enum daybook_status reply(const struct importing *importing)
{
    json_t *nights = json_array();
    json_t *answer = answer_begin("daybook.import/1");
    bool written = answer_set(answer, "nights", nights);
    for (size_t i = 0; written && i < importing->night_count; i++) {
        written = json_array_append(nights, importing->nights[i].line) == 0;
    }
    size_t logged = importing->dry_run ? 0 : importing->new_count;
    written = written && answer_set(answer, "logged", json_integer((json_int_t)logged)) &&
              answer_set(answer, "new", json_integer((json_int_t)importing->new_count)) &&
              answer_set(answer, "dry_run", json_boolean(importing->dry_run)) &&
              answer_set(answer, "interval_s", json_integer(importing->recording.interval_s)) &&
              answer_set(answer, "order_assumed", json_boolean(importing->recording.order_assumed));
    return request_reply(importing->request, answer, written);
}

enum daybook_status import_oximeter(struct request *request)
{
    struct importing importing = {.request = request};
    enum daybook_status status = request_circle(request, &importing.circle);
    if (status == DAYBOOK_OK) {
        status = read_request(&importing);
    }
    if (status == DAYBOOK_OK) {
        status = import_known_load(request_journal(request), importing.circle, request->arena,
                                   &importing.known);
    }
    if (status == DAYBOOK_OK) {
        status = judge_nights(&importing);
    }
    if (status == DAYBOOK_OK) {
        status = log_nights(&importing);
    }
    if (status == DAYBOOK_OK) {
        status = reply(&importing);
    }
    for (size_t i = 0; i < importing.night_count; i++) {
        json_decref(importing.nights[i].line);
        json_decref(importing.nights[i].entry);
    }
    return status;
}
