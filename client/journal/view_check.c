/* Do the views say what the operations say? */
#include "journal/view_check.h"

#include "journal/log_days.h"
#include "journal/view.h"
#include "journal/view_summary.h"

enum { CHECK_STRETCH = 256 }; /* entities read at a time */

/* One stream while it is compared. */
struct comparison {
    struct own_circle *circle;
    enum stream stream;
    struct summary_row *summaries; /* of the trend stream: the team's, in order of days */
    size_t summary_count;
    struct summary_row *own; /* and what people keep from it */
    size_t own_count;
    uint64_t expected_entries; /* rows there have to be */
    uint64_t expected_summaries;
    bool equal;
};

static bool same_row(const struct entry_row *left, const struct entry_row *right)
{
    return left->circle_no == right->circle_no && left->stream == right->stream &&
           bytes_equal(left->kind, right->kind) && left->at_ms == right->at_ms &&
           left->day == right->day && left->first_no == right->first_no &&
           left->shown_no == right->shown_no && left->amended == right->amended &&
           left->retracted == right->retracted && left->concurrent == right->concurrent;
}

static enum daybook_status compare_entry(struct comparison *comparison, struct id128 entity,
                                         struct arena *arena)
{
    struct entry_row expected;
    struct entry_row there = {0};
    struct own_circle *circle = comparison->circle;
    enum daybook_status status =
        view_make_row(circle, comparison->stream, entity, arena, &expected);
    if (status != DAYBOOK_OK) {
        return status == DAYBOOK_NOT_FOUND ? DAYBOOK_OK : status; /* the total tells of too many */
    }
    comparison->expected_entries++;
    status = entry_rows_get(circle->journal->database, entity, arena, &there);
    comparison->equal = comparison->equal && status == DAYBOOK_OK && same_row(&expected, &there);
    return status == DAYBOOK_NOT_FOUND ? DAYBOOK_OK : status;
}

static bool lists_summary(const struct comparison *comparison, const struct summary_place *place,
                          struct key256 hash)
{
    const struct id128 team = {{0}};
    bool own = !id128_equal(place->person, team);
    const struct summary_row *rows = own ? comparison->own : comparison->summaries;
    size_t count = own ? comparison->own_count : comparison->summary_count;
    for (size_t i = 0; i < count; i++) {
        if (rows[i].day == place->day && id128_equal(rows[i].person, place->person)) {
            return key256_equal(rows[i].hash, hash);
        }
    }
    return false;
}

static enum daybook_status compare_summary(struct comparison *comparison, struct id128 entity,
                                           struct arena *arena)
{
    struct summary_place place;
    struct view_versions versions;
    struct own_circle *circle = comparison->circle;
    enum daybook_status status = view_read_summaries(circle, entity, arena, &versions);
    if (status != DAYBOOK_OK) {
        return status == DAYBOOK_NOT_FOUND ? DAYBOOK_OK : status;
    }
    const struct operation_row *shown = &versions.rows[versions.winner];
    if (view_summary_place(circle, shown, arena, &place)) {
        comparison->expected_summaries++;
        comparison->equal = comparison->equal && lists_summary(comparison, &place, shown->hash);
    }
    return DAYBOOK_OK;
}

/* In the trend stream an entity is a day or a question. */
static enum daybook_status compare_entity(struct comparison *comparison, struct id128 entity,
                                          struct arena *arena)
{
    enum daybook_status status = DAYBOOK_OK;
    if (comparison->stream == STREAM_TREND) {
        status = compare_summary(comparison, entity, arena);
    }
    return status == DAYBOOK_OK ? compare_entry(comparison, entity, arena) : status;
}

static enum daybook_status compare_entities(struct comparison *comparison, struct arena *arena)
{
    struct operation_entities wanted = {.circle_no = comparison->circle->row.circle_no,
                                        .stream = comparison->stream,
                                        .count_max = CHECK_STRETCH};
    struct id128 *ids = NULL;
    size_t count = CHECK_STRETCH;
    enum daybook_status status = DAYBOOK_OK;
    struct arena *scratch = arena_create(0);
    if (scratch == NULL) {
        return DAYBOOK_NO_MEMORY;
    }
    while (status == DAYBOOK_OK && count == CHECK_STRETCH) {
        status = operation_rows_entities(comparison->circle->journal->database, &wanted, arena,
                                         &ids, &count);
        for (size_t i = 0; i < count && status == DAYBOOK_OK; i++) {
            arena_reset(scratch);
            status = compare_entity(comparison, ids[i], scratch);
            wanted.after = ids[i];
        }
    }
    arena_free(scratch);
    return status;
}

/* Rows that no operation asks for are too many. */
static enum daybook_status compare_total(struct comparison *comparison)
{
    uint64_t total = 0;
    const struct own_circle *circle = comparison->circle;
    enum daybook_status status = entry_rows_total(circle->journal->database, circle->row.circle_no,
                                                  comparison->stream, &total);
    comparison->equal =
        comparison->equal && total == comparison->expected_entries &&
        comparison->summary_count + comparison->own_count == comparison->expected_summaries;
    return status;
}

static enum daybook_status compare_stream(struct own_circle *circle, enum stream stream,
                                          bool *out_equal)
{
    struct comparison comparison = {.circle = circle, .stream = stream, .equal = true};
    struct arena *arena = arena_create(0);
    enum daybook_status status = arena == NULL ? DAYBOOK_NO_MEMORY : DAYBOOK_OK;
    if (status == DAYBOOK_OK && stream == STREAM_TREND) {
        status = summary_rows_list(circle->journal->database, circle->row.circle_no, arena,
                                   &comparison.summaries, &comparison.summary_count);
    }
    if (status == DAYBOOK_OK && stream == STREAM_TREND) {
        status = summary_rows_list_own(circle->journal->database, circle->row.circle_no, arena,
                                       &comparison.own, &comparison.own_count);
    }
    if (status == DAYBOOK_OK) {
        status = compare_entities(&comparison, arena);
    }
    if (status == DAYBOOK_OK) {
        status = compare_total(&comparison);
    }
    arena_free(arena);
    *out_equal = comparison.equal;
    return status;
}

enum daybook_status view_check(struct own_circle *circle, bool *out_true)
{
    static const enum stream streams[] = {STREAM_LOG, STREAM_PLAN, STREAM_TREND};
    enum daybook_status status = DAYBOOK_OK;
    *out_true = true;
    for (size_t i = 0; i < sizeof streams / sizeof streams[0] && status == DAYBOOK_OK; i++) {
        bool equal = true;
        status = compare_stream(circle, streams[i], &equal);
        *out_true = *out_true && equal;
    }
    if (status == DAYBOOK_OK) {
        bool kept_are_true = true;
        status = log_days_check(circle, &kept_are_true);
        *out_true = *out_true && kept_are_true;
    }
    return status;
}
