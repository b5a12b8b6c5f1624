/* Logging entries, and reading them back. */
#include "journal/entries.h"

#include <assert.h>
#include <string.h>

#include "base/buffer.h"
#include "domain/catalog.h"
#include "journal/asking.h"
#include "journal/item.h"
#include "journal/own_circle.h"
#include "journal/plans.h"
#include "journal/reminder.h"
#include "journal/view.h"
#include "journal/writer.h"
#include "vault/random.h"
#include "wire/body.h"

const char *journal_reach_name(enum journal_reach reach)
{
    static const char *const names[] = {
        [JOURNAL_HERE] = "here", [JOURNAL_SHARED] = "shared", [JOURNAL_EVERYWHERE] = "everywhere"};
    return names[reach];
}

/* An unknown kind is refused before it gets anywhere. */
static enum stream entry_stream(const struct entry *entry)
{
    const struct kind *kind = catalog_find(entry->kind);
    return kind == NULL ? STREAM_LOG : kind_stream(kind);
}

enum daybook_status journal_check(struct journal *journal, size_t circle, struct entry *entry,
                                  struct arena *arena, struct complaint *out_complaint)
{
    const struct own_circle *own = journal_circle(journal, circle);
    assert(own != NULL);
    enum daybook_status status = entry_normalise(entry, arena);
    if (status == DAYBOOK_OK) {
        status = entry_check(entry, journal->role, out_complaint);
    }
    if (status != DAYBOOK_OK) {
        return status;
    }
    if (!own->complete) {
        own_circle_explain_restored(own, out_complaint);
        return DAYBOOK_DENIED;
    }
    if (!circle_writes(own->circle, circle_find_device(own->circle, journal->self.sign),
                       entry_stream(entry))) {
        complaint_begin(out_complaint,
                        "In this circle your role may not write that kind of entry.");
        return DAYBOOK_DENIED;
    }
    if (entry->has_on_behalf_of && circle_find_person(own->circle, entry->on_behalf_of) == NULL) {
        complaint_begin(
            out_complaint,
            "The person it is for is not in this circle: see 'daybook circle members'.");
        return DAYBOOK_NOT_FOUND;
    }
    return DAYBOOK_OK;
}

/* What is written one after the other gets ids that begin alike, and so lies together in the
 * indexes of every store it comes to, where it comes together. The other 15 bytes are random. */
static struct id128 new_id(const struct writer *writer)
{
    enum { NEIGHBOURS = 512 };
    struct id128 id = random_id();
    id.bytes[0] = (uint8_t)(writer->feed.number / NEIGHBOURS);
    return id;
}

/* Append an entry under an id that is new. */
static enum daybook_status append_entry(struct writer *writer, const struct entry *entry,
                                        struct buffer *body, struct id128 id)
{
    struct operation_row row;
    buffer_clear(body);
    body_encode_entry(random_id(), entry, body);
    enum daybook_status status = buffer_status(body);
    if (status != DAYBOOK_OK) {
        return status;
    }
    const struct writer_operation operation = {
        .type = operation_making(writer->feed.stream),
        .entity = id,
        .body = buffer_bytes(body),
    };
    status = writer_append(writer, &operation, &row);
    return status == DAYBOOK_OK ? view_add_own(writer->circle, &row, entry) : status;
}

/* Streams of one batch, in one transaction. */
struct batch_writer {
    struct journal_batch *batch;
    struct writer first;  /* log or plan; or trend, when there is nothing but messages */
    struct writer second; /* trend, when the household's entries have a message among them */
    bool has_second;
    struct buffer body;
    struct arena *arena;
};

static struct writer *writer_of(struct batch_writer *writer, enum stream stream)
{
    return writer->has_second && stream == STREAM_TREND ? &writer->second : &writer->first;
}

static enum daybook_status write_entry(struct batch_writer *writer, size_t index)
{
    const struct entry *entry = &writer->batch->entries[index];
    struct id128 *id = &writer->batch->ids[index];
    struct writer *own = writer_of(writer, entry_stream(entry));
    *id = writer->batch->sealed ? *id : new_id(own);
    enum daybook_status status = append_entry(own, entry, &writer->body, *id);
    return status == DAYBOOK_OK && asking_has_question(entry)
               ? asking_pass_on(writer_of(writer, STREAM_TREND), *id, entry, writer->arena)
               : status;
}

static bool batch_has(const struct journal_batch *batch, enum stream stream)
{
    for (size_t i = 0; i < batch->count; i++) {
        bool asks = stream == STREAM_TREND && asking_has_question(&batch->entries[i]);
        if (asks || entry_stream(&batch->entries[i]) == stream) {
            return true;
        }
    }
    return false;
}

static enum daybook_status write_batch(struct own_circle *circle, struct journal_batch *batch,
                                       struct arena *arena)
{
    struct batch_writer writer = {
        .batch = batch, .body = {.limit_size = ENTRY_BODY_MAX}, .arena = arena};
    bool logs = batch_has(batch, STREAM_LOG);
    bool plans = batch_has(batch, STREAM_PLAN);
    enum stream first = logs ? STREAM_LOG : plans ? STREAM_PLAN : STREAM_TREND;
    enum daybook_status status = writer_begin(circle, first, &writer.first);
    if (status != DAYBOOK_OK) {
        return status;
    }
    if (first != STREAM_TREND && batch_has(batch, STREAM_TREND)) {
        status = writer_begin_beside(&writer.first, STREAM_TREND, &writer.second);
        writer.has_second = status == DAYBOOK_OK;
    }
    for (size_t i = 0; i < batch->count && status == DAYBOOK_OK; i++) {
        status = write_entry(&writer, i);
    }
    buffer_free(&writer.body);
    return writer.has_second ? writer_end_both(&writer.first, &writer.second, status)
                             : writer_end(&writer.first, status);
}

static bool has_checkin(const struct journal_batch *batch)
{
    size_t at = 0;
    while (at < batch->count && !bytes_equal_text(batch->entries[at].kind, "daily_checkin")) {
        at++;
    }
    return at < batch->count;
}

enum daybook_status journal_log(struct journal *journal, size_t circle, struct journal_batch *batch,
                                struct complaint *out_complaint)
{
    struct own_circle *own = journal_circle(journal, circle);
    assert(own != NULL);
    struct arena *arena = arena_create(0);
    enum daybook_status status = arena == NULL ? DAYBOOK_NO_MEMORY : DAYBOOK_OK;
    int64_t now_ms = journal_wall_ms(journal);
    for (size_t i = 0; i < batch->count && status == DAYBOOK_OK; i++) {
        if (!batch->sealed) {
            batch->entries[i].recorded_at_ms = now_ms;
        }
        status = journal_check(journal, circle, &batch->entries[i], arena, out_complaint);
    }
    bool both = batch_has(batch, STREAM_LOG) && batch_has(batch, STREAM_PLAN);
    if (status == DAYBOOK_OK && both) {
        /* A role writes the one or the other; journal_check() has refused one of them already. */
        status = DAYBOOK_DENIED;
    }
    if (status == DAYBOOK_OK) {
        status = plans_cite(own, batch->entries, batch->count, arena);
    }
    if (status == DAYBOOK_OK && batch->count > 0) {
        status = write_batch(own, batch, arena);
    }
    if (status == DAYBOOK_OK && has_checkin(batch) && reminder_answered(journal) != DAYBOOK_OK) {
        /* What was to be written is: the reminder then stays until it is seen. */
    }
    arena_free(arena);
    return status;
}

enum daybook_status journal_find_entry(struct journal *journal, struct bytes id_start,
                                       struct id128 *out_id, struct complaint *out_complaint)
{
    enum daybook_status status = DAYBOOK_NOT_FOUND;
    if (id_start.size >= 4) {
        status = entry_rows_find(journal->database, id_start, out_id);
    }
    if (status == DAYBOOK_NOT_FOUND) {
        complaint_begin(
            out_complaint,
            "No entry has that id: give at least its first 4 digits, as 'daybook list' shows it.");
    } else if (status == DAYBOOK_CONFLICT) {
        complaint_begin(out_complaint,
                        "Several entries have an id that starts so: give more digits.");
    }
    return status;
}

struct list_walk {
    const struct own_circle *circle;
    struct arena *arena;
    enum daybook_status (*visit)(void *context, const struct journal_item *item);
    void *context;
};

static enum daybook_status visit_listing(void *context, const struct entry_listing *listing)
{
    struct list_walk *walk = context;
    struct journal_item item;
    arena_reset(walk->arena);
    enum daybook_status status = item_read(walk->circle, listing, walk->arena, &item);
    if (status == DAYBOOK_NOT_FOUND) {
        return DAYBOOK_OK; /* erased: there is nothing to show */
    }
    if (status != DAYBOOK_OK ||
        !item_is_visible(walk->circle, item.entry.visibility, listing->first_device)) {
        return status;
    }
    return walk->visit(walk->context, &item);
}

enum daybook_status journal_list(struct journal *journal, const struct journal_filter *filter,
                                 enum daybook_status (*visit)(void *context,
                                                              const struct journal_item *item),
                                 void *context)
{
    struct own_circle *circle = journal_circle(journal, filter->circle);
    assert(circle != NULL);
    struct list_walk walk = {circle, arena_create(0), visit, context};
    if (walk.arena == NULL) {
        return DAYBOOK_NO_MEMORY;
    }
    const struct entry_range range = {
        .circle_no = circle->row.circle_no,
        .kind = filter->kind,
        .since_ms = filter->has_since ? filter->since_ms : INT64_MIN,
        .until_ms = filter->has_until ? filter->until_ms : INT64_MAX,
    };
    enum daybook_status status = entry_rows_list(journal->database, &range, visit_listing, &walk);
    arena_free(walk.arena);
    return status;
}

enum daybook_status journal_show(struct journal *journal, struct id128 id, struct arena *arena,
                                 struct journal_item *out_item)
{
    struct entry_listing listing;
    enum daybook_status status = entry_rows_listing(journal->database, id, arena, &listing);
    if (status != DAYBOOK_OK) {
        return status;
    }
    const struct own_circle *circle = item_circle(journal, listing.row.circle_no);
    struct journal_item item;
    if (circle == NULL) {
        return DAYBOOK_NOT_FOUND;
    }
    status = item_read(circle, &listing, arena, &item);
    if (status == DAYBOOK_OK &&
        !item_is_visible(circle, item.entry.visibility, listing.first_device)) {
        status = DAYBOOK_NOT_FOUND;
    }
    if (status == DAYBOOK_OK) {
        *out_item = item;
    }
    return status;
}

static enum daybook_status read_version(const struct own_circle *circle,
                                        const struct view_versions *versions, size_t index,
                                        struct arena *arena, struct journal_version *out_version)
{
    const struct operation_row *row = &versions->rows[index];
    const struct feed_row *feed = NULL;
    for (size_t i = 0; i < circle->feed_count; i++) {
        if (circle->feeds[i].feed_no == row->feed_no) {
            feed = &circle->feeds[i];
        }
    }
    assert(feed != NULL);
    /* A retraction has no content of its own: it is shown beside what it took back. */
    const struct operation_row *content =
        row->type == OPERATION_RETRACT ? &versions->rows[versions->content] : row;
    const struct entry_listing listing = {
        .row = {.entity = row->entity,
                .stream = row->stream,
                .retracted = row->type == OPERATION_RETRACT,
                .amended = row->type == OPERATION_AMEND},
        .body = content->body,
        .first_device = row->device,
        .shown_feed = feed->feed,
        .shown_number = row->number,
    };
    struct journal_version version = {
        .type = row->type,
        .written_ms = hybrid_clock_ms(row->hlc),
        .received_ms = row->received_ms,
        .shown = index == versions->winner,
        .also_recorded = versions->maximal[index] && index != versions->winner,
    };
    if (row->type == OPERATION_RETRACT && row->body.data != NULL) {
        (void)body_decode_retract(row->body,
                                  &version.reason); /* one that does not decode gives no reason */
    }
    enum daybook_status status = item_read(circle, &listing, arena, &version.item);
    if (status == DAYBOOK_OK) {
        *out_version = version;
    }
    return status;
}

enum daybook_status journal_history(struct journal *journal, struct id128 id, struct arena *arena,
                                    struct journal_version **out_versions, size_t *out_count)
{
    struct entry_row row;
    struct view_versions versions;
    struct journal_item item;
    enum daybook_status status = journal_show(journal, id, arena, &item);
    if (status == DAYBOOK_OK) {
        status = entry_rows_get(journal->database, id, arena, &row);
    }
    if (status != DAYBOOK_OK) {
        return status;
    }
    struct own_circle *circle = item_circle(journal, row.circle_no);
    assert(circle != NULL);
    status = view_read_versions(circle, row.stream, id, arena, &versions);
    if (status != DAYBOOK_OK) {
        return status;
    }
    struct journal_version *read = arena_take_array(arena, versions.count, sizeof *read);
    size_t count = 0;
    if (read == NULL) {
        return DAYBOOK_NO_MEMORY;
    }
    for (size_t i = 0; i < versions.count && status == DAYBOOK_OK; i++) {
        status = read_version(circle, &versions, i, arena, &read[count]);
        count += status == DAYBOOK_OK ? 1 : 0;
        status = status == DAYBOOK_NOT_FOUND ? DAYBOOK_OK : status; /* an erased version */
    }
    if (status == DAYBOOK_OK) {
        *out_versions = read;
        *out_count = count;
    }
    return status;
}
