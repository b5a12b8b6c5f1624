/* Tests of building one sentence in a fixed space. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "domain/complaint.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static void numbers_are_written_in_their_shortest_plain_form(void **state)
{
    (void)state;
    static const struct {
        double number;
        const char *text;
    } numbers[] = {
        {0, "0"},
        {11, "11"},
        {-1, "-1"},
        {0.5, "0.5"},
        {-0.25, "-0.25"},
        {71.35, "71.35"},
        {100.0, "100"},
        {0.0000001, "0"},
        {-0.0000001, "0"},
        {1234567, "1234567"},
        {0.000001, "0.000001"},
        {2.999999999, "3"},
        {1e12, "a number far too large"},
        {-1e300, "a number far too large"},
    };
    for (size_t i = 0; i < COUNT(numbers); i++) {
        struct complaint complaint = {0};
        complaint_add_number(&complaint, numbers[i].number);
        assert_string_equal(complaint.text, numbers[i].text);
    }
}

static void only_what_looks_like_a_name_is_quoted(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        const char *text;
    } names[] = {
        {"worst", "\"worst\""},      {"alsfrs-r", "\"alsfrs-r\""},
        {"two words", "that name"},  {"", "that name"},
        {"Zo\xC3\xAB", "that name"}, {"a2345678901234567890123456789012345678901", "that name"},
    };
    for (size_t i = 0; i < COUNT(names); i++) {
        struct complaint complaint = {0};
        complaint_add_name(&complaint, bytes_of_text(names[i].name));
        assert_string_equal(complaint.text, names[i].text);
    }
}

static void what_does_not_fit_ends_in_dots(void **state)
{
    (void)state;
    struct complaint complaint = {0};
    for (size_t i = 0; i < COMPLAINT_TEXT_SIZE; i++) {
        complaint_add(&complaint, "ab");
    }
    size_t size = strlen(complaint.text);
    assert_int_equal(size, COMPLAINT_TEXT_SIZE - 1);
    assert_string_equal(complaint.text + size - 4, "b...");
}

static void what_just_fits_is_kept_whole(void **state)
{
    (void)state;
    struct complaint complaint = {0};
    for (size_t i = 0; i < COMPLAINT_TEXT_SIZE - 1; i++) {
        complaint_add(&complaint, "a");
    }
    assert_int_equal(strspn(complaint.text, "a"), COMPLAINT_TEXT_SIZE - 1);
    complaint_add(&complaint, "");
    assert_int_equal(strspn(complaint.text, "a"), COMPLAINT_TEXT_SIZE - 1);
}

static void a_cut_never_splits_a_character(void **state)
{
    (void)state;
    for (size_t start = 0; start < 3; start++) {
        struct complaint complaint = {0};
        for (size_t i = 0; i < start; i++) {
            complaint_add(&complaint, "a");
        }
        for (size_t i = 0; i < COMPLAINT_TEXT_SIZE; i++) {
            complaint_add(&complaint, "\xE2\x82\xAC");
        }
        assert_true(bytes_are_text(bytes_of_text(complaint.text)));
    }
}

static void beginning_anew_forgets_the_old_sentence(void **state)
{
    (void)state;
    struct complaint complaint = {0};
    complaint_begin(&complaint, "old");
    complaint_begin(&complaint, "new");
    assert_string_equal(complaint.text, "new");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_are_written_in_their_shortest_plain_form),
        cmocka_unit_test(only_what_looks_like_a_name_is_quoted),
        cmocka_unit_test(what_does_not_fit_ends_in_dots),
        cmocka_unit_test(what_just_fits_is_kept_whole),
        cmocka_unit_test(a_cut_never_splits_a_character),
        cmocka_unit_test(beginning_anew_forgets_the_old_sentence),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
