/* Keeping the views true: what an operation means for entries, plans and summaries. */
#include "journal/view.h"

#include "domain/merge.h"
#include "journal/choices.h"
#include "journal/erasing.h"
#include "journal/plans.h"
#include "journal/versions.h"
#include "journal/view_summary.h"
#include "store/entry_rows.h"
#include "store/log_day_rows.h"
#include "store/summary_rows.h"
#include "wire/body.h"

static bool is_entry_version(const struct operation_row *row)
{
    return !row->quarantined &&
           (row->type == OPERATION_RETRACT || operation_holds_entry(row->type));
}

static bool has_entry_view(const struct operation_row *row)
{
    return is_entry_version(row) || row->type == OPERATION_ERASE;
}

/* Days are scored against the plan in force on them: one that changes, changes them from its first
 * day on. */
static enum daybook_status mark_planned(struct own_circle *circle, const struct entry_row *row)
{
    struct database *database = circle->journal->database;
    if (!plans_score_days(row->kind)) {
        return DAYBOOK_OK;
    }
    enum daybook_status status = log_day_rows_empty_from(database, row->circle_no, row->day);
    return status == DAYBOOK_OK ? summary_rows_mark_dirty_since(database, row->circle_no, row->day)
                                : status;
}

/* A caregiver's own days are told apart from the team's; what the patient chooses to share changes
 * how every day is told. */
static enum daybook_status mark_dirty(struct own_circle *circle, const struct entry_row *row)
{
    struct database *database = circle->journal->database;
    struct summary_place place = {.circle_no = row->circle_no, .day = row->day};
    if (row->stream != STREAM_LOG) {
        return mark_planned(circle, row);
    }
    enum daybook_status status = choices_is_kind(row->kind)
                                     ? summary_rows_mark_all_dirty(database, row->circle_no)
                                     : summary_rows_mark_dirty(database, &place);
    if (status != DAYBOOK_OK || circle->journal->role != ROLE_CAREGIVER) {
        return status;
    }
    place.person = circle->row.person;
    return summary_rows_mark_dirty(database, &place);
}

/* What is taken back, or comes back, does so with every version before: a plan, from any day on. */
static enum daybook_status mark_turned(struct own_circle *circle, const struct entry_row *row)
{
    struct entry_row turned = *row;
    turned.day = row->stream == STREAM_LOG ? row->day : INT32_MIN;
    return mark_dirty(circle, &turned);
}

/* Show an entity of which there is nothing but the operation that makes it. */
static enum daybook_status add_new(struct own_circle *circle, const struct operation_row *row,
                                   const struct entry *entry)
{
    const struct entry_row view = {
        .entity = row->entity,
        .circle_no = circle->row.circle_no,
        .stream = row->stream,
        .kind = entry->kind,
        .at_ms = entry->at.utc_ms,
        .day = timestamp_day(entry->at),
        .first_no = row->operation_no,
        .shown_no = row->operation_no,
    };
    enum daybook_status status = entry_rows_put(circle->journal->database, &view);
    return status == DAYBOOK_OK ? mark_dirty(circle, &view) : status;
}

enum daybook_status view_add_own(struct own_circle *circle, const struct operation_row *row,
                                 const struct entry *entry)
{
    return add_new(circle, row, entry);
}

/* The newest content at or below the winner: the winner itself unless it is a retraction.
 * NOT_FOUND: there is none. */
static enum daybook_status find_content(struct view_versions *versions,
                                        const struct merge_version *merged, struct arena *arena)
{
    struct merge_version *contents = arena_take_array(arena, versions->count, sizeof *contents);
    size_t *places = arena_take_array(arena, versions->count, sizeof *places);
    size_t count = 0;
    if (contents == NULL || places == NULL) {
        return DAYBOOK_NO_MEMORY;
    }
    for (size_t i = 0; i < versions->count; i++) {
        if (versions_hold_content(&versions->rows[i])) {
            places[count] = i;
            contents[count++] = merged[i];
        }
    }
    if (count == 0) {
        return DAYBOOK_NOT_FOUND;
    }
    versions->content = versions_hold_content(&versions->rows[versions->winner])
                            ? versions->winner
                            : places[merge_versions(contents, count)];
    return DAYBOOK_OK;
}

enum daybook_status view_read_versions(const struct own_circle *circle, enum stream stream,
                                       struct id128 entity, struct arena *arena,
                                       struct view_versions *out_versions)
{
    struct operation_list list;
    struct versions_names names;
    const struct operation_subject subject = {circle->row.circle_no, stream, entity};
    enum daybook_status status =
        operation_rows_of_entity(circle->journal->database, &subject, arena, &list);
    if (status != DAYBOOK_OK) {
        return status;
    }
    struct merge_version *merged = arena_take_array(arena, list.count, sizeof *merged);
    bool *maximal = arena_take_array(arena, list.count, sizeof *maximal);
    if (merged == NULL || maximal == NULL) {
        return DAYBOOK_NO_MEMORY;
    }
    status = versions_read(&list, is_entry_version, arena, merged, &names);
    if (status != DAYBOOK_OK || list.count == 0) {
        return status == DAYBOOK_OK ? DAYBOOK_NOT_FOUND : status;
    }
    struct view_versions versions = {
        .rows = list.rows, .maximal = maximal, .count = list.count, .names = names};
    versions.winner = merge_versions(merged, versions.count);
    for (size_t i = 0; i < versions.count; i++) {
        versions.maximal[i] = merged[i].maximal;
    }
    status = find_content(&versions, merged, arena);
    if (status == DAYBOOK_OK) {
        *out_versions = versions;
    }
    return status;
}

size_t view_cite(const struct view_versions *versions,
                 struct key256 out_supersedes[static OPERATION_SUPERSEDES_MAX])
{
    size_t count = 0;
    /* The one that is shown first: should there ever be more concurrent versions than fit, that one
     * is settled. */
    out_supersedes[count++] = versions->rows[versions->winner].hash;
    for (size_t i = 0; i < versions->count; i++) {
        bool other = versions->maximal[i] && i != versions->winner;
        if (other && count < OPERATION_SUPERSEDES_MAX) {
            out_supersedes[count++] = versions->rows[i].hash;
        }
    }
    return count;
}

/* Does it come before another as the version that made the entity? Not by when it arrived. */
static bool made_earlier(const struct operation_row *row, const struct operation_row *other)
{
    bool makes = operation_makes(row->type);
    bool other_makes = operation_makes(other->type);
    if (makes != other_makes) {
        return makes;
    }
    if (row->hlc != other->hlc) {
        return row->hlc < other->hlc;
    }
    return key256_compare(row->hash, other->hash) < 0;
}

/* The row as the versions have it. NO_MEMORY. */
static enum daybook_status make_row(const struct own_circle *circle,
                                    const struct view_versions *versions, struct arena *arena,
                                    struct entry_row *out_row)
{
    const struct operation_row *content = &versions->rows[versions->content];
    const struct operation_row *first = &versions->rows[0];
    struct entry entry;
    enum daybook_status status = body_decode_entry(content->body, arena, &entry);
    if (status != DAYBOOK_OK) {
        return status;
    }
    uint32_t maximal = 0;
    for (size_t i = 0; i < versions->count; i++) {
        maximal += versions->maximal[i] ? 1 : 0;
        first = made_earlier(&versions->rows[i], first) ? &versions->rows[i] : first;
    }
    *out_row = (struct entry_row){
        .entity = content->entity,
        .circle_no = circle->row.circle_no,
        .stream = content->stream,
        .kind = entry.kind,
        .at_ms = entry.at.utc_ms,
        .day = timestamp_day(entry.at),
        .first_no = first->operation_no,
        .shown_no = content->operation_no,
        .amended = content->operation_no != first->operation_no,
        .retracted = versions->rows[versions->winner].type == OPERATION_RETRACT,
        .concurrent =
            maximal == 0 ? 0 : maximal - 1, /* a member can make versions cite in a ring */
    };
    return DAYBOOK_OK;
}

enum daybook_status view_make_row(struct own_circle *circle, enum stream stream,
                                  struct id128 entity, struct arena *arena,
                                  struct entry_row *out_row)
{
    struct view_versions versions;
    enum daybook_status status = view_read_versions(circle, stream, entity, arena, &versions);
    return status == DAYBOOK_OK ? make_row(circle, &versions, arena, out_row) : status;
}

/* Nothing is left of it to show. */
static enum daybook_status remove_row(struct own_circle *circle, const struct entry_row *row)
{
    enum daybook_status status = entry_rows_remove(circle->journal->database, row->entity);
    return status == DAYBOOK_OK ? mark_turned(circle, row) : status;
}

/* What was shown of an entity, and what arrived of it since; both NULL when anything may have. */
struct change {
    const struct entry_row *before;
    const struct operation_row *arrived;
};

/* Every version of a plan decides about the days from its own first one on, whether it is the one
 * that is shown or not: only one that is shown as soon as it arrives tells from which day on
 * anything is different. */
static bool is_plain(const struct change *change, const struct entry_row *after)
{
    const struct entry_row *before = change->before;
    return after->stream == STREAM_LOG ||
           (before != NULL && change->arrived != NULL && before->retracted == after->retracted &&
            after->shown_no == change->arrived->operation_no &&
            bytes_equal(before->kind, after->kind));
}

static enum daybook_status mark_change(struct own_circle *circle, const struct change *change,
                                       const struct entry_row *after)
{
    const struct entry_row *before = change->before;
    bool plain = is_plain(change, after);
    enum daybook_status status = plain ? mark_dirty(circle, after) : mark_turned(circle, after);
    bool other =
        before != NULL && (before->day != after->day || !bytes_equal(before->kind, after->kind));
    if (status != DAYBOOK_OK || !other) {
        return status;
    }
    return plain ? mark_dirty(circle, before) : mark_turned(circle, before);
}

/* The row as the versions have it now, in the place of what there is. */
static enum daybook_status remake_entry(struct own_circle *circle,
                                        const struct operation_subject *subject,
                                        const struct change *change, struct arena *arena)
{
    struct entry_row after;
    enum daybook_status status =
        view_make_row(circle, subject->stream, subject->entity, arena, &after);
    if (status == DAYBOOK_NOT_FOUND) {
        /* All of it was erased, or an amendment came before what it amends. */
        return change->before == NULL ? DAYBOOK_OK : remove_row(circle, change->before);
    }
    if (status == DAYBOOK_OK) {
        status = entry_rows_put(circle->journal->database, &after);
    }
    return status == DAYBOOK_OK ? mark_change(circle, change, &after) : status;
}

/* The row there is of an entity; *out_before NULL: none. CONFLICT: it is somebody else's. */
static enum daybook_status read_before(struct own_circle *circle, enum stream stream,
                                       struct id128 entity, struct arena *arena,
                                       const struct entry_row **out_before)
{
    struct entry_row *before = arena_take(arena, sizeof *before);
    if (before == NULL) {
        return DAYBOOK_NO_MEMORY;
    }
    enum daybook_status status = entry_rows_get(circle->journal->database, entity, arena, before);
    if (status == DAYBOOK_OK &&
        (before->circle_no != circle->row.circle_no || before->stream != stream)) {
        return DAYBOOK_CONFLICT;
    }
    *out_before = status == DAYBOOK_OK ? before : NULL;
    return status == DAYBOOK_NOT_FOUND ? DAYBOOK_OK : status;
}

static enum daybook_status apply_entry(struct own_circle *circle, const struct operation_row *row,
                                       struct arena *arena)
{
    struct change change = {NULL, row};
    const struct operation_subject subject = {circle->row.circle_no, row->stream, row->entity};
    enum daybook_status status =
        read_before(circle, row->stream, row->entity, arena, &change.before);
    if (status == DAYBOOK_CONFLICT) {
        return operation_rows_set_quarantined(circle->journal->database, row->operation_no, true);
    }
    return status == DAYBOOK_OK ? remake_entry(circle, &subject, &change, arena) : status;
}

/* Nearly everything that arrives makes an entity nobody has heard of: then there is nothing to
 * merge it with, no erasure of it and no row of it yet. Leaves the rest to the long way. */
static enum daybook_status apply_new(struct own_circle *circle, const struct operation_row *row,
                                     struct arena *arena, bool *out_applied)
{
    struct entry entry;
    bool alone = false;
    *out_applied = false;
    if (!operation_makes(row->type) || row->body.data == NULL ||
        body_decode_entry(row->body, arena, &entry) != DAYBOOK_OK) {
        return DAYBOOK_OK;
    }
    enum daybook_status status = operation_rows_is_alone(circle->journal->database, row, &alone);
    if (status == DAYBOOK_OK && alone) {
        *out_applied = true;
        status = add_new(circle, row, &entry);
    }
    return status;
}

enum daybook_status view_apply(struct own_circle *circle, const struct operation_row *row,
                               struct arena *arena)
{
    const struct operation_subject subject = {circle->row.circle_no, row->stream, row->entity};
    bool applied = false;
    enum daybook_status status = apply_new(circle, row, arena, &applied);
    if (status != DAYBOOK_OK || applied) {
        return status;
    }
    status = erasing_settle(circle, &subject, arena);
    if (status != DAYBOOK_OK) {
        return status;
    }
    if (has_entry_view(row)) {
        return apply_entry(circle, row, arena);
    }
    return row->type == OPERATION_SUMMARY ? view_summary_apply(circle, row, arena) : DAYBOOK_OK;
}

enum daybook_status view_set_aside(struct own_circle *circle, const struct operation_row *row,
                                   struct arena *arena)
{
    struct summary_place place;
    const struct operation_subject subject = {circle->row.circle_no, row->stream, row->entity};
    enum daybook_status status = erasing_settle(circle, &subject, arena);
    bool replaces =
        row->type == OPERATION_SUMMARY && view_summary_place(circle, row, arena, &place);
    return status == DAYBOOK_OK && replaces ? view_summary_mark(circle, &place) : status;
}

enum daybook_status view_remake(struct own_circle *circle, enum stream stream, struct id128 entity,
                                struct arena *arena)
{
    struct change change = {NULL, NULL};
    const struct operation_subject subject = {circle->row.circle_no, stream, entity};
    enum daybook_status status = DAYBOOK_OK;
    if (stream == STREAM_TREND) {
        status = view_summary_remake(circle, entity, arena);
    }
    if (status == DAYBOOK_OK) {
        status = erasing_settle(circle, &subject, arena);
    }
    if (status == DAYBOOK_OK) {
        status = read_before(circle, stream, entity, arena, &change.before);
    }
    if (status != DAYBOOK_OK) {
        return status == DAYBOOK_CONFLICT ? DAYBOOK_OK : status;
    }
    return remake_entry(circle, &subject, &change, arena);
}
