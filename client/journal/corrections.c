/* Amending, retracting and undoing entries. */
#include <assert.h>
#include <string.h>

#include "base/buffer.h"
#include "journal/asking.h"
#include "journal/entries.h"
#include "journal/entry_change.h"
#include "journal/item.h"
#include "journal/view.h"
#include "journal/writer.h"
#include "store/entry_rows.h"
#include "vault/random.h"
#include "wire/body.h"
#include "wire/operation.h"

/* An entity about to be corrected: its versions, and the ones a correction supersedes. */
struct correction {
    struct own_circle *circle;
    enum stream stream;
    struct id128 entity;
    struct view_versions versions;
    struct key256 supersedes[OPERATION_SUPERSEDES_MAX];
    size_t supersedes_count;
};

/* NOT_FOUND, as if it were not there, for what the owner of this journal may not see. */
static enum daybook_status check_visible(const struct correction *correction, int64_t first_no,
                                         struct arena *arena)
{
    struct entry entry;
    struct operation_row first;
    const struct operation_row *content = &correction->versions.rows[correction->versions.content];
    struct database *database = correction->circle->journal->database;
    enum daybook_status status = body_decode_entry(content->body, arena, &entry);
    if (status == DAYBOOK_OK) {
        status = operation_rows_get(database, first_no, arena, &first);
    }
    return status == DAYBOOK_OK &&
                   !item_is_visible(correction->circle, entry.visibility, first.device)
               ? DAYBOOK_NOT_FOUND
               : status;
}

static enum daybook_status read_entity(struct journal *journal, struct id128 id,
                                       struct arena *arena, struct correction *out_correction)
{
    struct entry_row row;
    enum daybook_status status = entry_rows_get(journal->database, id, arena, &row);
    if (status != DAYBOOK_OK) {
        return status;
    }
    struct correction correction = {
        .circle = item_circle(journal, row.circle_no), .stream = row.stream, .entity = id};
    if (correction.circle == NULL) {
        return DAYBOOK_NOT_FOUND;
    }
    status = view_read_versions(correction.circle, row.stream, id, arena, &correction.versions);
    if (status == DAYBOOK_OK) {
        status = check_visible(&correction, row.first_no, arena);
    }
    if (status != DAYBOOK_OK) {
        return status;
    }
    correction.supersedes_count = view_cite(&correction.versions, correction.supersedes);
    *out_correction = correction;
    return DAYBOOK_OK;
}

static enum daybook_status complain_missing(enum daybook_status status,
                                            struct complaint *out_complaint)
{
    if (status == DAYBOOK_NOT_FOUND) {
        complaint_begin(out_complaint, "No such entry here: 'daybook list' shows what there is.");
    }
    return status;
}

/* What a correction comes to. */
struct change {
    enum operation_type type;
    struct bytes body;
    const struct entry *content; /* as the entity reads then; NULL: taken back */
    int64_t undone_no;           /* the operation this one undoes, 0 for none */
};

static enum daybook_status append_change(const struct correction *correction,
                                         const struct change *change, struct writer *writer,
                                         struct arena *arena)
{
    struct operation_row row;
    struct database *database = correction->circle->journal->database;
    const struct writer_operation operation = {
        .type = change->type,
        .entity = correction->entity,
        .supersedes = correction->supersedes,
        .supersedes_count = correction->supersedes_count,
        .body = change->body,
    };
    enum daybook_status status = writer_append(writer, &operation, &row);
    if (status == DAYBOOK_OK) {
        status = view_apply(correction->circle, &row, arena);
    }
    if (status == DAYBOOK_OK && change->undone_no != 0) {
        status = operation_rows_mark_undone(database, change->undone_no);
        if (status == DAYBOOK_OK) {
            status = operation_rows_mark_undone(database, row.operation_no);
        }
    }
    return status;
}

/* Does the question of a check-in go with it? */
static enum daybook_status check_question(const struct correction *correction,
                                          const struct change *change, struct arena *arena,
                                          bool *out_follows)
{
    struct entry before;
    const struct operation_row *content = &correction->versions.rows[correction->versions.content];
    enum daybook_status status = DAYBOOK_OK;
    *out_follows = false;
    if (correction->stream != STREAM_LOG) {
        return DAYBOOK_OK;
    }
    if (change->content == NULL) {
        status = body_decode_entry(content->body, arena, &before);
    }
    return status == DAYBOOK_OK
               ? asking_follows(correction->circle, correction->entity,
                                change->content == NULL ? &before : change->content, arena,
                                out_follows)
               : status;
}

/* Append one operation on the entity and bring its row up to date. */
static enum daybook_status write_correction(const struct correction *correction,
                                            const struct change *change, struct arena *arena)
{
    struct writer writer;
    struct writer trend;
    bool follows = false;
    bool begun = false;
    enum daybook_status status = check_question(correction, change, arena, &follows);
    if (status == DAYBOOK_OK) {
        status = writer_begin(correction->circle, correction->stream, &writer);
    }
    if (status != DAYBOOK_OK) {
        return status;
    }
    status = append_change(correction, change, &writer, arena);
    if (status == DAYBOOK_OK && follows) {
        status = writer_begin_beside(&writer, STREAM_TREND, &trend);
        begun = status == DAYBOOK_OK;
    }
    if (begun) {
        status = asking_pass_on(&trend, correction->entity, change->content, arena);
        return writer_end_both(&writer, &trend, status);
    }
    return writer_end(&writer, status);
}

static enum daybook_status write_content(const struct correction *correction,
                                         const struct entry *entry, struct arena *arena,
                                         int64_t undone_no)
{
    struct buffer body = {.limit_size = ENTRY_BODY_MAX};
    body_encode_entry(random_id(), entry, &body);
    enum daybook_status status = buffer_status(&body);
    if (status == DAYBOOK_OK) {
        const struct change change = {operation_changing(correction->stream), buffer_bytes(&body),
                                      entry, undone_no};
        status = write_correction(correction, &change, arena);
    }
    buffer_free(&body);
    return status;
}

static enum daybook_status write_retraction(const struct correction *correction,
                                            struct bytes reason, struct arena *arena,
                                            int64_t undone_no)
{
    struct buffer body = {.limit_size = ENTRY_BODY_MAX};
    body_encode_retract(random_id(), reason, &body);
    enum daybook_status status = buffer_status(&body);
    if (status == DAYBOOK_OK) {
        const struct change change = {OPERATION_RETRACT, buffer_bytes(&body), NULL, undone_no};
        status = write_correction(correction, &change, arena);
    }
    buffer_free(&body);
    return status;
}

static enum daybook_status find_circle_number(const struct journal *journal,
                                              const struct own_circle *circle, size_t *out_number)
{
    for (size_t i = 0; i < journal_circle_count(journal); i++) {
        if (journal_circle(journal, i) == circle) {
            *out_number = i;
            return DAYBOOK_OK;
        }
    }
    return DAYBOOK_NOT_FOUND;
}

enum daybook_status journal_amend(struct journal *journal, struct id128 id,
                                  const struct journal_change *change,
                                  struct complaint *out_complaint)
{
    struct correction correction;
    struct entry entry;
    size_t circle = 0;
    struct arena *arena = arena_create(0);
    if (arena == NULL) {
        return DAYBOOK_NO_MEMORY;
    }
    enum daybook_status status = read_entity(journal, id, arena, &correction);
    if (status == DAYBOOK_OK) {
        status = find_circle_number(journal, correction.circle, &circle);
    }
    if (status != DAYBOOK_OK) {
        (void)complain_missing(status, out_complaint);
        goto done;
    }
    status = body_decode_entry(correction.versions.rows[correction.versions.content].body, arena,
                               &entry);
    if (status == DAYBOOK_OK) {
        status = entry_change_apply(&entry, change, arena);
    }
    if (status == DAYBOOK_OK) {
        entry.recorded_at_ms = journal_wall_ms(journal);
        status = journal_check(journal, circle, &entry, arena, out_complaint);
    }
    if (status == DAYBOOK_OK) {
        status = write_content(&correction, &entry, arena, 0);
    }
done:
    arena_free(arena);
    return status;
}

static enum daybook_status check_may_write(const struct correction *correction,
                                           struct complaint *out_complaint)
{
    const struct own_circle *circle = correction->circle;
    if (circle_writes(circle->circle,
                      circle_find_device(circle->circle, circle->journal->self.sign),
                      correction->stream)) {
        return DAYBOOK_OK;
    }
    complaint_begin(out_complaint, "In this circle your role may not change that entry.");
    return DAYBOOK_DENIED;
}

enum daybook_status journal_retract(struct journal *journal, struct id128 id, struct bytes reason,
                                    struct complaint *out_complaint)
{
    struct correction correction;
    struct arena *arena = arena_create(0);
    if (arena == NULL) {
        return DAYBOOK_NO_MEMORY;
    }
    enum daybook_status status =
        complain_missing(read_entity(journal, id, arena, &correction), out_complaint);
    if (status == DAYBOOK_OK) {
        status = check_may_write(&correction, out_complaint);
    }
    if (status == DAYBOOK_OK && reason.size > ENTRY_NOTE_MAX) {
        complaint_begin(out_complaint, "The reason is too long: at most 2000 characters.");
        status = DAYBOOK_INVALID;
    }
    bool retracted = status == DAYBOOK_OK &&
                     correction.versions.rows[correction.versions.winner].type == OPERATION_RETRACT;
    if (retracted) {
        complaint_begin(out_complaint, "That entry was retracted before.");
        status = DAYBOOK_CONFLICT;
    }
    if (status == DAYBOOK_OK) {
        status = write_retraction(&correction, reason, arena, 0);
    }
    arena_free(arena);
    return status;
}

/* The newest version of a kind among those a header cites, NULL when there is none. */
static const struct operation_row *newest_cited(const struct view_versions *versions,
                                                const struct operation_header *header,
                                                bool retraction)
{
    const struct operation_row *best = NULL;
    for (size_t i = 0; i < versions->count; i++) {
        const struct operation_row *row = &versions->rows[i];
        bool fits = versions_cite(&versions->names, header, i) &&
                    (row->type == OPERATION_RETRACT) == retraction &&
                    (retraction || row->body.data != NULL);
        if (fits && (best == NULL || row->hlc > best->hlc)) {
            best = row;
        }
    }
    return best;
}

/* The content an operation replaced: the newest among the versions it supersedes, or, where these
 * are retractions, among what those took back. NULL: there is none, so it made the entry. */
static const struct operation_row *content_before(const struct correction *correction,
                                                  const struct operation_row *undone,
                                                  struct arena *arena)
{
    const struct operation_row *step = undone;
    for (size_t i = 0; step != NULL && i < correction->versions.count; i++) {
        struct operation_header header;
        if (operation_header_decode(step->header, arena, &header) != DAYBOOK_OK) {
            return NULL;
        }
        const struct operation_row *content = newest_cited(&correction->versions, &header, false);
        if (content != NULL) {
            return content;
        }
        step = newest_cited(&correction->versions, &header, true);
    }
    return NULL;
}

static enum daybook_status undo_operation(const struct correction *correction,
                                          const struct operation_row *undone, struct arena *arena)
{
    assert(undone != NULL);
    struct entry entry;
    const struct operation_row *before = content_before(correction, undone, arena);
    if (before == NULL) {
        return write_retraction(correction, bytes_of_text("undone"), arena, undone->operation_no);
    }
    enum daybook_status status = body_decode_entry(before->body, arena, &entry);
    return status == DAYBOOK_OK ? write_content(correction, &entry, arena, undone->operation_no)
                                : status;
}

static const char *undone_word(uint32_t type)
{
    switch (type) {
    case OPERATION_AMEND:
        return "amend";
    case OPERATION_RETRACT:
        return "retract";
    default: /* a number from the store, not an enum */
        return "log";
    }
}

enum daybook_status journal_undo(struct journal *journal, struct id128 *out_id,
                                 struct bytes *out_what, struct complaint *out_complaint)
{
    struct operation_row undone;
    struct correction correction;
    struct arena *arena = arena_create(0);
    if (arena == NULL) {
        return DAYBOOK_NO_MEMORY;
    }
    enum daybook_status status =
        operation_rows_latest(journal->database, &journal->self.sign, arena, &undone);
    if (status == DAYBOOK_NOT_FOUND) {
        complaint_begin(out_complaint, "There is nothing left to undo.");
        goto done;
    }
    if (status == DAYBOOK_OK) {
        status = read_entity(journal, undone.entity, arena, &correction);
    }
    if (status == DAYBOOK_OK) {
        status = check_may_write(&correction, out_complaint);
    }
    if (status == DAYBOOK_OK) {
        status = undo_operation(&correction, &undone, arena);
    }
    if (status == DAYBOOK_OK) {
        *out_id = undone.entity;
        *out_what = bytes_of_text(undone_word(undone.type));
    }
done:
    arena_free(arena);
    return status;
}
