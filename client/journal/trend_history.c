/* The days a device may see, turned around: own ones from the log, published ones else. */
#include <assert.h>

#include "journal/choices.h"
#include "journal/day_record.h"
#include "journal/log_days.h"
#include "journal/own_circle.h"
#include "journal/summaries.h"
#include "store/summary_rows.h"
#include "trends/day_merge.h"

struct day_list {
    struct day *days;
    size_t count;
};

/* Every day of the log; a caregiver's with what they keep from the team. */
static enum daybook_status days_of_log(const struct own_circle *circle, struct arena *arena,
                                       struct day_list *out_list)
{
    struct log_day_list log;
    struct log_day_source source = {.circle = circle, .arena = arena};
    enum daybook_status status = log_days_list(&source, &log);
    if (status != DAYBOOK_OK) {
        return status;
    }
    struct day *days = arena_take_array(arena, log.count, sizeof *days);
    status = days == NULL ? DAYBOOK_NO_MEMORY : DAYBOOK_OK;
    for (size_t i = 0; i < log.count && status == DAYBOOK_OK; i++) {
        days[i] = log.days[i].team;
        if (log.days[i].has_own) {
            status = day_merge_accounts(&log.days[i].team, &log.days[i].own, arena, &days[i]);
        }
    }
    if (status == DAYBOOK_OK) {
        *out_list = (struct day_list){days, log.count};
    }
    return status;
}

/* What another device reduced is believed only as far as it is possible. */
static enum daybook_status read_rows(const struct summary_row *rows, size_t count,
                                     struct arena *arena, struct day_list *out_list)
{
    struct arena *scratch = arena_create(0);
    struct day_list list = {arena_take_array(arena, count, sizeof *list.days), 0};
    if (scratch == NULL || list.days == NULL) {
        arena_free(scratch);
        return DAYBOOK_NO_MEMORY;
    }
    for (size_t i = 0; i < count; i++) {
        arena_reset(scratch);
        bool read = day_record_read(rows[i].body, scratch, arena, &list.days[list.count]);
        list.count += read && day_is_possible(&list.days[list.count]) ? 1 : 0;
    }
    arena_free(scratch);
    *out_list = list;
    return DAYBOOK_OK;
}

/* A day of which only a person's own account is known has no entries of the team's. */
static struct day empty_day(int32_t day)
{
    return (struct day){.day = day};
}

/* Both in order of days; of the other list several may be of one day, by several people. */
static enum daybook_status merge_lists(const struct day_list *team, const struct day_list *own,
                                       struct arena *arena, struct day_list *out_list)
{
    struct day_list list = {arena_take_array(arena, team->count + own->count, sizeof *list.days),
                            0};
    size_t next = 0;
    enum daybook_status status = list.days == NULL ? DAYBOOK_NO_MEMORY : DAYBOOK_OK;
    for (size_t i = 0; i < own->count && status == DAYBOOK_OK; i++) {
        while (next < team->count && team->days[next].day <= own->days[i].day) {
            list.days[list.count++] = team->days[next++];
        }
        if (list.count == 0 || list.days[list.count - 1].day != own->days[i].day) {
            list.days[list.count++] = empty_day(own->days[i].day);
        }
        struct day *last = &list.days[list.count - 1];
        status = day_merge_accounts(last, &own->days[i], arena, last);
    }
    while (next < team->count && status == DAYBOOK_OK) {
        list.days[list.count++] = team->days[next++];
    }
    if (status == DAYBOOK_OK) {
        *out_list = list;
    }
    return status;
}

/* What people keep from the team is for them and for therapists; who was removed holds the others'
 * too. Returns how many rows are left. */
static size_t keep_visible(const struct own_circle *circle, struct summary_row *rows, size_t count)
{
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        if (circle->journal->role == ROLE_THERAPIST ||
            id128_equal(rows[i].person, circle->row.person)) {
            rows[kept++] = rows[i];
        }
    }
    return kept;
}

/* The days a therapist was told: the team's, and what its people keep from each other. */
static enum daybook_status days_of_summaries(const struct own_circle *circle, struct arena *arena,
                                             struct day_list *out_list)
{
    struct database *database = circle->journal->database;
    struct summary_row *rows = NULL;
    struct day_list team = {NULL, 0};
    struct day_list own = {NULL, 0};
    size_t count = 0;
    enum daybook_status status =
        summary_rows_list(database, circle->row.circle_no, arena, &rows, &count);
    if (status == DAYBOOK_OK) {
        status = read_rows(rows, count, arena, &team);
    }
    if (status == DAYBOOK_OK) {
        status = summary_rows_list_own(database, circle->row.circle_no, arena, &rows, &count);
    }
    if (status == DAYBOOK_OK) {
        status = read_rows(rows, keep_visible(circle, rows, count), arena, &own);
    }
    return status == DAYBOOK_OK ? merge_lists(&team, &own, arena, out_list) : status;
}

static enum daybook_status read_told(struct own_circle *circle, struct arena *arena,
                                     struct history **out_history)
{
    struct day_list list;
    struct journal_choices choices;
    struct history *history = NULL;
    enum daybook_status status = days_of_summaries(circle, arena, &list);
    if (status == DAYBOOK_OK) {
        status = choices_published(circle, arena, &choices);
    }
    if (status == DAYBOOK_OK) {
        status = history_of_days(list.days, list.count, arena, &history);
    }
    if (status == DAYBOOK_OK) {
        sharing_of_choices(choices.choices, choices.count, &history->sharing);
        *out_history = history;
    }
    return status;
}

enum daybook_status journal_trend_history(struct journal *journal, size_t circle,
                                          struct arena *arena, struct history **out_history)
{
    struct own_circle *own = journal_circle(journal, circle);
    assert(own != NULL);
    struct day_list list;
    bool reads_log =
        (own_circle_reads(own, STREAM_LOG) || !own->complete) && journal->role != ROLE_THERAPIST;
    if (!reads_log) {
        return read_told(own, arena, out_history);
    }
    enum daybook_status status = days_of_log(own, arena, &list);
    return status == DAYBOOK_OK ? history_of_days(list.days, list.count, arena, out_history)
                                : status;
}
