/* The therapist's page in text, against pages a person has looked at. DAYBOOK_ACCEPT=1 rewrites
 * them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/timestamp.h"
#include "report/page.h"
#include "trends/journal_days.h"
#include "trends/summary.h"

static const struct summary_text_options PLAIN = {
    .unicode = true, .color = false, .columns = 80, .patient = "Robin Example"};

static struct trend_summary *summarise_90_days(struct arena *arena,
                                               struct summary_text_options *options)
{
    struct journal_lines lines = {0};
    int32_t until = day_of_date(2026, 8, 29);
    journal_days_read(&lines, "patient-90d.ndjson", ROLE_PATIENT, arena);
    journal_days_read(&lines, "caregiver-90d.ndjson", ROLE_CAREGIVER, arena);
    options->figures = journal_days_figures(&lines, until, arena);
    return journal_days_summarise(&lines, until, arena);
}

static int set_up(void **state)
{
    *state = arena_create(0);
    return *state == NULL ? -1 : 0;
}

static int tear_down(void **state)
{
    arena_free(*state);
    return 0;
}

static void ninety_days_fit_eighty_columns(void **state)
{
    struct summary_text_options options = PLAIN;
    const struct trend_summary *summary = summarise_90_days(*state, &options);
    char *page = page_print(summary, &options, *state);
    page_expect_golden(page, "page-90d.txt");
    assert_true(page_width(page) <= 80);
}

static void without_unicode_every_byte_is_ascii(void **state)
{
    struct summary_text_options options = PLAIN;
    options.unicode = false;
    const struct trend_summary *summary = summarise_90_days(*state, &options);
    char *page = page_print(summary, &options, *state);
    page_expect_golden(page, "page-90d-ascii.txt");
    assert_null(strstr(page, "MiToS")); /* for therapists only */
    for (const char *at = page; *at != '\0'; at++) {
        assert_true((unsigned char)*at < 0x80);
    }
}

static void a_year_on_a_wide_terminal_shows_slopes_too(void **state)
{
    struct journal_lines lines = {0};
    struct summary_text_options options = PLAIN;
    options.columns = 100;
    options.for_therapist = true;
    journal_days_read(&lines, "year.ndjson", ROLE_PATIENT, *state);
    options.figures = journal_days_figures(&lines, day_of_date(2026, 8, 3), *state);
    const struct trend_summary *summary =
        journal_days_summarise(&lines, day_of_date(2026, 8, 3), *state);
    char *page = page_print(summary, &options, *state);
    page_expect_golden(page, "page-year-wide.txt");
    assert_true(page_width(page) <= 100);
}

static void no_days_give_a_page_that_says_so(void **state)
{
    struct journal_lines lines = {0};
    const struct trend_summary *summary =
        journal_days_summarise(&lines, day_of_date(2026, 8, 3), *state);
    char *page = page_print(summary, &PLAIN, *state);
    page_expect_golden(page, "page-empty.txt");
}

static void colours_mark_only_what_words_say_too(void **state)
{
    struct summary_text_options options = PLAIN;
    options.color = true;
    const struct trend_summary *summary = summarise_90_days(*state, &options);
    char *colored = page_print(summary, &options, *state);
    char *plain = NULL;
    options.color = false;
    plain = page_print(summary, &options, *state);
    assert_non_null(strstr(colored, "\033[1;33mfalling (worse)\033[0m"));
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

static void a_name_cannot_steer_the_terminal(void **state)
{
    struct journal_lines lines = {0};
    struct summary_text_options options = PLAIN;
    options.patient = "Ro\033[2Jbin\xC2\x9B"
                      "1m\n";
    const struct trend_summary *summary =
        journal_days_summarise(&lines, day_of_date(2026, 8, 3), *state);
    char *page = page_print(summary, &options, *state);
    assert_non_null(strstr(page, "Ro?[2Jbin?1m?, up to 2026-08-03\n"));
}

static void a_long_name_is_wrapped_and_broken_text_is_masked(void **state)
{
    struct journal_lines lines = {0};
    struct summary_text_options options = PLAIN;
    char name[] = "Maria Antonia Josefina Ximena Carlota Leopoldina Bonifacia Rafaela Micaela "
                  "Gabriela Gonzaga of Somewhere Else and \xFF";
    options.patient = name;
    const struct trend_summary *summary =
        journal_days_summarise(&lines, day_of_date(2026, 8, 3), *state);
    char *page = page_print(summary, &options, *state);
    assert_true(page_width(page) <= 80);
    assert_non_null(strstr(page, "?"));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(ninety_days_fit_eighty_columns),
        TEST(without_unicode_every_byte_is_ascii),
        TEST(a_year_on_a_wide_terminal_shows_slopes_too),
        TEST(no_days_give_a_page_that_says_so),
        TEST(colours_mark_only_what_words_say_too),
        TEST(a_name_cannot_steer_the_terminal),
        TEST(a_long_name_is_wrapped_and_broken_text_is_masked),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
