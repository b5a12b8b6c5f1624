/* Days: reduced from the log, published to those who read no log, and summed up. */
#include "journal/summaries.h"

#include <assert.h>
#include <stdlib.h>

#include "base/buffer.h"
#include "journal/day_record.h"
#include "journal/item.h"
#include "journal/own_circle.h"
#include "journal/plans.h"
#include "journal/view.h"
#include "journal/writer.h"
#include "store/entry_rows.h"
#include "store/peer_rows.h"
#include "store/summary_rows.h"
#include "trends/day_builder.h"
#include "vault/random.h"
#include "wire/body.h"
#include "wire/operation.h"

enum { PATIENT_SILENT_MS = 24 * 3600 * 1000 };

/* Where days come from, and what they are scored against. */
struct day_source {
    const struct own_circle *circle;
    struct plan_book plans;
};

/* A day being reduced: its builder and entries live in the arena. */
struct day_walk {
    const struct own_circle *circle;
    struct day_builder *builder;
    struct arena *arena;
};

/* Entries others are not to see are no part of what others are told. */
static enum daybook_status add_listing(void *context, const struct entry_listing *listing)
{
    struct day_walk *walk = context;
    struct entry entry;
    enum role role = ROLE_DEVICE;
    if (listing->body.data == NULL ||
        body_decode_entry(listing->body, walk->arena, &entry) != DAYBOOK_OK ||
        entry.visibility != VISIBILITY_TEAM) {
        return DAYBOOK_OK;
    }
    (void)item_author(walk->circle, listing->first_device, &role);
    const struct trend_entry reported = {
        .kind = entry.kind,
        .fields = &entry.fields,
        .at_ms = entry.at.utc_ms,
        .plan_ref = entry.plan_ref,
        .role = role,
        .retracted = listing->row.retracted,
    };
    return day_builder_add(walk->builder, &reported);
}

/* The day with its values in the arena, and what is needed on the way in scratch. */
static enum daybook_status reduce_day(const struct day_source *source, int32_t day,
                                      struct arena *scratch, struct arena *arena,
                                      struct day *out_day)
{
    const struct own_circle *circle = source->circle;
    struct day_walk walk = {circle, day_builder_create(day, scratch), scratch};
    if (walk.builder == NULL) {
        return DAYBOOK_NO_MEMORY;
    }
    day_builder_plans(walk.builder, &source->plans);
    enum daybook_status status = entry_rows_of_day(circle->journal->database, circle->row.circle_no,
                                                   day, add_listing, &walk);
    return status == DAYBOOK_OK ? day_builder_finish(walk.builder, arena, out_day) : status;
}

/* Every day of the log, each reduced in memory that is given back before the next. */
static enum daybook_status days_of_log(const struct own_circle *circle, struct arena *arena,
                                       struct day **out_days, size_t *out_count)
{
    int32_t *numbers = NULL;
    size_t count = 0;
    struct day_source source = {.circle = circle};
    struct arena *scratch = arena_create(0);
    enum daybook_status status =
        scratch == NULL ? DAYBOOK_NO_MEMORY
                        : entry_rows_days(circle->journal->database, circle->row.circle_no, arena,
                                          &numbers, &count);
    if (status == DAYBOOK_OK) {
        status = plans_read(circle, arena, &source.plans);
    }
    struct day *days = arena_take_array(arena, count, sizeof *days);
    if (status == DAYBOOK_OK && days == NULL) {
        status = DAYBOOK_NO_MEMORY;
    }
    for (size_t i = 0; i < count && status == DAYBOOK_OK; i++) {
        arena_reset(scratch);
        status = reduce_day(&source, numbers[i], scratch, arena, &days[i]);
    }
    arena_free(scratch);
    if (status == DAYBOOK_OK) {
        *out_days = days;
        *out_count = count;
    }
    return status;
}

/* What another device reduced is believed only as far as it is possible. */
static enum daybook_status days_of_summaries(const struct own_circle *circle, struct arena *arena,
                                             struct day **out_days, size_t *out_count)
{
    struct summary_row *rows = NULL;
    size_t count = 0;
    size_t kept = 0;
    struct arena *scratch = arena_create(0);
    enum daybook_status status =
        scratch == NULL ? DAYBOOK_NO_MEMORY
                        : summary_rows_list(circle->journal->database, circle->row.circle_no, arena,
                                            &rows, &count);
    struct day *days = arena_take_array(arena, count, sizeof *days);
    if (status == DAYBOOK_OK && days == NULL) {
        status = DAYBOOK_NO_MEMORY;
    }
    for (size_t i = 0; i < count && status == DAYBOOK_OK; i++) {
        arena_reset(scratch);
        bool read = day_record_read(rows[i].body, scratch, arena, &days[kept]);
        kept += read && day_is_possible(&days[kept]) ? 1 : 0;
    }
    arena_free(scratch);
    if (status == DAYBOOK_OK) {
        *out_days = days;
        *out_count = kept;
    }
    return status;
}

enum daybook_status journal_trend_history(struct journal *journal, size_t circle,
                                          struct arena *arena, struct history **out_history)
{
    const struct own_circle *own = journal_circle(journal, circle);
    assert(own != NULL);
    struct day *days = NULL;
    size_t count = 0;
    bool reads_log =
        (own_circle_reads(own, STREAM_LOG) || !own->complete) && journal->role != ROLE_THERAPIST;
    enum daybook_status status = reads_log ? days_of_log(own, arena, &days, &count)
                                           : days_of_summaries(own, arena, &days, &count);
    return status == DAYBOOK_OK ? history_of_days(days, count, arena, out_history) : status;
}

enum daybook_status journal_summarise(struct journal *journal, size_t circle, int32_t until_day,
                                      struct arena *arena, struct trend_summary **out_summary)
{
    struct history *history = NULL;
    enum daybook_status status = journal_trend_history(journal, circle, arena, &history);
    return status == DAYBOOK_OK ? trends_summarise(history, until_day, arena, out_summary) : status;
}

/* Is it this device's turn to publish? */
static enum daybook_status is_publisher(const struct own_circle *circle, struct arena *arena,
                                        bool *out_turn)
{
    struct peer_row *peers = NULL;
    size_t count = 0;
    if (circle->journal->role == ROLE_PATIENT) {
        *out_turn = true;
        return DAYBOOK_OK;
    }
    enum daybook_status status =
        peer_rows_list(circle->journal->database, circle->row.circle_no, arena, &peers, &count);
    bool silent = circle->journal->role == ROLE_CAREGIVER;
    int64_t now_ms = journal_wall_ms(circle->journal);
    for (size_t i = 0; i < count && status == DAYBOOK_OK; i++) {
        const struct circle_person *person = circle_author(circle->circle, peers[i].device);
        bool patient = person != NULL && person->role == ROLE_PATIENT;
        silent = silent && !(patient && now_ms - peers[i].heard_ms < PATIENT_SILENT_MS);
    }
    *out_turn = silent;
    return status;
}

/* Is this what the circle was told already, by every summary of the day that stands? */
static bool is_told(const struct view_versions *versions, const struct value *map,
                    struct arena *arena)
{
    for (size_t i = 0; i < versions->count; i++) {
        struct value told;
        if (versions->maximal[i] &&
            (versions->rows[i].body.data == NULL ||
             body_decode_value(versions->rows[i].body, arena, &told) != DAYBOOK_OK ||
             !value_equal(map, &told))) {
            return false;
        }
    }
    return versions->count > 0;
}

static bool cites_one_that_stands(const struct operation_row *row,
                                  const struct view_versions *versions, struct arena *arena)
{
    struct operation_header header;
    bool cites = false;
    if (operation_header_decode(row->header, arena, &header) != DAYBOOK_OK) {
        return false;
    }
    for (size_t i = 0; i < versions->count && !cites; i++) {
        cites = versions->maximal[i] && versions_cite(&versions->names, &header, i);
    }
    return cites;
}

/* Does a summary in quarantine replace one that stands? Where it came before that was known, the
 * body of what stands was dropped: only a new one brings the day back there. */
static enum daybook_status was_replaced(const struct own_circle *circle,
                                        const struct view_versions *versions, struct id128 entity,
                                        struct arena *arena, bool *out_replaced)
{
    struct operation_list list;
    const struct operation_subject subject = {circle->row.circle_no, STREAM_TREND, entity};
    enum daybook_status status =
        operation_rows_of_entity(circle->journal->database, &subject, arena, &list);
    for (size_t i = 0; status == DAYBOOK_OK && i < list.count; i++) {
        const struct operation_row *row = &list.rows[i];
        *out_replaced = *out_replaced || (row->quarantined && row->type == OPERATION_SUMMARY &&
                                          cites_one_that_stands(row, versions, arena));
    }
    return status;
}

/* A summary that replaces all that stand: two that say different things would both be kept. */
static enum daybook_status append_summary(struct writer *writer, struct id128 entity,
                                          const struct value *map,
                                          const struct view_versions *versions, struct arena *arena)
{
    struct key256 supersedes[OPERATION_SUPERSEDES_MAX];
    struct operation_row row;
    struct buffer body = {.limit_size = ENTRY_BODY_MAX};
    body_encode_value(random_id(), map, &body);
    const struct writer_operation operation = {
        .type = OPERATION_SUMMARY,
        .entity = entity,
        .supersedes = supersedes,
        .supersedes_count = versions->count == 0 ? 0 : view_cite(versions, supersedes),
        .body = buffer_bytes(&body),
    };
    enum daybook_status status = buffer_status(&body);
    if (status == DAYBOOK_OK) {
        status = writer_append(writer, &operation, &row);
    }
    if (status == DAYBOOK_OK) {
        status = view_apply(writer->circle, &row, arena);
    }
    buffer_free(&body);
    return status;
}

/* The day as it is now, unless that is what the circle was told already. */
static enum daybook_status publish_day(struct writer *writer, const struct day_source *source,
                                       int32_t day, struct arena *arena)
{
    struct own_circle *circle = writer->circle;
    struct id128 entity = day_record_entity(circle->row.circle, day);
    struct view_versions versions = {0};
    bool replaced = false;
    struct day reduced;
    struct value map;
    enum daybook_status status = reduce_day(source, day, arena, arena, &reduced);
    if (status == DAYBOOK_OK) {
        status = day_record_make(&reduced, arena, &map);
    }
    if (status == DAYBOOK_OK) {
        status = view_read_summaries(circle, entity, arena, &versions);
        status = status == DAYBOOK_NOT_FOUND ? DAYBOOK_OK : status;
    }
    if (status == DAYBOOK_OK) {
        status = was_replaced(circle, &versions, entity, arena, &replaced);
    }
    if (status == DAYBOOK_OK && (replaced || !is_told(&versions, &map, arena))) {
        status = append_summary(writer, entity, &map, &versions, arena);
    }
    const struct summary_place place = {.circle_no = circle->row.circle_no, .day = day};
    return status == DAYBOOK_OK ? summary_rows_mark_clean(circle->journal->database, &place)
                                : status;
}

static enum daybook_status publish_days(struct own_circle *circle, const int32_t *days,
                                        size_t day_count)
{
    struct writer writer;
    struct day_source source = {.circle = circle};
    struct arena *kept = arena_create(0);
    struct arena *scratch = arena_create(0);
    enum daybook_status status = kept == NULL || scratch == NULL
                                     ? DAYBOOK_NO_MEMORY
                                     : plans_read(circle, kept, &source.plans);
    if (status == DAYBOOK_OK) {
        status = writer_begin(circle, STREAM_TREND, &writer);
    }
    if (status == DAYBOOK_OK) {
        for (size_t i = 0; i < day_count && status == DAYBOOK_OK; i++) {
            arena_reset(scratch);
            status = publish_day(&writer, &source, days[i], scratch);
        }
        status = writer_end(&writer, status);
    }
    arena_free(scratch);
    arena_free(kept);
    return status;
}

enum daybook_status summaries_publish(struct own_circle *circle)
{
    struct summary_days dirty = {NULL, 0};
    bool turn = false;
    if (circle->journal->role == ROLE_THERAPIST) {
        return DAYBOOK_OK;
    }
    struct arena *arena = arena_create(0);
    enum daybook_status status =
        arena == NULL ? DAYBOOK_NO_MEMORY : is_publisher(circle, arena, &turn);
    if (status == DAYBOOK_OK && turn) {
        status = summary_rows_dirty_days(circle->journal->database, circle->row.circle_no,
                                         SUMMARY_OF_TEAM, arena, &dirty);
    }
    if (status == DAYBOOK_OK && dirty.count > 0) {
        status = publish_days(circle, dirty.days, dirty.count);
    }
    arena_free(arena);
    return status;
}
