/* The view of the daily summaries. */
#include "journal/view_summary.h"

#include "domain/merge.h"
#include "journal/choices.h"
#include "journal/day_record.h"
#include "journal/own_day.h"
#include "journal/view.h"
#include "store/overview_rows.h"
#include "store/receipt_rows.h"

static bool is_summary_version(const struct operation_row *row)
{
    return !row->quarantined && row->type == OPERATION_SUMMARY;
}

bool view_summary_place(const struct own_circle *circle, const struct operation_row *row,
                        struct arena *arena, struct summary_place *out_place)
{
    struct summary_place place = {.circle_no = circle->row.circle_no};
    if (!day_record_day(row->body, arena, &place.day)) {
        return false;
    }
    if (own_day_person(row->body, arena, &place.person)) {
        const struct circle_person *author =
            circle->circle == NULL ? NULL : circle_author(circle->circle, row->device);
        if (author == NULL || !id128_equal(author->person, place.person) ||
            !id128_equal(own_day_entity(circle->row.circle, &place), row->entity)) {
            return false;
        }
    } else if (!id128_equal(day_record_entity(circle->row.circle, place.day), row->entity)) {
        return false;
    }
    *out_place = place;
    return true;
}

/* What is no day of the entity it stands under counts for nothing, nor does what somebody wrote
 * about another person's own day; the choices are no day. */
static void drop_strange(const struct own_circle *circle, struct operation_list *list,
                         struct arena *arena)
{
    size_t kept = 0;
    const struct id128 choices = choices_entity(circle->row.circle);
    for (size_t i = 0; i < list->count; i++) {
        struct summary_place place;
        bool counts = id128_equal(list->rows[i].entity, choices) ||
                      list->rows[i].body.data == NULL || list->rows[i].type != OPERATION_SUMMARY ||
                      view_summary_place(circle, &list->rows[i], arena, &place);
        if (counts) {
            list->rows[kept++] = list->rows[i];
        }
    }
    list->count = kept;
}

/* Was the newest of these written by somebody who had not seen what was shown before it? */
static bool newest_is_unaware(struct merge_version *merged, size_t count)
{
    const struct merge_version *newest = &merged[count - 1];
    if (count == 1) {
        return false;
    }
    const struct key256 before = merged[merge_versions(merged, count - 1)].hash;
    for (size_t i = 0; i < newest->supersedes_count; i++) {
        if (key256_equal(newest->supersedes[i], before)) {
            return false;
        }
    }
    return true;
}

/* Summaries of a day share their entity, so the merge is the same; every version is whole. */
static enum daybook_status merge_summaries(struct own_circle *circle, struct id128 entity,
                                           struct arena *arena, struct view_versions *out_versions,
                                           bool *out_unaware)
{
    struct operation_list list;
    struct versions_names names;
    const struct operation_subject subject = {circle->row.circle_no, STREAM_TREND, entity};
    enum daybook_status status =
        operation_rows_of_entity(circle->journal->database, &subject, arena, &list);
    if (status != DAYBOOK_OK) {
        return status;
    }
    drop_strange(circle, &list, arena);
    struct merge_version *merged = arena_take_array(arena, list.count, sizeof *merged);
    bool *maximal = arena_take_array(arena, list.count, sizeof *maximal);
    if (merged == NULL || maximal == NULL) {
        return DAYBOOK_NO_MEMORY;
    }
    status = versions_read(&list, is_summary_version, arena, merged, &names);
    if (status != DAYBOOK_OK || list.count == 0) {
        return status == DAYBOOK_OK ? DAYBOOK_NOT_FOUND : status;
    }
    *out_unaware = newest_is_unaware(merged, list.count);
    size_t winner = merge_versions(merged, list.count);
    for (size_t i = 0; i < list.count; i++) {
        maximal[i] = merged[i].maximal;
    }
    *out_versions = (struct view_versions){list.rows, maximal, list.count, winner, winner, names};
    return DAYBOOK_OK;
}

enum daybook_status view_read_summaries(struct own_circle *circle, struct id128 entity,
                                        struct arena *arena, struct view_versions *out_versions)
{
    bool unaware = false;
    return merge_summaries(circle, entity, arena, out_versions, &unaware);
}

/* What a later summary replaced tells nothing any more but figures that were corrected or erased.
 */
static enum daybook_status drop_superseded(struct database *database,
                                           const struct view_versions *versions)
{
    enum daybook_status status = DAYBOOK_OK;
    for (size_t i = 0; i < versions->count && status == DAYBOOK_OK; i++) {
        if (!versions->maximal[i] && versions->rows[i].body.data != NULL) {
            status = operation_rows_drop_body(database, versions->rows[i].operation_no);
        }
    }
    return status;
}

enum daybook_status view_summary_mark(struct own_circle *circle, const struct summary_place *place)
{
    const struct id128 team = {{0}};
    bool known = id128_equal(place->person, team) || id128_equal(place->person, circle->row.person);
    return known ? summary_rows_mark_dirty(circle->journal->database, place) : DAYBOOK_OK;
}

/* Note the day on which it came, if it came from another device. */
static enum daybook_status note_receipt(struct own_circle *circle, const struct operation_row *row)
{
    const struct journal_ports *ports = &circle->journal->ports;
    if (key256_equal(row->device, circle->journal->self.sign)) {
        return DAYBOOK_OK;
    }
    const struct timestamp at = {row->received_ms,
                                 ports->offset_minutes(ports->context, row->received_ms)};
    return receipt_rows_add(circle->journal->database, circle->row.circle_no, timestamp_day(at));
}

/* Did somebody publish in the patient's place, who may have held less of the log than this device
 * of the patient's? */
static bool stands_in(const struct own_circle *circle, struct key256 author)
{
    const struct circle_person *person =
        circle->circle == NULL ? NULL : circle_author(circle->circle, author);
    return circle->journal->role == ROLE_PATIENT && person != NULL && person->role != ROLE_PATIENT;
}

/* The choices have no row of their own, but are a part of what is seen at a glance. */
static enum daybook_status heed_choices(struct own_circle *circle, struct id128 entity)
{
    return id128_equal(entity, choices_entity(circle->row.circle))
               ? overview_rows_remove(circle->journal->database, circle->row.circle_no)
               : DAYBOOK_OK;
}

/* Whoever publishes looks at the day again where the author may have held less of the log. */
enum daybook_status view_summary_apply(struct own_circle *circle, const struct operation_row *row,
                                       struct arena *arena)
{
    struct database *database = circle->journal->database;
    struct view_versions versions;
    struct summary_place place;
    bool unaware = false;
    enum daybook_status status = merge_summaries(circle, row->entity, arena, &versions, &unaware);
    if (status != DAYBOOK_OK) {
        return status == DAYBOOK_NOT_FOUND ? DAYBOOK_OK : status;
    }
    const struct operation_row *shown = &versions.rows[versions.winner];
    if (!view_summary_place(circle, shown, arena, &place)) {
        return heed_choices(circle, row->entity);
    }
    status = summary_rows_put(database, &place, shown->operation_no);
    if (status == DAYBOOK_OK) {
        status = drop_superseded(database, &versions);
    }
    if (status == DAYBOOK_OK) {
        status = note_receipt(circle, row);
    }
    /* What somebody told in the patient's place may say more than the patient shares, also where
     * it is not what is shown: it stays readable until it is replaced. */
    bool newest_is_shown = versions.winner == versions.count - 1;
    bool look_again = (unaware && newest_is_shown) || stands_in(circle, row->device);
    return status == DAYBOOK_OK && look_again ? view_summary_mark(circle, &place) : status;
}

enum daybook_status view_summary_remake(struct own_circle *circle, struct id128 entity,
                                        struct arena *arena)
{
    struct database *database = circle->journal->database;
    struct view_versions versions;
    struct summary_place place;
    bool unaware = false;
    enum daybook_status status = summary_rows_drop(database, circle->row.circle_no, entity);
    if (status == DAYBOOK_OK) {
        status = heed_choices(circle, entity);
    }
    if (status == DAYBOOK_OK) {
        status = merge_summaries(circle, entity, arena, &versions, &unaware);
    }
    if (status != DAYBOOK_OK) {
        return status == DAYBOOK_NOT_FOUND ? DAYBOOK_OK : status;
    }
    const struct operation_row *shown = &versions.rows[versions.winner];
    if (!view_summary_place(circle, shown, arena, &place)) {
        return DAYBOOK_OK; /* its body was dropped for one that does not count any more */
    }
    status = summary_rows_put(database, &place, shown->operation_no);
    return status == DAYBOOK_OK ? view_summary_mark(circle, &place) : status;
}
