/* The short page: what it leaves out, what it must never leave out, and pages a person has looked
 * at. DAYBOOK_ACCEPT=1 rewrites them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/timestamp.h"
#include "flags/flags.h"
#include "report/glance.h"
#include "report/page.h"
#include "trends/difference.h"
#include "trends/figures_all.h"
#include "trends/journal_days.h"
#include "trends/summary.h"

enum { LINES_MAX = 50 };

/* A page and all it is made of. */
struct desk {
    struct arena *arena;
    struct trend_summary *summary;
    struct glance glance;
    struct summary_text_options options;
};

static struct desk desk;

static int set_up(void **state)
{
    (void)state;
    desk = (struct desk){
        .arena = arena_create(0),
        .options = {.unicode = true, .columns = 80, .patient = "Robin Example"},
        .glance = {.team = "Dr. Cleo"},
    };
    return desk.arena == NULL ? -1 : 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_free(desk.arena);
    return 0;
}

static void look_at(const struct journal_lines *lines, int32_t until)
{
    struct history *history = NULL;
    struct flag *flags = NULL;
    struct difference *differences = NULL;
    size_t count = 0;
    const struct difference_span span = {until - DIFFERENCE_DAYS + 1, until};
    const struct plan_book no_plans = {NULL, 0};
    const struct day *days = journal_days_build(lines, desk.arena, &count);
    assert_int_equal(history_of_days(days, count, desk.arena, &history), DAYBOOK_OK);
    const struct flag_question question = {.history = history, .plans = &no_plans, .until = until};
    assert_int_equal(flags_evaluate(&question, desk.arena, &flags, &desk.glance.flag_count),
                     DAYBOOK_OK);
    assert_int_equal(
        difference_list(history, &span, desk.arena, &differences, &desk.glance.difference_count),
        DAYBOOK_OK);
    bool *seen = arena_take_array(desk.arena, desk.glance.flag_count + 1, sizeof *seen);
    memset(seen, 0, (desk.glance.flag_count + 1) * sizeof *seen);
    desk.glance.flags = flags;
    desk.glance.seen = seen;
    desk.glance.differences = differences;
    desk.options.figures = journal_days_figures(lines, until, desk.arena);
    desk.summary = journal_days_summarise(lines, until, desk.arena);
}

static void look_at_90_days(void)
{
    struct journal_lines lines = {0};
    journal_days_read(&lines, "patient-90d.ndjson", ROLE_PATIENT, desk.arena);
    journal_days_read(&lines, "caregiver-90d.ndjson", ROLE_CAREGIVER, desk.arena);
    look_at(&lines, day_of_date(2026, 8, 29));
}

static char *print_page(void)
{
    desk.options.glance = &desk.glance;
    return page_print(desk.summary, &desk.options, desk.arena);
}

static void ninety_days_fit_a_screen(void **state)
{
    (void)state;
    look_at_90_days();
    const char *page = print_page();
    assert_true(page_width(page) <= 80);
    assert_true(page_height(page) <= LINES_MAX);
    assert_null(strstr(page, "King's")); /* for therapists only */
    page_expect_golden(page, "glance-90d.txt");
}

static void a_therapist_reads_stages_and_how_old_the_news_are(void **state)
{
    (void)state;
    struct journal_lines lines = {0};
    journal_days_read(&lines, "year.ndjson", ROLE_PATIENT, desk.arena);
    look_at(&lines, day_of_date(2026, 8, 3));
    desk.options.for_therapist = true;
    desk.options.unicode = false;
    desk.glance.received = "received 3 days ago";
    const char *page = print_page();
    assert_true(page_width(page) <= 80);
    assert_true(page_height(page) <= LINES_MAX);
    assert_non_null(strstr(page, "received 3 days"));
    page_expect_golden(page, "glance-year-therapist.txt");
}

static void no_days_are_said_and_no_table_is_drawn(void **state)
{
    (void)state;
    struct journal_lines lines = {0};
    look_at(&lines, day_of_date(2026, 8, 3));
    const char *page = print_page();
    assert_non_null(strstr(page, "Nothing was logged up to this day."));
    assert_null(strstr(page, "What changed"));
    assert_non_null(strstr(page, "It is not a diagnosis."));
}

/* One flag, the first of the list as flags_evaluate() sorts them. */
static void raise_flag(enum flag_tier tier, bool seen)
{
    static struct flag flag;
    static bool acknowledged;
    flag = (struct flag){.rule = FLAG_R16, .tier = tier, .since = desk.summary->until};
    acknowledged = seen;
    desk.glance.flags = &flag;
    desk.glance.seen = &acknowledged;
    desk.glance.flag_count = 1;
}

static void a_household_is_told_whom_to_contact_and_that_nobody_watches(void **state)
{
    (void)state;
    look_at_90_days();
    raise_flag(FLAG_TIER_URGENT, false);
    const char *page = print_page();
    assert_non_null(strstr(page, "!!! R16@2026-08-29  Falls"));
    assert_non_null(strstr(page, "Contact your team now: Dr. Cleo. If it cannot wait, call the"));
    assert_non_null(strstr(page, "not watched in real"));
    desk.options.for_therapist = true;
    assert_null(strstr(print_page(), "Contact your team"));
}

static void a_flag_that_needs_no_haste_does_not_tell_to_call(void **state)
{
    (void)state;
    look_at_90_days();
    raise_flag(FLAG_TIER_REVIEW, false);
    assert_null(strstr(print_page(), "emergency"));
    assert_non_null(strstr(print_page(), "worth telling your team"));
    raise_flag(FLAG_TIER_REVIEW, true);
    assert_non_null(strstr(print_page(), "seen by your team"));
    desk.options.for_therapist = true;
    assert_non_null(strstr(print_page(), "review, seen"));
}

static void what_is_kept_back_is_not_called_missing(void **state)
{
    (void)state;
    look_at_90_days();
    struct measure_summary *pain = &desk.summary->measures[MEASURE_PAIN_WORST];
    *pain = (struct measure_summary){.sharing = SHARING_WITHHELD};
    desk.summary->measures[MEASURE_FALLS] = *pain;
    desk.summary->measures[MEASURE_WEIGHT] = *pain;
    const char *page = print_page();
    assert_non_null(strstr(page, "Pain, worst not shared"));
    assert_non_null(strstr(page, "Falls not shared"));
    assert_non_null(strstr(page, "Weight not shared"));
    assert_null(strstr(page, "Pain, worst;")); /* as lists of what is missing would have it */
    assert_null(strstr(page, "in 30 days"));
}

static void a_pause_is_said_before_anything_else(void **state)
{
    (void)state;
    look_at_90_days();
    desk.glance.paused = true;
    desk.glance.paused_since = day_of_date(2026, 8, 20);
    const char *page = print_page();
    const char *pause = strstr(page, "Paused since 2026-08-20: nothing is asked");
    assert_non_null(pause);
    assert_true(pause < strstr(page, "flag"));
}

static void days_without_a_change_say_so(void **state)
{
    (void)state;
    look_at_90_days();
    desk.glance.difference_count = 0;
    for (size_t i = 0; i < MEASURE_COUNT; i++) {
        desk.summary->measures[i].d84.word = TREND_STEADY;
        desk.summary->measures[i].usual.verdict = USUAL_WITHIN;
    }
    assert_non_null(strstr(print_page(), "Nothing changed by as much as matters."));
}

static void what_got_worse_comes_first_and_what_only_looks_better_is_marked(void **state)
{
    (void)state;
    look_at_90_days();
    desk.glance.difference_count = 0;
    for (size_t i = 0; i < MEASURE_COUNT; i++) {
        desk.summary->measures[i].d84.word = TREND_STEADY;
        desk.summary->measures[i].usual.verdict = USUAL_WITHIN;
    }
    struct measure_summary *better = &desk.summary->measures[MEASURE_PAIN_WORST];
    struct measure_summary *worse = &desk.summary->measures[MEASURE_MOOD_SCORE];
    struct measure_summary *lifted = &desk.summary->measures[MEASURE_SPO2_REST];
    better->d84.word = TREND_FALLING;
    better->d84.sense = TREND_BETTER;
    worse->d84.word = TREND_FALLING;
    worse->d84.sense = TREND_WORSE;
    worse->usual.verdict = USUAL_LOWER;
    lifted->d84.word = TREND_RISING;
    lifted->d84.sense = TREND_NEUTRAL;
    lifted->cautioned = true;
    const char *page = print_page();
    const char *first = strstr(page, "falling (worse), unusual");
    const char *last = strstr(page, "falling (better)");
    assert_non_null(first);
    assert_true(first < strstr(page, "rising\n") && strstr(page, "rising\n") < last);
    assert_non_null(
        strstr(page, "No improvement, as walking ended or breathing is supported: SpO2"));
}

static void colours_mark_only_what_words_say_too(void **state)
{
    (void)state;
    look_at_90_days();
    const char *plain = print_page();
    desk.options.color = true;
    char *colored = print_page();
    assert_non_null(strstr(colored, "\033[1;33m"));
    char *to = colored;
    for (const char *from = colored; *from != '\0'; from++) {
        if (*from == '\033') {
            from = strchr(from, 'm');
            assert_non_null(from);
        } else {
            *to++ = *from;
        }
    }
    *to = '\0';
    assert_string_equal(colored, plain);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(ninety_days_fit_a_screen),
        TEST(a_therapist_reads_stages_and_how_old_the_news_are),
        TEST(no_days_are_said_and_no_table_is_drawn),
        TEST(a_household_is_told_whom_to_contact_and_that_nobody_watches),
        TEST(a_flag_that_needs_no_haste_does_not_tell_to_call),
        TEST(what_is_kept_back_is_not_called_missing),
        TEST(a_pause_is_said_before_anything_else),
        TEST(days_without_a_change_say_so),
        TEST(what_got_worse_comes_first_and_what_only_looks_better_is_marked),
        TEST(colours_mark_only_what_words_say_too),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
