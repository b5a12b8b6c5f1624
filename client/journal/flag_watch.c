/* Telling people of urgent flags. */
#include "journal/flag_watch.h"

#include <assert.h>
#include <string.h>

#include "domain/notice.h"
#include "flags/flags.h"
#include "flags/quiet.h"
#include "journal/notices.h"
#include "journal/overview.h"
#include "journal/plans.h"
#include "journal/red_flags.h"
#include "journal/state.h"
#include "journal/team.h"

enum {
    WATCH_BEGIN_MS = 10000,      /* after the start, */
    WATCH_APART_MS = 100,        /* one circle after the other */
    WATCH_PAUSE_MS = 5000,       /* after a change: a burst is looked at once */
    WATCH_QUIET_MS = 600 * 1000, /* until it may not be quiet any more */
    WATCH_LOOK_MS = 3600 * 1000, /* though nothing changed */
    WATCH_RETRY_MS = 60 * 1000,
    MINUTES_PER_DAY = 24 * 60,
    MS_PER_MINUTE = 60 * 1000,
    MS_PER_DAY = MINUTES_PER_DAY * MS_PER_MINUTE,
};

static_assert(FLAG_REFERENCE_SIZE <= sizeof(struct key256), "A notice holds the name of a flag.");

void flag_watch_begin(struct own_circle *circle)
{
    circle->flags_due_ms = INT64_MAX;
    circle->flags_look_ms = journal_monotonic_ms(circle->journal) + WATCH_BEGIN_MS +
                            circle->row.circle_no * WATCH_APART_MS;
}

void flag_watch_note(struct own_circle *circle)
{
    if (circle->flags_due_ms == INT64_MAX) {
        circle->flags_due_ms = journal_monotonic_ms(circle->journal) + WATCH_PAUSE_MS;
    }
}

int64_t flag_watch_wake_ms(const struct own_circle *circle)
{
    bool sooner = circle->flags_due_ms < circle->flags_look_ms;
    return !circle->complete ? INT64_MAX : sooner ? circle->flags_due_ms : circle->flags_look_ms;
}

/* The number the journal has for a circle; false for one it does not show. */
static bool find_number(const struct own_circle *circle, size_t *out_number)
{
    const struct journal *journal = circle->journal;
    for (size_t i = 0; i < journal_circle_count(journal); i++) {
        if (journal_circle(journal, i) == circle) {
            *out_number = i;
            return true;
        }
    }
    return false;
}

/* Does the patient's plan ask not to be told anything now? */
static enum daybook_status ask_quiet(struct journal *journal, size_t circle, struct arena *arena,
                                     bool *out_quiet)
{
    struct plan_book book;
    struct timestamp now = journal_now(journal);
    int64_t local_minutes = now.utc_ms / MS_PER_MINUTE + now.offset_minutes;
    enum daybook_status status = journal_plans(journal, circle, arena, &book);
    if (status == DAYBOOK_OK) {
        *out_quiet = quiet_at(
            plan_book_in_force(&book, bytes_of_text("monitoring_plan"), timestamp_day(now)),
            (int32_t)(local_minutes % MINUTES_PER_DAY));
    }
    return status;
}

/* The same flag is told once, however often it is looked at. */
static enum daybook_status tell(const struct own_circle *circle, const char *reference)
{
    struct notice notice = {.kind = NOTICE_URGENT_FLAG,
                            .circle = circle->row.circle,
                            .at_ms = journal_wall_ms(circle->journal)};
    memcpy(notice.subject.bytes, reference, strlen(reference));
    return notices_add(circle->journal, &notice);
}

static enum daybook_status tell_urgent(struct own_circle *circle, size_t number,
                                       struct arena *arena)
{
    struct journal *journal = circle->journal;
    struct flag *flags = NULL;
    struct journal_ack *acks = NULL;
    size_t count = 0;
    size_t ack_count = 0;
    const struct red_flags_place place = {
        .journal = journal, .circle = number, .until_day = timestamp_day(journal_now(journal))};
    enum daybook_status status = journal_flags(&place, arena, &flags, &count);
    if (status == DAYBOOK_OK) {
        status = journal_acks(journal, number, arena, &acks, &ack_count);
    }
    for (size_t i = 0; i < count && status == DAYBOOK_OK; i++) {
        char reference[FLAG_REFERENCE_SIZE];
        flags_reference(&flags[i], reference);
        if (flags[i].state == FLAG_RAISED && flags[i].tier == FLAG_TIER_URGENT &&
            !team_has_ack(acks, ack_count, reference)) {
            status = tell(circle, reference);
        }
    }
    return status;
}

static enum daybook_status look(struct own_circle *circle, size_t number, int64_t now_ms)
{
    struct journal_overview overview;
    bool quiet = false;
    struct arena *arena = arena_create(0);
    enum daybook_status status = arena == NULL
                                     ? DAYBOOK_NO_MEMORY
                                     : overview_refresh(circle->journal, number, arena, &overview);
    if (status == DAYBOOK_OK && overview.urgent > 0) {
        status = ask_quiet(circle->journal, number, arena, &quiet);
        if (status == DAYBOOK_OK && !quiet) {
            status = tell_urgent(circle, number, arena);
        }
    }
    if (quiet) {
        circle->flags_due_ms = now_ms + WATCH_QUIET_MS;
    }
    arena_free(arena);
    return status;
}

/* Sooner when another day begins, so that whoever looks at all patients then need not wait for it.
 */
static int64_t next_look_ms(const struct own_circle *circle, int64_t now_ms)
{
    struct timestamp now = journal_now(circle->journal);
    int64_t local_ms = now.utc_ms + (int64_t)now.offset_minutes * MS_PER_MINUTE;
    int64_t turn_ms = MS_PER_DAY - local_ms % MS_PER_DAY + circle->row.circle_no * WATCH_APART_MS;
    return now_ms + (turn_ms < WATCH_LOOK_MS ? turn_ms : WATCH_LOOK_MS);
}

enum daybook_status flag_watch_settle(struct own_circle *circle, int64_t now_ms)
{
    size_t number = 0;
    if (now_ms < flag_watch_wake_ms(circle)) {
        return DAYBOOK_OK;
    }
    circle->flags_due_ms = INT64_MAX;
    circle->flags_look_ms = next_look_ms(circle, now_ms);
    if (!find_number(circle, &number)) {
        return DAYBOOK_OK;
    }
    enum daybook_status status = look(circle, number, now_ms);
    if (status != DAYBOOK_OK) {
        circle->flags_due_ms = now_ms + WATCH_RETRY_MS;
    }
    return status;
}
