/* The days of the log, each reduced to numbers once. */
#include "journal/log_days.h"

#include "base/buffer.h"
#include "journal/choices.h"
#include "journal/day_bytes.h"
#include "journal/item.h"
#include "journal/plans.h"
#include "store/entry_rows.h"
#include "store/log_day_rows.h"
#include "trends/day_builder.h"
#include "wire/body.h"

/* A day being reduced: its builders and entries live in the scratch arena. */
struct day_walk {
    const struct own_circle *circle;
    struct day_builder *team;
    struct day_builder *own;
    struct arena *scratch;
    bool has_entries;
    bool has_own;
};

/* Is it the owner's, a caregiver's, for the therapists and not for the team? */
static bool is_own(const struct own_circle *circle, const struct entry_listing *listing,
                   enum visibility visibility)
{
    const struct circle_person *author = circle_author(circle->circle, listing->first_device);
    bool for_therapists =
        visibility == VISIBILITY_THERAPISTS || visibility == VISIBILITY_AUTHOR_AND_THERAPIST;
    return for_therapists && circle->journal->role == ROLE_CAREGIVER && author != NULL &&
           id128_equal(author->person, circle->row.person);
}

/* Entries others are not to see are no part of what others are told, and what the patient chose to
 * share is nothing that happened. */
static enum daybook_status add_listing(void *context, const struct entry_listing *listing)
{
    struct day_walk *walk = context;
    struct entry entry;
    enum role role = ROLE_DEVICE;
    walk->has_entries = true;
    if (listing->body.data == NULL ||
        body_decode_entry(listing->body, walk->scratch, &entry) != DAYBOOK_OK ||
        choices_is_kind(entry.kind)) {
        return DAYBOOK_OK;
    }
    bool own = is_own(walk->circle, listing, entry.visibility);
    if (entry.visibility != VISIBILITY_TEAM && !own) {
        return DAYBOOK_OK;
    }
    walk->has_own = walk->has_own || own;
    (void)item_author(walk->circle, listing->first_device, &role);
    const struct trend_entry reported = {
        .kind = entry.kind,
        .fields = &entry.fields,
        .at_ms = entry.at.utc_ms,
        .plan_ref = entry.plan_ref,
        .role = role,
        .retracted = listing->row.retracted,
    };
    return day_builder_add(own ? walk->own : walk->team, &reported);
}

static enum daybook_status read_plans(struct log_day_source *source)
{
    enum daybook_status status =
        source->has_plans ? DAYBOOK_OK : plans_read(source->circle, source->arena, &source->plans);
    source->has_plans = status == DAYBOOK_OK;
    return status;
}

/* Told once: a long list of days asks as often. */
static uint64_t rules_of(struct log_day_source *source)
{
    if (source->rules == 0) {
        source->rules = day_bytes_rules();
    }
    return source->rules;
}

/* Reduce a day from its entries; *out_there: it has any. Values are in the arena. */
static enum daybook_status reduce_day(struct log_day_source *source, int32_t day,
                                      struct arena *arena, struct log_day *out_day, bool *out_there)
{
    const struct own_circle *circle = source->circle;
    struct log_day reduced = {.has_own = false};
    struct arena *scratch = arena_create(0);
    struct day_walk walk = {.circle = circle, .scratch = scratch};
    enum daybook_status status = scratch == NULL ? DAYBOOK_NO_MEMORY : read_plans(source);
    if (status == DAYBOOK_OK) {
        walk.team = day_builder_create(day, scratch);
        walk.own = day_builder_create(day, scratch);
        status = walk.team == NULL || walk.own == NULL ? DAYBOOK_NO_MEMORY : DAYBOOK_OK;
    }
    if (status == DAYBOOK_OK) {
        day_builder_plans(walk.team, &source->plans);
        status = entry_rows_of_day(circle->journal->database, circle->row.circle_no, day,
                                   add_listing, &walk);
    }
    if (status == DAYBOOK_OK) {
        status = day_builder_finish(walk.team, arena, &reduced.team);
    }
    if (status == DAYBOOK_OK) {
        status = day_builder_finish(walk.own, arena, &reduced.own);
    }
    arena_free(scratch);
    if (status == DAYBOOK_OK) {
        reduced.has_own = walk.has_own;
        *out_day = reduced;
        *out_there = walk.has_entries;
    }
    return status;
}

/* Keep a day, or take out the row of one that has no entries. */
static enum daybook_status keep_day(struct log_day_source *source, const struct log_day *day,
                                    bool there)
{
    struct database *database = source->circle->journal->database;
    int64_t circle_no = source->circle->row.circle_no;
    struct buffer team = {0};
    struct buffer own = {0};
    if (!there) {
        return log_day_rows_remove(database, circle_no, day->team.day);
    }
    day_bytes_write(&day->team, &team);
    if (day->has_own) {
        day_bytes_write(&day->own, &own);
    }
    enum daybook_status status = team.failed || own.failed ? DAYBOOK_NO_MEMORY : DAYBOOK_OK;
    if (status == DAYBOOK_OK) {
        const struct log_day_row row = {day->team.day, rules_of(source), buffer_bytes(&team),
                                        day->has_own ? buffer_bytes(&own) : (struct bytes){0}};
        status = log_day_rows_put(database, circle_no, &row);
    }
    buffer_free(&team);
    buffer_free(&own);
    return status;
}

/* The day of a row; false: it has to be reduced. */
static bool read_row(const struct log_day_row *row, uint64_t rules, struct arena *arena,
                     struct log_day *out_day)
{
    struct log_day day = {.has_own = false};
    if (row->rules != rules || !day_bytes_read(row->body, row->day, arena, &day.team)) {
        return false;
    }
    day.own.day = row->day;
    day.has_own = row->own_body.data != NULL;
    if (day.has_own && !day_bytes_read(row->own_body, row->day, arena, &day.own)) {
        return false;
    }
    *out_day = day;
    return true;
}

/* A list while it is made. */
struct listing {
    struct log_day_source *source;
    struct log_day *days;
    size_t count;
    bool keeps; /* a transaction is open that keeps what is reduced */
};

/* Nobody waits for a trend because the disk is full: then what was reduced is not kept. */
static void begin_to_keep(struct listing *listing)
{
    if (!listing->keeps) {
        listing->keeps = database_begin(listing->source->circle->journal->database) == DAYBOOK_OK;
    }
}

static enum daybook_status reduce_into(struct listing *listing, int32_t day)
{
    bool there = false;
    struct log_day *reduced = &listing->days[listing->count];
    enum daybook_status status =
        reduce_day(listing->source, day, listing->source->arena, reduced, &there);
    if (status != DAYBOOK_OK) {
        return status;
    }
    begin_to_keep(listing);
    if (listing->keeps && keep_day(listing->source, reduced, there) != DAYBOOK_OK) {
        database_rollback(listing->source->circle->journal->database);
        listing->keeps = false;
    }
    listing->count += there ? 1 : 0;
    return DAYBOOK_OK;
}

static enum daybook_status list_rows(struct listing *listing, const struct log_day_row *rows,
                                     size_t count)
{
    uint64_t rules = rules_of(listing->source);
    enum daybook_status status = DAYBOOK_OK;
    listing->days = arena_take_array(listing->source->arena, count, sizeof *listing->days);
    if (listing->days == NULL) {
        return DAYBOOK_NO_MEMORY;
    }
    for (size_t i = 0; i < count && status == DAYBOOK_OK; i++) {
        if (read_row(&rows[i], rules, listing->source->arena, &listing->days[listing->count])) {
            listing->count++;
        } else {
            status = reduce_into(listing, rows[i].day);
        }
    }
    if (listing->keeps && status == DAYBOOK_OK) {
        /* A commit that fails has rolled back: what is not kept is reduced again next time. */
        (void)database_commit(listing->source->circle->journal->database);
    } else if (listing->keeps) {
        database_rollback(listing->source->circle->journal->database);
    }
    return status;
}

enum daybook_status log_days_list(struct log_day_source *source, struct log_day_list *out_list)
{
    const struct own_circle *circle = source->circle;
    struct listing listing = {.source = source};
    struct log_day_row *rows = NULL;
    size_t count = 0;
    struct arena *row_arena = arena_create(0);
    enum daybook_status status =
        row_arena == NULL ? DAYBOOK_NO_MEMORY
                          : log_day_rows_list(circle->journal->database, circle->row.circle_no,
                                              row_arena, &rows, &count);
    if (status == DAYBOOK_OK) {
        status = list_rows(&listing, rows, count);
    }
    arena_free(row_arena);
    if (status == DAYBOOK_OK) {
        *out_list = (struct log_day_list){listing.days, listing.count};
    }
    return status;
}

enum daybook_status log_days_get(struct log_day_source *source, int32_t day, struct arena *arena,
                                 struct log_day *out_day)
{
    const struct own_circle *circle = source->circle;
    struct log_day_row row;
    bool there = false;
    enum daybook_status status =
        log_day_rows_get(circle->journal->database, circle->row.circle_no, day, arena, &row);
    if (status == DAYBOOK_NOT_FOUND) {
        *out_day = (struct log_day){.team = {.day = day}, .own = {.day = day}};
        return DAYBOOK_OK;
    }
    if (status != DAYBOOK_OK || read_row(&row, rules_of(source), arena, out_day)) {
        return status;
    }
    status = reduce_day(source, day, arena, out_day, &there);
    return status == DAYBOOK_OK ? keep_day(source, out_day, there) : status;
}

static bool same_days(const struct day *left, const struct day *right)
{
    struct buffer first = {0};
    struct buffer second = {0};
    day_bytes_write(left, &first);
    day_bytes_write(right, &second);
    bool same =
        !first.failed && !second.failed && bytes_equal(buffer_bytes(&first), buffer_bytes(&second));
    buffer_free(&first);
    buffer_free(&second);
    return same;
}

/* A row that is to be reduced again says nothing, and so nothing wrong. */
static enum daybook_status check_row(struct log_day_source *source, const struct log_day_row *row,
                                     struct arena *arena, bool *out_true)
{
    struct log_day kept;
    struct log_day reduced;
    bool there = false;
    if (row->body.data == NULL || row->rules != rules_of(source)) {
        return DAYBOOK_OK;
    }
    enum daybook_status status = reduce_day(source, row->day, arena, &reduced, &there);
    if (status == DAYBOOK_OK) {
        *out_true = *out_true && there && read_row(row, row->rules, arena, &kept) &&
                    kept.has_own == reduced.has_own && same_days(&kept.team, &reduced.team) &&
                    (!kept.has_own || same_days(&kept.own, &reduced.own));
    }
    return status;
}

static bool has_row(const struct log_day_row *rows, size_t count, int32_t day)
{
    size_t low = 0;
    size_t high = count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (rows[middle].day < day) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low < count && rows[low].day == day;
}

enum daybook_status log_days_check(const struct own_circle *circle, bool *out_true)
{
    struct database *database = circle->journal->database;
    struct log_day_row *rows = NULL;
    int32_t *days = NULL;
    size_t row_count = 0;
    size_t known_count = 0;
    bool is_true = true;
    struct arena *arena = arena_create(0);
    struct arena *scratch = arena_create(0);
    struct log_day_source source = {.circle = circle, .arena = arena};
    enum daybook_status status =
        arena == NULL || scratch == NULL
            ? DAYBOOK_NO_MEMORY
            : log_day_rows_list(database, circle->row.circle_no, arena, &rows, &row_count);
    if (status == DAYBOOK_OK) {
        status = entry_rows_days(database, circle->row.circle_no, arena, &days, &known_count);
    }
    for (size_t i = 0; i < known_count && status == DAYBOOK_OK; i++) {
        is_true = is_true && has_row(rows, row_count, days[i]);
    }
    for (size_t i = 0; i < row_count && status == DAYBOOK_OK; i++) {
        arena_reset(scratch);
        status = check_row(&source, &rows[i], scratch, &is_true);
    }
    arena_free(scratch);
    arena_free(arena);
    if (status == DAYBOOK_OK) {
        *out_true = is_true;
    }
    return status;
}
