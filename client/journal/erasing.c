/* Erasing: who may, and what it takes. */
#include "journal/erasing.h"

#include <assert.h>

#include "base/buffer.h"
#include "journal/asking.h"
#include "journal/entries.h"
#include "journal/item.h"
#include "journal/own_circle.h"
#include "journal/view.h"
#include "journal/writer.h"
#include "vault/random.h"
#include "wire/body.h"
#include "wire/operation.h"

/* All operations on one entity, and which of them were erased. */
struct settlement {
    struct own_circle *circle;
    struct operation_list list;
    struct operation_header *headers; /* one for each */
    bool *erased;                     /* one for each */
    size_t *queue;                    /* places whose followers are still to be marked */
    bool has_maker;                   /* it is known who made the entity */
};

static bool makes_entity(const struct operation_row *row)
{
    return !row->quarantined && operation_makes(row->type);
}

static enum daybook_status begin(struct settlement *settlement,
                                 const struct operation_subject *subject, struct arena *arena)
{
    enum daybook_status status = operation_rows_of_entity(settlement->circle->journal->database,
                                                          subject, arena, &settlement->list);
    size_t count = settlement->list.count;
    if (status != DAYBOOK_OK) {
        return status;
    }
    settlement->headers = arena_take_array(arena, count, sizeof *settlement->headers);
    settlement->erased = arena_take_array(arena, count, sizeof *settlement->erased);
    settlement->queue = arena_take_array(arena, count, sizeof *settlement->queue);
    if (settlement->headers == NULL || settlement->erased == NULL || settlement->queue == NULL) {
        return DAYBOOK_NO_MEMORY;
    }
    for (size_t i = 0; i < count && status == DAYBOOK_OK; i++) {
        const struct operation_row *row = &settlement->list.rows[i];
        settlement->has_maker = settlement->has_maker || makes_entity(row);
        status = operation_header_decode(row->header, arena, &settlement->headers[i]);
    }
    return status;
}

/* Does it cite the operation, also by the hash that had before it was written again? */
static bool follows(const struct settlement *settlement, size_t place, size_t cited)
{
    const struct operation_header *header = &settlement->headers[place];
    const struct operation_header *old = &settlement->headers[cited];
    for (size_t i = 0; i < header->supersedes_count; i++) {
        if (key256_equal(header->supersedes[i], settlement->list.rows[cited].hash) ||
            (old->salvaged && key256_equal(header->supersedes[i], old->former))) {
            return true;
        }
    }
    return false;
}

static void mark(struct settlement *settlement, size_t place, size_t *queued)
{
    if (!settlement->erased[place]) {
        settlement->erased[place] = true;
        settlement->queue[(*queued)++] = place;
    }
}

static bool is_made_by(const struct settlement *settlement, size_t place,
                       const struct circle_person *person)
{
    const struct operation_row *row = &settlement->list.rows[place];
    return makes_entity(row) && circle_author(settlement->circle->circle, row->device) == person;
}

/* A correction that names no version, as a broken program may write it, is one of whatever there
 * is. */
static bool follows_anything(const struct settlement *settlement, size_t place)
{
    return settlement->headers[place].supersedes_count == 0 &&
           !operation_makes(settlement->list.rows[place].type);
}

static void mark_followers_of(struct settlement *settlement, size_t before, size_t *queued)
{
    for (size_t i = 0; i < settlement->list.count; i++) {
        if (follows(settlement, i, before)) {
            mark(settlement, i, queued);
        }
    }
}

/* Mark what supersedes a marked version, directly or through others: a correction holds the whole
 * entry again. */
static void mark_followers(struct settlement *settlement, size_t queued)
{
    for (size_t next = 0; next < queued; next++) {
        mark_followers_of(settlement, settlement->queue[next], &queued);
    }
}

/* Mark what a person made and what others built on it. False: the person made nothing of it. */
static bool mark_made_by(struct settlement *settlement, const struct circle_person *person)
{
    size_t queued = 0;
    bool made = false;
    for (size_t i = 0; i < settlement->list.count; i++) {
        made = made || is_made_by(settlement, i, person);
    }
    for (size_t i = 0; made && i < settlement->list.count; i++) {
        if (is_made_by(settlement, i, person) || follows_anything(settlement, i)) {
            mark(settlement, i, &queued);
        }
    }
    mark_followers(settlement, queued);
    return made;
}

static void mark_all(struct settlement *settlement)
{
    for (size_t i = 0; i < settlement->list.count; i++) {
        settlement->erased[i] = true;
    }
}

/* Mark what one erasure takes; false: its author may not. An author's waits until what it erases is
 * here. */
static bool takes(struct settlement *settlement, const struct operation_row *row)
{
    const struct own_circle *circle = settlement->circle;
    if (!view_allows(circle, row)) {
        return false;
    }
    const struct circle_place place = own_circle_place(circle, row);
    if (circle_erases_all(circle->circle, &place)) {
        mark_all(settlement);
        return true;
    }
    return mark_made_by(settlement, circle_author(circle->circle, row->device)) ||
           !settlement->has_maker;
}

/* One by somebody who may not goes into quarantine; what it took before that was known is gone. */
static enum daybook_status judge(struct settlement *settlement, const struct operation_row *row)
{
    struct own_circle *circle = settlement->circle;
    bool refused = !takes(settlement, row);
    return refused == row->quarantined ? DAYBOOK_OK
                                       : operation_rows_set_quarantined(circle->journal->database,
                                                                        row->operation_no, refused);
}

/* The day of a summary is no entry: it says anew what is left of the day. */
static bool is_erasable(const struct operation_row *row)
{
    return row->type != OPERATION_ERASE && row->type != OPERATION_SUMMARY;
}

static enum daybook_status drop_bodies(const struct settlement *settlement)
{
    enum daybook_status status = DAYBOOK_OK;
    for (size_t i = 0; i < settlement->list.count && status == DAYBOOK_OK; i++) {
        const struct operation_row *row = &settlement->list.rows[i];
        if (settlement->erased[i] && is_erasable(row) && row->body.data != NULL) {
            status =
                operation_rows_drop_body(settlement->circle->journal->database, row->operation_no);
        }
    }
    return status;
}

enum daybook_status erasing_settle(struct own_circle *circle,
                                   const struct operation_subject *subject, struct arena *arena)
{
    uint64_t count = 0;
    struct settlement settlement = {.circle = circle};
    if (subject->stream == STREAM_CIRCLE) {
        return DAYBOOK_OK;
    }
    enum daybook_status status =
        operation_rows_count_erasures(circle->journal->database, subject, &count);
    if (status != DAYBOOK_OK || count == 0) {
        return status;
    }
    status = begin(&settlement, subject, arena);
    for (size_t i = 0; i < settlement.list.count && status == DAYBOOK_OK; i++) {
        if (settlement.list.rows[i].type == OPERATION_ERASE) {
            status = judge(&settlement, &settlement.list.rows[i]);
        }
    }
    return status == DAYBOOK_OK ? drop_bodies(&settlement) : status;
}

/* An entry about to be erased. */
struct erasure {
    struct own_circle *circle;
    struct view_versions versions;
    struct entry_row row;
};

static bool made_by_owner(const struct erasure *erasure)
{
    const struct circle *circle = erasure->circle->circle;
    const struct circle_person *self = circle_author(circle, erasure->circle->journal->self.sign);
    for (size_t i = 0; i < erasure->versions.count; i++) {
        const struct operation_row *row = &erasure->versions.rows[i];
        if (makes_entity(row) && circle_author(circle, row->device) == self) {
            return true;
        }
    }
    return false;
}

static enum daybook_status check_right(const struct erasure *erasure,
                                       struct complaint *out_complaint)
{
    const struct circle *circle = erasure->circle->circle;
    const struct key256 self = erasure->circle->journal->self.sign;
    const struct circle_device *device = circle_find_device(circle, self);
    bool present = device != NULL && !device->retired;
    if (present && (made_by_owner(erasure) || circle_rank(circle, self) >= RANK_CO_OWNER)) {
        return DAYBOOK_OK;
    }
    complaint_begin(out_complaint, "Only its author, the patient, and who stands in for the "
                                   "patient may erase that entry.");
    return DAYBOOK_DENIED;
}

/* What this device may not see it finds as little as what is not there. */
static enum daybook_status read_entry(struct journal *journal, struct id128 id, struct arena *arena,
                                      struct erasure *out_erasure, struct complaint *out_complaint)
{
    struct journal_item item;
    struct journal_erasure before;
    enum daybook_status status = journal_erasure(journal, id, arena, &before);
    if (status == DAYBOOK_OK) {
        complaint_begin(out_complaint, "That entry was erased before.");
        return DAYBOOK_CONFLICT;
    }
    if (status == DAYBOOK_NOT_FOUND) {
        status = journal_show(journal, id, arena, &item);
    }
    if (status == DAYBOOK_OK) {
        status = entry_rows_get(journal->database, id, arena, &out_erasure->row);
    }
    if (status == DAYBOOK_NOT_FOUND) {
        complaint_begin(out_complaint, "No such entry here: 'daybook list' shows what there is.");
    }
    if (status != DAYBOOK_OK) {
        return status;
    }
    out_erasure->circle = item_circle(journal, out_erasure->row.circle_no);
    assert(out_erasure->circle != NULL); /* journal_show() found it */
    return view_read_versions(out_erasure->circle, out_erasure->row.stream, id, arena,
                              &out_erasure->versions);
}

/* Was a question of it passed on to the team? Any version may have asked. */
static enum daybook_status has_question(const struct erasure *erasure, struct arena *arena,
                                        bool *out_has)
{
    struct entry entry;
    const struct view_versions *versions = &erasure->versions;
    if (erasure->row.stream != STREAM_LOG) {
        return DAYBOOK_OK;
    }
    enum daybook_status status =
        body_decode_entry(versions->rows[versions->content].body, arena, &entry);
    return status == DAYBOOK_OK
               ? asking_follows(erasure->circle, erasure->row.entity, &entry, arena, out_has)
               : status;
}

/* The question goes in the same transaction. */
static enum daybook_status end_with_question(const struct erasure *erasure, struct writer *writer,
                                             struct arena *arena, enum daybook_status status)
{
    struct writer trend;
    if (status == DAYBOOK_OK) {
        status = writer_begin_beside(writer, STREAM_TREND, &trend);
    }
    if (status != DAYBOOK_OK) {
        return writer_end(writer, status);
    }
    status = asking_erase(&trend, erasure->row.entity, arena);
    return writer_end_both(writer, &trend, status);
}

/* The operation says nothing about what it erases but which versions were seen. */
static enum daybook_status write_erasure(const struct erasure *erasure, struct arena *arena)
{
    struct key256 supersedes[OPERATION_SUPERSEDES_MAX];
    struct buffer body = {.limit_size = ENTRY_BODY_MAX};
    const struct value nothing = {.type = VALUE_MAP};
    struct writer writer;
    struct operation_row row;
    body_encode_value(random_id(), &nothing, &body);
    bool follows = false;
    enum daybook_status status = buffer_status(&body);
    if (status == DAYBOOK_OK) {
        status = has_question(erasure, arena, &follows);
    }
    if (status == DAYBOOK_OK) {
        status = writer_begin(erasure->circle, erasure->row.stream, &writer);
    }
    if (status != DAYBOOK_OK) {
        buffer_free(&body);
        return status;
    }
    const struct writer_operation operation = {
        .type = OPERATION_ERASE,
        .entity = erasure->row.entity,
        .supersedes = supersedes,
        .supersedes_count = view_cite(&erasure->versions, supersedes),
        .body = buffer_bytes(&body),
    };
    status = writer_append(&writer, &operation, &row);
    if (status == DAYBOOK_OK) {
        status = view_apply(erasure->circle, &row, arena);
    }
    buffer_free(&body);
    return follows ? end_with_question(erasure, &writer, arena, status)
                   : writer_end(&writer, status);
}

enum daybook_status journal_erase(struct journal *journal, struct id128 id,
                                  struct complaint *out_complaint)
{
    struct erasure erasure = {0};
    struct arena *arena = arena_create(0);
    if (arena == NULL) {
        return DAYBOOK_NO_MEMORY;
    }
    enum daybook_status status = read_entry(journal, id, arena, &erasure, out_complaint);
    if (status == DAYBOOK_OK) {
        status = check_right(&erasure, out_complaint);
    }
    if (status == DAYBOOK_OK) {
        status = write_erasure(&erasure, arena);
    }
    arena_free(arena);
    return status;
}
