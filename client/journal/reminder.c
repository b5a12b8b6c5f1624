/* Reminds of check-ins. */
#include "journal/reminder.h"

#include "domain/pause.h"
#include "flags/quiet.h"
#include "journal/entries.h"
#include "journal/notices.h"
#include "journal/plans.h"
#include "journal/state.h"
#include "store/notice_rows.h"
#include "store/setting_rows.h"

enum {
    LOOK_MS = 15 * 60 * 1000,
    MINUTE_MS = 60 * 1000,
    MINUTES_A_DAY = 24 * 60,
    BACK_DAYS = 120 /* in which a check-in is looked for */
};
static const int64_t DAY_MS = INT64_C(86400) * 1000;

static enum daybook_status read_choice(const struct journal *journal,
                                       struct reminder_choice *out_choice)
{
    uint64_t number = 0;
    enum daybook_status status =
        setting_rows_get_number(journal->database, SETTING_REMINDER, &number);
    if (status == DAYBOOK_OK) {
        *out_choice = reminder_choice_of(number);
    }
    return status;
}

/* Somebody who only reads is never asked; a caregiver asks for it. */
static bool may_remind(const struct journal *journal, const struct reminder_choice *choice)
{
    return choice->mode == REMINDER_AT ||
           (choice->mode == REMINDER_BY_PLAN && journal->role == ROLE_PATIENT);
}

static struct reminder_terms terms_of(const struct plan_version *plan,
                                      const struct reminder_choice *choice)
{
    struct reminder_terms terms = reminder_of_plan(plan);
    terms.minute = choice->mode == REMINDER_AT ? choice->minute : terms.minute;
    return terms;
}

/* What the entries of a circle say: the latest check-in, and whether everything pauses. */
struct past {
    bool has_checkin;
    int32_t last_day;
    struct pause pause;
};

static enum daybook_status note_checkin(void *context, const struct journal_item *item)
{
    struct past *past = context;
    past->has_checkin = past->has_checkin || !item->retracted;
    past->last_day = item->retracted ? past->last_day : timestamp_day(item->entry.at);
    return DAYBOOK_OK;
}

static enum daybook_status note_pause(void *context, const struct journal_item *item)
{
    struct past *past = context;
    double days = 0;
    if (!item->retracted && value_number(value_find(&item->entry.fields, "days"), &days)) {
        past->pause = pause_of(timestamp_day(item->entry.at), days);
    }
    return DAYBOOK_OK;
}

static enum daybook_status read_past(struct journal *journal, size_t circle, struct past *out_past)
{
    struct past past = {.has_checkin = false};
    const struct journal_filter checkins = {.circle = circle,
                                            .kind = bytes_of_text("daily_checkin"),
                                            .has_since = true,
                                            .since_ms =
                                                journal_wall_ms(journal) - BACK_DAYS * DAY_MS};
    const struct journal_filter pauses = {.circle = circle, .kind = bytes_of_text("pause")};
    enum daybook_status status = journal_list(journal, &checkins, note_checkin, &past);
    if (status == DAYBOOK_OK) {
        status = journal_list(journal, &pauses, note_pause, &past);
    }
    if (status == DAYBOOK_OK) {
        *out_past = past;
    }
    return status;
}

/* The latest check-in, or the day from which on a first one is waited for. */
static bool find_last_day(const struct past *past, const struct plan_version *plan,
                          const struct reminder_choice *choice, int32_t *out_day)
{
    int32_t period = (int32_t)terms_of(plan, choice).period_days;
    if (past->has_checkin) {
        *out_day = past->last_day;
    } else if (choice->mode == REMINDER_AT) {
        *out_day = choice->day - period;
    } else if (plan != NULL) {
        *out_day = plan->from_day - period;
    }
    return past->has_checkin || choice->mode == REMINDER_AT || plan != NULL;
}

/* Is now a moment to remind of this circle? */
static enum daybook_status ask_circle(struct journal *journal, size_t circle,
                                      const struct reminder_choice *choice, bool *out_remind)
{
    struct plan_book book;
    struct past past;
    int32_t last_day = 0;
    struct timestamp now = journal_now(journal);
    int32_t day = timestamp_day(now);
    int32_t minute = (int32_t)((now.utc_ms / MINUTE_MS + now.offset_minutes) % MINUTES_A_DAY);
    struct arena *arena = arena_create(0);
    enum daybook_status status =
        arena == NULL ? DAYBOOK_NO_MEMORY : journal_plans(journal, circle, arena, &book);
    if (status == DAYBOOK_OK) {
        status = read_past(journal, circle, &past);
    }
    if (status == DAYBOOK_OK) {
        const struct plan_version *plan =
            plan_book_in_force(&book, bytes_of_text("monitoring_plan"), day);
        struct reminder_terms terms = terms_of(plan, choice);
        *out_remind = reminder_is_time(&terms, minute) && !quiet_at(plan, minute) &&
                      !pause_holds(&past.pause, day) &&
                      find_last_day(&past, plan, choice, &last_day) &&
                      reminder_is_due(&terms, last_day, day);
    }
    arena_free(arena);
    return status;
}

/* The day is written down first: whatever comes between, nobody is reminded twice. */
static enum daybook_status remind(struct journal *journal, int32_t day)
{
    const struct notice notice = {.kind = NOTICE_CHECKIN, .at_ms = journal_wall_ms(journal)};
    enum daybook_status status =
        setting_rows_put_number(journal->database, SETTING_REMINDED_DAY, (uint64_t)day + 1);
    if (status == DAYBOOK_OK) {
        status = notices_add(journal, &notice);
    }
    if (status == DAYBOOK_OK) {
        journal->word = "Time for today's check-in.";
    }
    return status;
}

static enum daybook_status look(struct journal *journal)
{
    struct reminder_choice choice = {.mode = REMINDER_OFF};
    uint64_t reminded = 0;
    bool due = false;
    int32_t day = timestamp_day(journal_now(journal));
    enum daybook_status status = read_choice(journal, &choice);
    if (status == DAYBOOK_OK) {
        status = setting_rows_get_number(journal->database, SETTING_REMINDED_DAY, &reminded);
    }
    if (status != DAYBOOK_OK || day < 0 || reminded == (uint64_t)day + 1) {
        return status;
    }
    if (reminded > 0) {
        status = notice_rows_settle(journal->database, NOTICE_CHECKIN);
    }
    for (size_t i = 0; status == DAYBOOK_OK && may_remind(journal, &choice) && !due &&
                       i < journal_circle_count(journal);
         i++) {
        status = ask_circle(journal, i, &choice, &due);
    }
    return status == DAYBOOK_OK && due ? remind(journal, day) : status;
}

enum daybook_status reminder_settle(struct journal *journal)
{
    int64_t now_ms = journal_monotonic_ms(journal);
    if (now_ms < journal->remind_look_ms) {
        return DAYBOOK_OK;
    }
    journal->remind_look_ms = now_ms + LOOK_MS;
    return look(journal);
}

int64_t reminder_wake_ms(const struct journal *journal)
{
    return journal->remind_look_ms;
}

enum daybook_status reminder_answered(struct journal *journal)
{
    return notice_rows_settle(journal->database, NOTICE_CHECKIN);
}

enum daybook_status journal_reminder(struct journal *journal, struct journal_reminder *out_reminder)
{
    struct journal_reminder reminder = {.minute = -1};
    struct plan_book book = {NULL, 0};
    struct arena *arena = arena_create(0);
    enum daybook_status status =
        arena == NULL ? DAYBOOK_NO_MEMORY : read_choice(journal, &reminder.choice);
    if (status == DAYBOOK_OK && journal_circle_count(journal) > 0) {
        status = journal_plans(journal, 0, arena, &book);
    }
    if (status == DAYBOOK_OK && may_remind(journal, &reminder.choice)) {
        const struct plan_version *plan = plan_book_in_force(
            &book, bytes_of_text("monitoring_plan"), timestamp_day(journal_now(journal)));
        struct reminder_terms terms = terms_of(plan, &reminder.choice);
        reminder.minute = terms.period_days > 0 ? terms.minute : -1;
    }
    if (status == DAYBOOK_OK) {
        *out_reminder = reminder;
    }
    arena_free(arena);
    return status;
}

enum daybook_status journal_set_reminder(struct journal *journal,
                                         const struct reminder_choice *choice)
{
    journal->remind_look_ms = journal_monotonic_ms(journal);
    return setting_rows_put_number(journal->database, SETTING_REMINDER,
                                   reminder_choice_number(choice));
}

const char *journal_take_word(struct journal *journal)
{
    const char *word = journal->word;
    journal->word = NULL;
    return word;
}
