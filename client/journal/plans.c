/* Reads the versions of plans from the store, and lets entries cite them. */
#include "journal/plans.h"

#include <assert.h>
#include <string.h>

#include "domain/catalog.h"
#include "domain/plan_cite.h"
#include "journal/item.h"
#include "journal/version_numbers.h"
#include "journal/view.h"
#include "store/entry_rows.h"
#include "wire/body.h"
#include "wire/operation.h"

enum { FIRST_PLANS = 16 };

/* The plans of a circle while they are gathered: first which there are, then their versions. */
struct gathering {
    const struct own_circle *circle;
    struct arena *arena;
    struct id128 *plans;
    size_t plan_count;
    size_t plan_capacity;
    struct plan_version *versions;
    size_t count;
    size_t capacity;
};

/* How many items an array that is full has room for next. */
static size_t next_capacity(size_t count)
{
    return count == 0 ? FIRST_PLANS : 2 * count;
}

/* A full array with room for more; the old one stays behind until the arena goes. NULL when memory
 * is short. */
static void *grown(struct arena *arena, const void *items, size_t count, size_t item_size)
{
    void *room = arena_take_array(arena, next_capacity(count), item_size);
    if (room != NULL && count > 0) {
        memcpy(room, items, count * item_size);
    }
    return room;
}

/* What is no plan and no finding of a visit has a reader of its own. */
static bool is_in_book(struct bytes name)
{
    const struct kind *kind = catalog_find(name);
    return (kind != NULL && kind->family == FAMILY_PLAN) ||
           bytes_equal_text(name, "brace_evaluation") || bytes_equal_text(name, "home_evaluation");
}

bool plans_score_days(struct bytes kind)
{
    const struct kind *known = catalog_find(kind);
    return known != NULL && known->family == FAMILY_PLAN;
}

static enum daybook_status add_plan(void *context, const struct entry_listing *listing)
{
    struct gathering *gathering = context;
    struct entry entry;
    if (listing->body.data == NULL || !is_in_book(listing->row.kind) ||
        body_decode_entry(listing->body, gathering->arena, &entry) != DAYBOOK_OK ||
        !item_is_visible(gathering->circle, entry.visibility, listing->first_device)) {
        return DAYBOOK_OK;
    }
    if (gathering->plan_count == gathering->plan_capacity) {
        struct id128 *plans = grown(gathering->arena, gathering->plans, gathering->plan_count,
                                    sizeof *gathering->plans);
        if (plans == NULL) {
            return DAYBOOK_NO_MEMORY;
        }
        gathering->plans = plans;
        gathering->plan_capacity = next_capacity(gathering->plan_count);
    }
    gathering->plans[gathering->plan_count++] = listing->row.entity;
    return DAYBOOK_OK;
}

static bool says_what_it_is(const struct operation_row *row)
{
    return row->type != OPERATION_RETRACT;
}

static uint32_t mark_of(const struct key256 *hash)
{
    uint32_t mark = 0;
    for (size_t i = 0; i < sizeof mark; i++) {
        mark = mark << 8 | hash->bytes[i];
    }
    return mark;
}

/* One version; NOT_FOUND when it has no content of its own or was erased. */
static enum daybook_status read_version(const struct gathering *gathering,
                                        const struct operation_row *row,
                                        const struct operation_header *header,
                                        struct plan_version *out_version)
{
    enum role role = ROLE_DEVICE;
    struct entry entry;
    struct value *fields = arena_take(gathering->arena, sizeof *fields);
    if (fields == NULL) {
        return DAYBOOK_NO_MEMORY;
    }
    if (!says_what_it_is(row) || row->body.data == NULL ||
        body_decode_entry(row->body, gathering->arena, &entry) != DAYBOOK_OK) {
        return DAYBOOK_NOT_FOUND;
    }
    *fields = entry.fields;
    *out_version = (struct plan_version){
        .plan = row->entity,
        .mark = mark_of(&header->body_hash), /* which stays when an operation is written again */
        .written_ms = hybrid_clock_ms(row->hlc),
        .kind = entry.kind,
        .from_day = timestamp_day(entry.at),
        .has_end_day = entry.has_end,
        .end_day = entry.has_end ? timestamp_day(entry.end) : 0,
        .status = plan_status_of(fields),
        .fields = fields,
        .author = item_author(gathering->circle, row->device, &role),
        .note = entry.note,
    };
    return DAYBOOK_OK;
}

static enum daybook_status add_version(struct gathering *gathering,
                                       const struct plan_version *version)
{
    if (gathering->count == gathering->capacity) {
        struct plan_version *versions = grown(gathering->arena, gathering->versions,
                                              gathering->count, sizeof *gathering->versions);
        if (versions == NULL) {
            return DAYBOOK_NO_MEMORY;
        }
        gathering->versions = versions;
        gathering->capacity = next_capacity(gathering->count);
    }
    gathering->versions[gathering->count++] = *version;
    return DAYBOOK_OK;
}

static enum daybook_status add_versions(struct gathering *gathering, struct id128 plan)
{
    struct view_versions versions;
    enum daybook_status status =
        view_read_versions(gathering->circle, STREAM_PLAN, plan, gathering->arena, &versions);
    if (status != DAYBOOK_OK) {
        return status == DAYBOOK_NOT_FOUND ? DAYBOOK_OK : status;
    }
    struct operation_header *headers =
        arena_take_array(gathering->arena, versions.count, sizeof *headers);
    struct numbered_version *numbered =
        arena_take_array(gathering->arena, versions.count, sizeof *numbered);
    if (headers == NULL || numbered == NULL) {
        return DAYBOOK_NO_MEMORY;
    }
    for (size_t i = 0; i < versions.count && status == DAYBOOK_OK; i++) {
        status = operation_header_decode(versions.rows[i].header, gathering->arena, &headers[i]);
        numbered[i] = (struct numbered_version){.header = &headers[i],
                                                .has_number = says_what_it_is(&versions.rows[i])};
    }
    if (status == DAYBOOK_OK) {
        status = version_numbers_count(&versions.names, numbered, versions.count, gathering->arena);
    }
    for (size_t i = 0; i < versions.count && status == DAYBOOK_OK; i++) {
        struct plan_version version = {.plan = plan};
        status = read_version(gathering, &versions.rows[i], &headers[i], &version);
        version.number = numbered[i].number;
        status = status == DAYBOOK_OK          ? add_version(gathering, &version)
                 : status == DAYBOOK_NOT_FOUND ? DAYBOOK_OK
                                               : status;
    }
    return status;
}

enum daybook_status plans_read(const struct own_circle *circle, struct arena *arena,
                               struct plan_book *out_book)
{
    struct gathering gathering = {.circle = circle, .arena = arena};
    enum daybook_status status =
        entry_rows_plans(circle->journal->database, circle->row.circle_no, add_plan, &gathering);
    for (size_t i = 0; i < gathering.plan_count && status == DAYBOOK_OK; i++) {
        status = add_versions(&gathering, gathering.plans[i]);
    }
    if (status == DAYBOOK_OK) {
        plan_book_sort(gathering.versions, gathering.count);
        *out_book = (struct plan_book){gathering.versions, gathering.count};
    }
    return status;
}

enum daybook_status journal_plans(struct journal *journal, size_t circle, struct arena *arena,
                                  struct plan_book *out_book)
{
    const struct own_circle *own = journal_circle(journal, circle);
    assert(own != NULL);
    return plans_read(own, arena, out_book);
}

static bool is_to_cite(const struct entry *entry)
{
    return entry->plan_ref.size == 0 && plan_cite_applies(entry->kind);
}

enum daybook_status plans_cite(const struct own_circle *circle, struct entry *entries, size_t count,
                               struct arena *arena)
{
    struct plan_book book = {NULL, 0};
    bool read = false;
    enum daybook_status status = DAYBOOK_OK;
    for (size_t i = 0; i < count && status == DAYBOOK_OK; i++) {
        char ref[PLAN_REF_TEXT_SIZE];
        if (!is_to_cite(&entries[i])) {
            continue;
        }
        if (!read) {
            status = plans_read(circle, arena, &book);
            read = true;
        }
        if (status == DAYBOOK_OK && plan_cite(&book, &entries[i], ref) &&
            !arena_copy(arena, bytes_of_text(ref), &entries[i].plan_ref)) {
            status = DAYBOOK_NO_MEMORY;
        }
    }
    return status;
}
