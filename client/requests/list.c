/* The request that lists entries. */
#include "domain/catalog.h"
#include "journal/circles.h"
#include "journal/entries.h"
#include "journal/erasing.h"
#include "requests/answer.h"
#include "requests/entry_input.h"
#include "requests/entry_line.h"
#include "requests/erasure_line.h"
#include "requests/handler.h"

struct listing {
    json_t *entries;
    struct entry_line_place place;
};

static enum daybook_status add_line(void *context, const struct journal_item *item)
{
    const struct listing *listing = context;
    arena_reset(listing->place.arena);
    json_t *line = json_object();
    bool written = entry_line_write(line, item, &listing->place) &&
                   json_array_append(listing->entries, line) == 0;
    json_decref(line);
    return written ? DAYBOOK_OK : DAYBOOK_NO_MEMORY;
}

/* A day is a word without a time of day: it counts whole. */
static bool is_day(struct bytes text)
{
    int32_t day = 0;
    return day_from_text(text, &day) || bytes_equal_text(text, "today") ||
           bytes_equal_text(text, "yesterday");
}

/* A bound of the list: of a day its start, or its end when it is the last one wanted. */
static bool read_bound(const struct input *input, const struct when_here *here, const char *name,
                       int32_t days_more, int64_t *out_ms)
{
    struct bytes text = {NULL, 0};
    if (!input_text(input, name, &text)) {
        return false;
    }
    if (!input_has(input, name)) {
        return true;
    }
    struct timestamp at = {0};
    int32_t day = 0;
    if (!is_day(text)) {
        if (when_parse(text, here, &at, input->complaint) != DAYBOOK_OK) {
            return false;
        }
    } else if (when_parse_day(text, here, &day, input->complaint) != DAYBOOK_OK) {
        return false;
    } else {
        at = when_day_start(day + days_more, here);
    }
    *out_ms = at.utc_ms;
    return true;
}

/* A kind nobody knows would list nothing, which hides a typing error. */
static enum daybook_status check_kind(struct request *request, struct bytes kind)
{
    if (kind.size == 0 || catalog_find(kind) != NULL) {
        return DAYBOOK_OK;
    }
    const struct entry unknown = {.kind = kind, .fields = {.type = VALUE_MAP}};
    return entry_check(&unknown, journal_role(request_journal(request)), &request->complaint);
}

static enum daybook_status read_filter(struct request *request, struct journal_filter *filter)
{
    const struct input *input = &request->input;
    struct when_here here = entry_input_here(request);
    if (!input_text(input, "kind", &filter->kind) ||
        !read_bound(input, &here, "since", 0, &filter->since_ms) ||
        !read_bound(input, &here, "until", 1, &filter->until_ms)) {
        return DAYBOOK_INVALID;
    }
    filter->has_since = input_has(input, "since");
    filter->has_until = input_has(input, "until");
    enum daybook_status status = check_kind(request, filter->kind);
    return status == DAYBOOK_OK ? request_circle(request, &filter->circle) : status;
}

static bool add_erased(const struct request *request, json_t *entries,
                       const struct journal_erasure *erasure)
{
    json_t *line = json_object();
    bool written = erasure_line_write(line, erasure, desk_ports(request->desk)) &&
                   json_array_append(entries, line) == 0;
    json_decref(line);
    return written;
}

/* Of what was erased neither kind nor time is known any more. */
static enum daybook_status list_erased(struct request *request)
{
    size_t circle = 0;
    struct journal_erasure *erasures = NULL;
    size_t count = 0;
    if (input_has(&request->input, "kind") || input_has(&request->input, "since") ||
        input_has(&request->input, "until")) {
        return request_refuse(
            request, DAYBOOK_INVALID,
            "What was erased has neither kind nor time any more: list all of it.");
    }
    enum daybook_status status = request_circle(request, &circle);
    if (status == DAYBOOK_OK) {
        status =
            journal_erasures(request_journal(request), circle, request->arena, &erasures, &count);
    }
    if (status != DAYBOOK_OK) {
        return status;
    }
    json_t *answer = answer_begin("daybook.list/1");
    json_t *entries = json_array();
    bool written = answer_set(answer, "entries", entries);
    for (size_t i = 0; written && i < count; i++) {
        written = add_erased(request, entries, &erasures[i]);
    }
    return request_reply(request, answer, written);
}

enum daybook_status list_entries(struct request *request)
{
    struct journal_filter filter = {0};
    bool erased = false;
    if (!input_flag(&request->input, "erased", &erased)) {
        return DAYBOOK_INVALID;
    }
    if (erased) {
        return list_erased(request);
    }
    enum daybook_status status = read_filter(request, &filter);
    if (status != DAYBOOK_OK) {
        return status;
    }
    struct listing listing = {
        .entries = json_array(),
        .place = {desk_ports(request->desk), arena_create(0)},
    };
    if (listing.entries == NULL || listing.place.arena == NULL) {
        status = DAYBOOK_NO_MEMORY;
        goto done;
    }
    status = journal_list(request_journal(request), &filter, add_line, &listing);
    if (status != DAYBOOK_OK) {
        goto done;
    }
    json_t *answer = answer_begin("daybook.list/1");
    status = request_reply(
        request, answer,
        answer_set(answer, "entries", json_incref(listing.entries)) &&
            answer_set(answer, "alone",
                       json_boolean(journal_is_alone(request_journal(request), filter.circle))));
done:
    json_decref(listing.entries);
    arena_free(listing.place.arena);
    return status;
}
