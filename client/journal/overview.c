/* All patients at a glance. */
#include "journal/overview.h"

#include <stdlib.h>

#include "journal/receipts.h"
#include "journal/red_flags.h"
#include "journal/state.h"
#include "journal/summaries.h"
#include "journal/team.h"
#include "store/database.h"
#include "store/overview_rows.h"

enum { OLD_AFTER_DAYS = 7, OLD_AFTER_GAPS = 2, LOST_AFTER_DAYS = 14 };

const char *journal_contact_name(enum journal_contact contact)
{
    static const char *const names[] = {[CONTACT_HERE] = "here",
                                        [CONTACT_NEVER] = "never",
                                        [CONTACT_RECENT] = "recent",
                                        [CONTACT_OLD] = "old",
                                        [CONTACT_LOST] = "lost"};
    return names[contact];
}

static int32_t today_of(const struct journal *journal)
{
    return timestamp_day(journal_now(journal));
}

static enum daybook_status look_at_contact(struct journal *journal, size_t circle, int32_t today,
                                           struct arena *arena, struct overview_row *row)
{
    struct journal_receipts receipts;
    enum daybook_status status = journal_look_up_receipts(journal, circle, today, arena, &receipts);
    if (status != DAYBOOK_OK) {
        return status;
    }
    int32_t gaps = receipts.has_interval ? (int32_t)(OLD_AFTER_GAPS * receipts.interval_days) : 0;
    row->has_received = receipts.has_last;
    row->received_day = receipts.last_day;
    row->stale_days = gaps > OLD_AFTER_DAYS ? gaps : OLD_AFTER_DAYS;
    return DAYBOOK_OK;
}

static enum daybook_status look_at_questions(struct journal *journal, size_t circle,
                                             struct arena *arena, struct overview_row *row)
{
    struct journal_question *questions = NULL;
    size_t count = 0;
    enum daybook_status status = journal_questions(journal, circle, arena, &questions, &count);
    for (size_t i = 0; i < count && status == DAYBOOK_OK; i++) {
        row->questions += questions[i].answer_count == 0 ? 1 : 0;
    }
    return status;
}

/* Count a flag; the first one that counts is the one to look at first. NO_MEMORY. */
static enum daybook_status count_flag(const struct flag *flag, const char *reference,
                                      struct arena *arena, struct overview_row *row)
{
    switch (flag->tier) {
    case FLAG_TIER_NONE:
    case FLAG_TIER_INFO:
        return DAYBOOK_OK;
    case FLAG_TIER_REVIEW:
    case FLAG_TIER_REVIEW_HIGH:
        row->review++;
        break;
    case FLAG_TIER_URGENT:
        row->urgent++;
        break;
    }
    return row->flag.size > 0 || arena_copy(arena, bytes_of_text(reference), &row->flag)
               ? DAYBOOK_OK
               : DAYBOOK_NO_MEMORY;
}

/* Since the word that still holds. */
static void look_at_pause(const struct history *history, struct overview_row *row)
{
    struct series words = series_between(history->answered[MEASURE_PAUSED], INT32_MIN, row->day);
    row->paused = history_is_paused(history, row->day);
    row->paused_since = row->paused ? words.points[words.count - 1].day : 0;
}

static enum daybook_status look_at_flags(struct journal *journal, size_t circle,
                                         struct arena *arena, struct overview_row *row)
{
    struct flag *flags = NULL;
    struct journal_ack *acks = NULL;
    size_t count = 0;
    size_t ack_count = 0;
    struct history *history = NULL;
    enum daybook_status status = journal_trend_history(journal, circle, arena, &history);
    if (status == DAYBOOK_OK) {
        const struct red_flags_place place = {journal, circle, row->day, history};
        look_at_pause(history, row);
        status = journal_flags(&place, arena, &flags, &count);
    }
    if (status == DAYBOOK_OK) {
        status = journal_acks(journal, circle, arena, &acks, &ack_count);
    }
    for (size_t i = 0; i < count && status == DAYBOOK_OK; i++) {
        char reference[FLAG_REFERENCE_SIZE];
        flags_reference(&flags[i], reference);
        row->undetermined += flags[i].state == FLAG_UNDETERMINED ? 1 : 0;
        if (flags[i].state == FLAG_RAISED && !team_has_ack(acks, ack_count, reference)) {
            status = count_flag(&flags[i], reference, arena, row);
        }
    }
    return status;
}

/* The row of a circle as it is today, made from everything. Its texts are in the arena. */
static enum daybook_status look(struct journal *journal, size_t circle, int32_t today,
                                struct arena *arena, struct overview_row *out_row)
{
    struct overview_row row = {.circle_no = journal_circle(journal, circle)->row.circle_no,
                               .day = today};
    enum daybook_status status = look_at_contact(journal, circle, today, arena, &row);
    if (status == DAYBOOK_OK) {
        status = look_at_questions(journal, circle, arena, &row);
    }
    if (status == DAYBOOK_OK) {
        status = look_at_flags(journal, circle, arena, &row);
    }
    if (status == DAYBOOK_OK) {
        *out_row = row;
    }
    return status;
}

static enum journal_contact contact_of(const struct own_circle *circle,
                                       const struct overview_row *row)
{
    if (circle->journal->role != ROLE_THERAPIST) {
        return CONTACT_HERE;
    }
    if (!row->has_received) {
        return CONTACT_NEVER;
    }
    int32_t days = row->day - row->received_day;
    if (days <= row->stale_days) {
        return CONTACT_RECENT;
    }
    return days <= LOST_AFTER_DAYS ? CONTACT_OLD : CONTACT_LOST;
}

static struct journal_overview overview_of(const struct journal *journal, size_t circle,
                                           const struct overview_row *row)
{
    return (struct journal_overview){
        .circle = circle,
        .patient = journal_patient(journal, circle),
        .urgent = row->urgent,
        .review = row->review,
        .undetermined = row->undetermined,
        .flag = row->flag,
        .questions = row->questions,
        .contact = contact_of(journal_circle(journal, circle), row),
        .received_day = row->received_day,
        .old_after = row->stale_days,
        .paused = row->paused,
        .paused_since = row->paused_since,
    };
}

enum daybook_status journal_look_up_contact(struct journal *journal, size_t circle,
                                            struct arena *arena,
                                            struct journal_overview *out_overview)
{
    struct overview_row row = {.day = today_of(journal)};
    enum daybook_status status = look_at_contact(journal, circle, row.day, arena, &row);
    if (status == DAYBOOK_OK) {
        *out_overview = overview_of(journal, circle, &row);
    }
    return status;
}

/* Who never was heard of is older than everybody. */
static int64_t silence_of(const struct journal_overview *overview)
{
    switch (overview->contact) {
    case CONTACT_HERE:
        return INT64_MIN;
    case CONTACT_NEVER:
        return INT64_MAX;
    case CONTACT_RECENT:
    case CONTACT_OLD:
    case CONTACT_LOST:
        break;
    }
    return -(int64_t)overview->received_day;
}

static int compare(const void *left, const void *right)
{
    const struct journal_overview *one = left;
    const struct journal_overview *other = right;
    if (one->urgent != other->urgent) {
        return one->urgent > other->urgent ? -1 : 1;
    }
    if (one->review != other->review) {
        return one->review > other->review ? -1 : 1;
    }
    int64_t silence = silence_of(one);
    int64_t other_silence = silence_of(other);
    if (silence != other_silence) {
        return silence > other_silence ? -1 : 1;
    }
    return one->circle < other->circle ? -1 : 1;
}

static int compare_circle_no(const void *key, const void *row)
{
    int64_t circle_no = *(const int64_t *)key;
    const struct overview_row *other = row;
    return (circle_no > other->circle_no) - (circle_no < other->circle_no);
}

/* Rows are kept for the next time; what cannot be kept is only looked at again then. */
static void keep(struct journal *journal, const struct overview_row *rows, size_t count)
{
    if (count == 0 || database_begin(journal->database) != DAYBOOK_OK) {
        return;
    }
    enum daybook_status status = DAYBOOK_OK;
    for (size_t i = 0; i < count && status == DAYBOOK_OK; i++) {
        status = overview_rows_put(journal->database, &rows[i]);
    }
    if (status != DAYBOOK_OK || database_commit(journal->database) != DAYBOOK_OK) {
        database_rollback(journal->database);
    }
}

/* What is kept of today, and what had to be looked at. */
struct round {
    struct overview_row *kept;
    size_t kept_count;
    struct overview_row *made; /* with room for one a circle */
    size_t made_count;
    struct arena *arena;   /* of what is kept and made */
    struct arena *scratch; /* of one look */
};

/* The row of a circle, kept or made; NULL in *out_row never with OK. */
static enum daybook_status find_row(struct journal *journal, size_t circle, int32_t today,
                                    struct round *round, const struct overview_row **out_row)
{
    int64_t circle_no = journal_circle(journal, circle)->row.circle_no;
    struct overview_row *made = &round->made[round->made_count];
    if (round->kept_count > 0) {
        *out_row = bsearch(&circle_no, round->kept, round->kept_count, sizeof *round->kept,
                           compare_circle_no);
        if (*out_row != NULL) {
            return DAYBOOK_OK;
        }
    }
    arena_reset(round->scratch);
    enum daybook_status status = look(journal, circle, today, round->scratch, made);
    if (status == DAYBOOK_OK && !arena_copy(round->arena, made->flag, &made->flag)) {
        status = DAYBOOK_NO_MEMORY;
    }
    if (status == DAYBOOK_OK) {
        round->made_count++;
        *out_row = made;
    }
    return status;
}

enum daybook_status overview_refresh(struct journal *journal, size_t circle, struct arena *arena,
                                     struct journal_overview *out_overview)
{
    int32_t today = today_of(journal);
    struct overview_row row;
    int64_t circle_no = journal_circle(journal, circle)->row.circle_no;
    enum daybook_status status =
        overview_rows_get(journal->database, circle_no, today, arena, &row);
    if (status == DAYBOOK_NOT_FOUND) {
        status = look(journal, circle, today, arena, &row);
        if (status == DAYBOOK_OK) {
            keep(journal, &row, 1);
        }
    }
    if (status == DAYBOOK_OK) {
        *out_overview = overview_of(journal, circle, &row);
    }
    return status;
}

enum daybook_status journal_overviews(struct journal *journal, struct arena *arena,
                                      struct journal_overview **out_overviews, size_t *out_count)
{
    int32_t today = today_of(journal);
    size_t count = journal_circle_count(journal);
    struct round round = {.arena = arena, .scratch = arena_create(0)};
    struct journal_overview *overviews = arena_take_array(arena, count, sizeof *overviews);
    enum daybook_status status = DAYBOOK_NO_MEMORY;
    round.made = arena_take_array(arena, count, sizeof *round.made);
    if (round.scratch == NULL || overviews == NULL || round.made == NULL) {
        goto done;
    }
    status = overview_rows_list(journal->database, today, arena, &round.kept, &round.kept_count);
    for (size_t i = 0; i < count && status == DAYBOOK_OK; i++) {
        const struct overview_row *row = NULL;
        status = find_row(journal, i, today, &round, &row);
        if (status == DAYBOOK_OK) {
            overviews[i] = overview_of(journal, i, row);
        }
    }
    if (status != DAYBOOK_OK) {
        goto done;
    }
    keep(journal, round.made, round.made_count);
    if (count > 0) {
        qsort(overviews, count, sizeof *overviews, compare);
    }
    *out_overviews = overviews;
    *out_count = count;
done:
    arena_free(round.scratch);
    return status;
}
