/* Days: published to those who read no log, as the patient chose to share them. */
#include "journal/summaries.h"

#include "base/buffer.h"
#include "base/timestamp.h"
#include "journal/choices.h"
#include "journal/day_record.h"
#include "journal/log_days.h"
#include "journal/own_day.h"
#include "journal/turn.h"
#include "journal/view.h"
#include "journal/writer.h"
#include "store/summary_rows.h"
#include "trends/sharing.h"
#include "trends/week.h"
#include "vault/random.h"
#include "wire/body.h"
#include "wire/operation.h"

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

/* What is to be published, while it is. */
struct publication {
    struct writer writer;
    struct log_day_source source;
    struct sharing sharing;
    bool has_weekly; /* something is shared by the week */
    int32_t today;
};

/* Tell the circle what stands under an entity now, unless it was told already. */
static enum daybook_status publish_map(struct writer *writer, struct id128 entity,
                                       const struct value *map, struct arena *arena)
{
    struct own_circle *circle = writer->circle;
    struct view_versions versions = {0};
    bool replaced = false;
    enum daybook_status status = view_read_summaries(circle, entity, arena, &versions);
    status = status == DAYBOOK_NOT_FOUND ? DAYBOOK_OK : status;
    if (status == DAYBOOK_OK) {
        status = was_replaced(circle, &versions, entity, arena, &replaced);
    }
    return status == DAYBOOK_OK && (replaced || !is_told(&versions, map, arena))
               ? append_summary(writer, entity, map, &versions, arena)
               : status;
}

/* A day nobody was told of, and on which nothing is to be told, needs no summary. */
static enum daybook_status is_nothing(const struct own_circle *circle, struct id128 entity,
                                      const struct day *day, bool *out_nothing)
{
    bool told = true;
    enum daybook_status status =
        day->entries > 0 || day->value_count > 0
            ? DAYBOOK_OK
            : operation_rows_exist(circle->journal->database, entity, &told);
    *out_nothing = !told;
    return status;
}

static enum daybook_status publish_reduced(struct writer *writer, const struct summary_place *place,
                                           const struct day *day, struct arena *arena)
{
    struct own_circle *circle = writer->circle;
    const struct id128 team = {{0}};
    bool own = !id128_equal(place->person, team);
    bool nothing = false;
    struct value map;
    struct id128 entity = own ? own_day_entity(circle->row.circle, place)
                              : day_record_entity(circle->row.circle, place->day);
    enum daybook_status status = is_nothing(circle, entity, day, &nothing);
    if (status == DAYBOOK_OK && !nothing) {
        status = day_record_make(day, arena, &map);
        if (status == DAYBOOK_OK && own) {
            status = own_day_sign(place->person, arena, &map);
        }
        if (status == DAYBOOK_OK) {
            status = publish_map(writer, entity, &map, arena);
        }
    }
    return status == DAYBOOK_OK ? summary_rows_mark_clean(circle->journal->database, place)
                                : status;
}

/* The days of the ISO week up to the day itself; all of it when the day ends it. */
static enum daybook_status read_week(struct publication *publication, int32_t day,
                                     struct arena *arena, struct sharing_week *out_week)
{
    int32_t monday = day_monday(day);
    bool ends_week = day == monday + WEEK_DAYS - 1;
    int32_t first = publication->has_weekly && ends_week ? monday : day;
    struct day *days = arena_take_array(arena, WEEK_DAYS, sizeof *days);
    enum daybook_status status = days == NULL ? DAYBOOK_NO_MEMORY : DAYBOOK_OK;
    size_t count = 0;
    for (int32_t i = first; i <= day && status == DAYBOOK_OK; i++) {
        struct log_day read;
        status = log_days_get(&publication->source, i, arena, &read);
        days[count++] = read.team;
    }
    *out_week = (struct sharing_week){days, count, publication->today > day};
    return status;
}

/* The team's day. What is shared by the week is told with its last day, once that is over: until
 * then the day stays noted. */
static enum daybook_status publish_team(struct publication *publication, int32_t day,
                                        struct arena *arena)
{
    struct database *database = publication->writer.circle->journal->database;
    struct summary_place place = {.circle_no = publication->writer.circle->row.circle_no,
                                  .day = day};
    int32_t sunday = day_monday(day) + WEEK_DAYS - 1;
    struct sharing_week week;
    struct day shared;
    enum daybook_status status = read_week(publication, day, arena, &week);
    if (status == DAYBOOK_OK) {
        status = sharing_apply(&publication->sharing, &week, day, arena, &shared);
    }
    if (status == DAYBOOK_OK) {
        status = publish_reduced(&publication->writer, &place, &shared, arena);
    }
    bool waits = publication->has_weekly && (day != sunday || publication->today <= sunday);
    place.day = sunday;
    return status == DAYBOOK_OK && waits ? summary_rows_mark_dirty(database, &place) : status;
}

static enum daybook_status publish_own(struct publication *publication, int32_t day,
                                       struct arena *arena)
{
    struct own_circle *circle = publication->writer.circle;
    const struct summary_place place = {circle->row.circle_no, circle->row.person, day};
    struct log_day read;
    enum daybook_status status = log_days_get(&publication->source, day, arena, &read);
    return status == DAYBOOK_OK ? publish_reduced(&publication->writer, &place, &read.own, arena)
                                : status;
}

static enum daybook_status
publish_days(struct publication *publication, const struct summary_days *days,
             enum daybook_status (*publish)(struct publication *, int32_t, struct arena *))
{
    struct arena *scratch = arena_create(0);
    enum daybook_status status = scratch == NULL ? DAYBOOK_NO_MEMORY : DAYBOOK_OK;
    for (size_t i = 0; i < days->count && status == DAYBOOK_OK; i++) {
        arena_reset(scratch);
        status = publish(publication, days->days[i], scratch);
    }
    arena_free(scratch);
    return status;
}

/* Nobody is told of choices that never were. */
static enum daybook_status
publish_choices(struct writer *writer, const struct journal_choices *choices, struct arena *arena)
{
    struct own_circle *circle = writer->circle;
    struct id128 entity = choices_entity(circle->row.circle);
    struct value map;
    bool told = true;
    enum daybook_status status =
        choices->count > 0 ? DAYBOOK_OK
                           : operation_rows_exist(circle->journal->database, entity, &told);
    if (status != DAYBOOK_OK || !told) {
        return status;
    }
    status = choices_make(choices, arena, &map);
    return status == DAYBOOK_OK ? publish_map(writer, entity, &map, arena) : status;
}

static bool has_weekly(const struct sharing *sharing)
{
    for (size_t i = 0; i < MEASURE_COUNT; i++) {
        if (sharing->levels[i] == SHARING_WEEKLY) {
            return true;
        }
    }
    return false;
}

/* The choices, the days noted, and of what is shared by the week the last days of weeks these lie
 * in: they are noted on the way, and read anew. */
static enum daybook_status publish_for_team(struct publication *publication,
                                            const struct summary_days *dirty, struct arena *arena)
{
    struct own_circle *circle = publication->writer.circle;
    struct journal_choices choices;
    struct summary_days rest = {NULL, 0};
    enum daybook_status status = choices_of_log(circle, arena, &choices);
    if (status == DAYBOOK_OK) {
        sharing_of_choices(choices.choices, choices.count, &publication->sharing);
        publication->has_weekly = has_weekly(&publication->sharing);
        status = publish_choices(&publication->writer, &choices, arena);
    }
    if (status == DAYBOOK_OK) {
        status = publish_days(publication, dirty, publish_team);
    }
    if (status == DAYBOOK_OK && publication->has_weekly) {
        status = summary_rows_dirty_days(circle->journal->database, circle->row.circle_no,
                                         SUMMARY_OF_TEAM, arena, &rest);
    }
    return status == DAYBOOK_OK ? publish_days(publication, &rest, publish_team) : status;
}

static enum daybook_status publish(struct own_circle *circle, const struct summary_days *team,
                                   const struct summary_days *own, struct arena *arena)
{
    struct publication publication = {
        .source = {.circle = circle, .arena = arena},
        .today = timestamp_day(journal_now(circle->journal)),
    };
    enum daybook_status status = writer_begin(circle, STREAM_TREND, &publication.writer);
    if (status != DAYBOOK_OK) {
        return status;
    }
    if (team->count > 0) {
        status = publish_for_team(&publication, team, arena);
    }
    if (status == DAYBOOK_OK) {
        status = publish_days(&publication, own, publish_own);
    }
    return writer_end(&publication.writer, status);
}

enum daybook_status summaries_publish(struct own_circle *circle, bool listens)
{
    struct database *database = circle->journal->database;
    struct summary_days team = {NULL, 0};
    struct summary_days own = {NULL, 0};
    bool turn = false;
    if (circle->journal->role == ROLE_THERAPIST) {
        return DAYBOOK_OK;
    }
    struct arena *arena = arena_create(0);
    enum daybook_status status = arena == NULL ? DAYBOOK_NO_MEMORY : turn_to_publish(circle, &turn);
    turn = turn && (listens || circle->journal->role == ROLE_PATIENT);
    if (status == DAYBOOK_OK && turn) {
        status =
            summary_rows_dirty_days(database, circle->row.circle_no, SUMMARY_OF_TEAM, arena, &team);
    }
    if (status == DAYBOOK_OK) {
        status =
            summary_rows_dirty_days(database, circle->row.circle_no, SUMMARY_OF_OWNER, arena, &own);
    }
    if (status == DAYBOOK_OK && team.count + own.count > 0) {
        status = publish(circle, &team, &own, arena);
    }
    arena_free(arena);
    return status;
}
