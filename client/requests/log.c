/* The requests that log entries: one, or many at once, into the open journal or sealed for it. */
#include <assert.h>

#include "journal/entries.h"
#include "journal/sealed.h"
#include "requests/answer.h"
#include "requests/clock_line.h"
#include "requests/entry_input.h"
#include "requests/handler.h"

enum daybook_status log_one(struct request *request)
{
    size_t circle = 0;
    struct entry_input reader;
    struct entry entry;
    enum daybook_status status = request_circle(request, &circle);
    if (status == DAYBOOK_OK) {
        status = entry_input_begin(request, circle, &reader);
    }
    if (status == DAYBOOK_OK) {
        status = entry_input_read(&reader, &request->input, &entry);
    }
    struct id128 id;
    struct journal_batch batch = {.entries = &entry, .count = 1, .ids = &id};
    if (status == DAYBOOK_OK) {
        status = journal_log(reader.journal, circle, &batch, &request->complaint);
    }
    if (status != DAYBOOK_OK) {
        return status;
    }
    json_t *clocks = NULL; /* the entry is safe: what is wrong with clocks is only told */
    (void)clock_line_list(request, circle, &clocks);
    json_t *answer = answer_begin("daybook.log/1");
    return request_reply(request, answer,
                         answer_set(answer, "id", answer_id(id)) &&
                             answer_set(answer, "clocks", clocks == NULL ? json_array() : clocks));
}

/* Read one entry that is to be sealed, with the names in it as they were typed. */
static enum daybook_status read_sealed(const struct entry_input *reader, const struct input *input,
                                       struct journal_sealed *out_sealed)
{
    struct journal_sealed sealed = {.entry.kind = {NULL, 0}};
    enum daybook_status status = entry_input_read(reader, input, &sealed.entry);
    if (status != DAYBOOK_OK) {
        return status;
    }
    if (!input_text(input, "for", &sealed.person) ||
        !input_text(input, "on_behalf_of", &sealed.person)) {
        return DAYBOOK_INVALID;
    }
    sealed.entry.recorded_at_ms = reader->here.now.utc_ms;
    *out_sealed = sealed;
    return DAYBOOK_OK;
}

enum daybook_status log_sealed(struct request *request)
{
    struct journal_sealed sealed;
    const struct entry_input reader = entry_input_begin_locked(request);
    enum daybook_status status = read_sealed(&reader, &request->input, &sealed);
    if (status == DAYBOOK_OK && !input_text(&request->input, "patient", &sealed.patient)) {
        status = DAYBOOK_INVALID;
    }
    if (status == DAYBOOK_OK) {
        status = journal_seal_check(&sealed, request->arena, &request->complaint);
    }
    if (status == DAYBOOK_OK) {
        status = journal_seal(desk_home(request->desk), &sealed, 1, &request->complaint);
    }
    if (status != DAYBOOK_OK) {
        return status;
    }
    json_t *answer = answer_begin("daybook.log.sealed/1");
    return request_reply(request, answer, answer_set(answer, "id", answer_id(sealed.id)));
}

/* Many lines on their way into one transaction, or each into its seal. */
struct bulk {
    struct request *request;
    struct entry_input reader;
    size_t circle;
    json_t *lines;
    int64_t first_line;
    struct journal_batch batch;
    bool seals;                    /* instead of logging */
    struct journal_sealed *sealed; /* beside the batch, then */
    struct bytes patient;          /* of what is sealed */
    json_t **parsed;               /* one for each line that was a text, owned */
    json_t *results;
    size_t refused;
};

static json_t *result_begin(const struct bulk *bulk, size_t index)
{
    json_int_t line = bulk->first_line;
    line += (json_int_t)index;
    return json_pack("{s:I}", "line", line);
}

static bool result_add(struct bulk *bulk, json_t *result, const char *name, json_t *value)
{
    bool written = answer_set(result, name, value) && json_array_append(bulk->results, result) == 0;
    json_decref(result);
    return written;
}

static bool is_blank(struct bytes text)
{
    size_t blank = 0;
    while (blank < text.size && (text.data[blank] == ' ' || text.data[blank] == '\t' ||
                                 text.data[blank] == '\r' || text.data[blank] == '\n')) {
        blank++;
    }
    return blank == text.size;
}

/* The object of a line, kept until the end since its entry borrows from it; NULL and a complaint
 * when there is none. */
static json_t *line_object(struct bulk *bulk, size_t index, struct complaint *complaint)
{
    json_t *line = json_array_get(bulk->lines, index);
    if (json_is_string(line)) {
        struct bytes text = {(const uint8_t *)json_string_value(line), json_string_length(line)};
        bulk->parsed[index] = input_parse(text, complaint);
        return bulk->parsed[index];
    }
    if (!json_is_object(line)) {
        complaint_begin(complaint, "A line is a JSON object, or a text that holds one.");
        return NULL;
    }
    return line;
}

static enum daybook_status read_sealed_line(struct bulk *bulk, const struct input *input,
                                            struct entry *entry)
{
    struct journal_sealed *sealed = &bulk->sealed[bulk->batch.count];
    enum daybook_status status = read_sealed(&bulk->reader, input, sealed);
    if (status == DAYBOOK_OK) {
        sealed->patient = bulk->patient;
        status = journal_seal_check(sealed, bulk->request->arena, input->complaint);
    }
    if (status == DAYBOOK_OK) {
        *entry = sealed->entry;
    }
    return status;
}

static enum daybook_status read_line(struct bulk *bulk, size_t index, struct entry *entry,
                                     struct complaint *complaint)
{
    static const char *const members[] = {ENTRY_INPUT_MEMBERS, NULL};
    json_t *object = line_object(bulk, index, complaint);
    const struct input input = {object, complaint};
    if (object == NULL || !input_only(&input, members)) {
        return DAYBOOK_INVALID;
    }
    if (bulk->seals) {
        return read_sealed_line(bulk, &input, entry);
    }
    enum daybook_status status = entry_input_read(&bulk->reader, &input, entry);
    if (status != DAYBOOK_OK) {
        return status;
    }
    return journal_check(bulk->reader.journal, bulk->circle, entry, bulk->request->arena,
                         complaint);
}

/* A line that fits joins the batch, and its result gets the id later; another's result is told at
 * once. What is no fault of the line ends the request. */
static enum daybook_status take_line(struct bulk *bulk, size_t index)
{
    const json_t *line = json_array_get(bulk->lines, index);
    if (json_is_string(line) && is_blank((struct bytes){(const uint8_t *)json_string_value(line),
                                                        json_string_length(line)})) {
        return DAYBOOK_OK;
    }
    struct complaint complaint = {0};
    struct entry *entry = &bulk->batch.entries[bulk->batch.count];
    enum daybook_status status = read_line(bulk, index, entry, &complaint);
    if (status == DAYBOOK_OK) {
        bulk->batch.count++;
        json_t *result = result_begin(bulk, index);
        return json_array_append_new(bulk->results, result) == 0 ? DAYBOOK_OK : DAYBOOK_NO_MEMORY;
    }
    if (complaint.text[0] == '\0') {
        return status;
    }
    bulk->refused++;
    bool written =
        result_add(bulk, result_begin(bulk, index), "error", json_string(complaint.text));
    return written ? DAYBOOK_OK : DAYBOOK_NO_MEMORY;
}

static enum daybook_status seal(struct bulk *bulk)
{
    enum daybook_status status = journal_seal(desk_home(bulk->request->desk), bulk->sealed,
                                              bulk->batch.count, &bulk->request->complaint);
    for (size_t i = 0; i < bulk->batch.count; i++) {
        bulk->batch.ids[i] = bulk->sealed[i].id;
    }
    return status;
}

static enum daybook_status commit(struct bulk *bulk)
{
    if (bulk->batch.count == 0) {
        return DAYBOOK_OK;
    }
    if (bulk->seals) {
        return seal(bulk);
    }
    return journal_log(bulk->reader.journal, bulk->circle, &bulk->batch, &bulk->request->complaint);
}

/* Results without an error are those of the batch, in its order. */
static bool set_ids(struct bulk *bulk)
{
    size_t taken = 0;
    bool written = true;
    for (size_t i = 0; written && i < json_array_size(bulk->results); i++) {
        json_t *result = json_array_get(bulk->results, i);
        if (json_object_get(result, "error") == NULL) {
            written = answer_set(result, "id", answer_id(bulk->batch.ids[taken]));
            taken++;
        }
    }
    assert(!written || taken == bulk->batch.count);
    return written;
}

static enum daybook_status run(struct bulk *bulk)
{
    size_t count = json_array_size(bulk->lines);
    enum daybook_status status = DAYBOOK_OK;
    for (size_t i = 0; status == DAYBOOK_OK && i < count; i++) {
        status = take_line(bulk, i);
    }
    if (status == DAYBOOK_OK) {
        status = commit(bulk);
    }
    if (status != DAYBOOK_OK) {
        return status;
    }
    json_t *answer = answer_begin("daybook.log.bulk/1");
    bool written = set_ids(bulk) && answer_set(answer, "results", json_incref(bulk->results)) &&
                   answer_set(answer, "logged", json_integer((json_int_t)bulk->batch.count)) &&
                   answer_set(answer, "refused", json_integer((json_int_t)bulk->refused));
    return request_reply(bulk->request, answer, written);
}

static enum daybook_status take_room(struct bulk *bulk)
{
    size_t count = json_array_size(bulk->lines);
    struct arena *arena = bulk->request->arena;
    bulk->batch.entries = arena_take_array(arena, count, sizeof *bulk->batch.entries);
    bulk->batch.ids = arena_take_array(arena, count, sizeof *bulk->batch.ids);
    bulk->sealed = arena_take_array(arena, bulk->seals ? count : 0, sizeof *bulk->sealed);
    bulk->parsed = arena_take_array(arena, count, sizeof(json_t *));
    bulk->results = json_array();
    bool taken = bulk->batch.entries != NULL && bulk->batch.ids != NULL && bulk->sealed != NULL &&
                 bulk->parsed != NULL && bulk->results != NULL;
    return taken ? DAYBOOK_OK : DAYBOOK_NO_MEMORY;
}

/* The lines of a request, into what bulk says. */
static enum daybook_status log_lines(struct bulk *bulk)
{
    const struct input *input = &bulk->request->input;
    bulk->first_line = 1;
    if (!input_list(input, "lines", &bulk->lines) ||
        !input_whole(input, "first_line", (struct input_range){0, INT32_MAX}, &bulk->first_line)) {
        return DAYBOOK_INVALID;
    }
    enum daybook_status status = take_room(bulk);
    if (status == DAYBOOK_OK) {
        status = run(bulk);
    }
    for (size_t i = 0; bulk->parsed != NULL && i < json_array_size(bulk->lines); i++) {
        json_decref(bulk->parsed[i]);
    }
    json_decref(bulk->results);
    return status;
}

enum daybook_status log_bulk(struct request *request)
{
    struct bulk bulk = {.request = request};
    enum daybook_status status = request_circle(request, &bulk.circle);
    if (status == DAYBOOK_OK) {
        status = entry_input_begin(request, bulk.circle, &bulk.reader);
    }
    return status == DAYBOOK_OK ? log_lines(&bulk) : status;
}

enum daybook_status log_sealed_bulk(struct request *request)
{
    struct bulk bulk = {
        .request = request, .reader = entry_input_begin_locked(request), .seals = true};
    if (!input_text(&request->input, "patient", &bulk.patient)) {
        return DAYBOOK_INVALID;
    }
    return log_lines(&bulk);
}
