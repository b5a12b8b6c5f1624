/* Who may write what: letting operations into the views, and taking them out again. */
#include <stdlib.h>

#include "journal/own_circle.h"
#include "journal/view.h"

/* By stream, type and role. A plan or a question is taken back in its own stream, by whoever may
 * write such; it is erased there also by those who erase anything. */
static bool may_write(const struct own_circle *circle, const struct operation_row *row)
{
    bool takes_back = row->type == OPERATION_RETRACT || row->type == OPERATION_ERASE;
    bool elsewhere = row->stream == STREAM_PLAN || row->stream == STREAM_TREND;
    uint32_t right = takes_back && elsewhere ? operation_making(row->stream) : row->type;
    const struct circle_place place = own_circle_place(circle, row);
    enum stream stream = STREAM_CIRCLE;
    if (!operation_stream(right, &stream) || stream != row->stream) {
        return false;
    }
    if (!circle->complete && key256_equal(row->device, circle->journal->self.sign)) {
        return true; /* let in by somebody who could not: what was written here stays readable */
    }
    return circle_allows(circle->circle, row->device, right) ||
           (row->type == OPERATION_ERASE && circle_erases_all(circle->circle, &place));
}

static bool is_known(uint32_t type)
{
    enum stream stream = STREAM_CIRCLE;
    return operation_stream(type, &stream);
}

bool view_allows(const struct own_circle *circle, const struct operation_row *row)
{
    if (row->stream == STREAM_CIRCLE || !is_known(row->type)) {
        return true; /* the fold judges membership; what is unknown is never interpreted */
    }
    const struct circle_place place = own_circle_place(circle, row);
    return circle->circle != NULL && may_write(circle, row) &&
           !circle_beyond_cut(circle->circle, &place);
}

/* An entity whose view is to be made anew. */
struct touched {
    enum stream stream;
    struct id128 entity;
};

/* The judging of all that the members may have changed. */
struct rejudging {
    struct own_circle *circle;
    struct touched *touched;
    size_t count;
    size_t capacity;
    struct arena *scratch; /* of one stretch of rows, or one entity */
};

static enum daybook_status touch(struct rejudging *rejudging, const struct operation_row *row)
{
    if (rejudging->count == rejudging->capacity) {
        size_t capacity = rejudging->capacity == 0 ? 64 : rejudging->capacity * 2;
        struct touched *touched = realloc(rejudging->touched, capacity * sizeof *touched);
        if (touched == NULL) {
            return DAYBOOK_NO_MEMORY;
        }
        rejudging->touched = touched;
        rejudging->capacity = capacity;
    }
    rejudging->touched[rejudging->count++] = (struct touched){row->stream, row->entity};
    return DAYBOOK_OK;
}

/* An entity of another circle, or of another stream: an id that is used again. */
static enum daybook_status is_elsewhere(const struct rejudging *rejudging,
                                        const struct operation_row *row, bool *out_elsewhere)
{
    struct entry_row there = {0};
    enum daybook_status status = entry_rows_get(rejudging->circle->journal->database, row->entity,
                                                rejudging->scratch, &there);
    *out_elsewhere = status == DAYBOOK_OK && (there.circle_no != rejudging->circle->row.circle_no ||
                                              there.stream != row->stream);
    return status == DAYBOOK_NOT_FOUND ? DAYBOOK_OK : status;
}

/* Put a row where it belongs now. Erasures are looked at with their entity, once all else is
 * judged. */
static enum daybook_status judge(struct rejudging *rejudging, const struct operation_row *row)
{
    bool elsewhere = false;
    enum daybook_status status = DAYBOOK_OK;
    bool allowed = view_allows(rejudging->circle, row);
    if (row->type == OPERATION_ERASE) {
        return touch(rejudging, row);
    }
    if (row->stream == STREAM_CIRCLE || allowed == !row->quarantined) {
        return DAYBOOK_OK;
    }
    if (allowed) {
        status = is_elsewhere(rejudging, row, &elsewhere);
    }
    if (status != DAYBOOK_OK || elsewhere) {
        return status;
    }
    status = operation_rows_set_quarantined(rejudging->circle->journal->database, row->operation_no,
                                            !allowed);
    return status == DAYBOOK_OK ? touch(rejudging, row) : status;
}

static enum daybook_status judge_rows(struct rejudging *rejudging,
                                      const struct operation_list *list)
{
    enum daybook_status status = DAYBOOK_OK;
    for (size_t i = 0; i < list->count && status == DAYBOOK_OK; i++) {
        status = judge(rejudging, &list->rows[i]);
    }
    return status;
}

/* What is in quarantine, a stretch at a time. */
static enum daybook_status judge_quarantined(struct rejudging *rejudging)
{
    const struct own_circle *circle = rejudging->circle;
    struct operation_list list = {.count = OPERATION_STRETCH};
    int64_t after_no = 0;
    enum daybook_status status = DAYBOOK_OK;
    while (status == DAYBOOK_OK && list.count == OPERATION_STRETCH) {
        arena_reset(rejudging->scratch);
        status = operation_rows_in_quarantine(circle->journal->database, circle->row.circle_no,
                                              after_no, rejudging->scratch, &list);
        if (status == DAYBOOK_OK && list.count > 0) {
            after_no = list.rows[list.count - 1].operation_no;
            status = judge_rows(rejudging, &list);
        }
    }
    return status;
}

/* How far a feed counts for certain: what its author's role may write, up to the cut. */
static uint64_t counts_to(const struct circle *circle, const struct feed_row *feed)
{
    static const enum operation_type types[] = {[STREAM_CIRCLE] = OPERATION_NEW_EPOCH,
                                                [STREAM_LOG] = OPERATION_ENTRY,
                                                [STREAM_TREND] = OPERATION_SUMMARY,
                                                [STREAM_PLAN] = OPERATION_PLAN};
    const struct circle_place head = {feed->device, feed->feed, feed->number};
    bool may = circle_allows(circle, feed->device, types[feed->stream]);
    return may ? circle_counts_to(circle, &head) : 0;
}

/* What stands behind that and was shown until now, a stretch at a time. */
static enum daybook_status judge_feed(struct rejudging *rejudging, const struct feed_row *feed)
{
    struct operation_list list = {.count = OPERATION_STRETCH};
    const uint64_t counted = counts_to(rejudging->circle->circle, feed);
    struct operation_range range = {feed->feed_no, counted + 1, feed->number};
    enum daybook_status status = DAYBOOK_OK;
    if (counted >= feed->number) {
        return DAYBOOK_OK;
    }
    while (status == DAYBOOK_OK && list.count == OPERATION_STRETCH && range.first <= range.last) {
        arena_reset(rejudging->scratch);
        status = operation_rows_shown(rejudging->circle->journal->database, &range,
                                      rejudging->scratch, &list);
        if (status == DAYBOOK_OK && list.count > 0) {
            range.first = list.rows[list.count - 1].number + 1;
            status = judge_rows(rejudging, &list);
        }
    }
    return status;
}

/* A right to erase comes and goes with standing in for the patient. */
static enum daybook_status judge_erasures(struct rejudging *rejudging)
{
    const struct own_circle *circle = rejudging->circle;
    struct operation_list list = {0};
    arena_reset(rejudging->scratch);
    enum daybook_status status = operation_rows_that_erase(
        circle->journal->database, circle->row.circle_no, rejudging->scratch, &list);
    for (size_t i = 0; i < list.count && status == DAYBOOK_OK; i++) {
        const struct operation_row *row = &list.rows[i];
        const struct circle_person *author = circle_author(circle->circle, row->device);
        bool stood_in = author != NULL && author->was_co_owner;
        status = stood_in ? touch(rejudging, row) : DAYBOOK_OK;
    }
    return status;
}

static enum daybook_status judge_all(struct rejudging *rejudging)
{
    enum daybook_status status = judge_quarantined(rejudging);
    for (size_t i = 0; i < rejudging->circle->feed_count && status == DAYBOOK_OK; i++) {
        if (rejudging->circle->feeds[i].stream != STREAM_CIRCLE) {
            status = judge_feed(rejudging, &rejudging->circle->feeds[i]);
        }
    }
    return status == DAYBOOK_OK ? judge_erasures(rejudging) : status;
}

static int by_entity(const void *left, const void *right)
{
    const struct touched *a = left;
    const struct touched *b = right;
    int order = id128_compare(a->entity, b->entity);
    return order != 0 ? order : (int)a->stream - (int)b->stream;
}

static enum daybook_status remake_all(struct rejudging *rejudging)
{
    enum daybook_status status = DAYBOOK_OK;
    if (rejudging->count > 0) {
        qsort(rejudging->touched, rejudging->count, sizeof *rejudging->touched, by_entity);
    }
    for (size_t i = 0; i < rejudging->count && status == DAYBOOK_OK; i++) {
        const struct touched *touched = &rejudging->touched[i];
        bool again = i > 0 && by_entity(touched - 1, touched) == 0;
        arena_reset(rejudging->scratch);
        status = again ? DAYBOOK_OK
                       : view_remake(rejudging->circle, touched->stream, touched->entity,
                                     rejudging->scratch);
    }
    return status;
}

enum daybook_status view_rejudge(struct own_circle *circle)
{
    struct database *database = circle->journal->database;
    struct rejudging rejudging = {.circle = circle, .scratch = arena_create(0)};
    if (rejudging.scratch == NULL) {
        return DAYBOOK_NO_MEMORY;
    }
    enum daybook_status status = database_begin(database);
    if (status != DAYBOOK_OK) {
        goto done;
    }
    status = judge_all(&rejudging);
    if (status == DAYBOOK_OK) {
        status = remake_all(&rejudging);
    }
    if (status == DAYBOOK_OK) {
        status = database_commit(database);
    }
    if (status != DAYBOOK_OK) {
        database_rollback(database);
    }
done:
    free(rejudging.touched);
    arena_free(rejudging.scratch);
    return status;
}
