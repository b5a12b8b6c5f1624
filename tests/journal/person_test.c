/* Finding a member of the circle by what somebody typed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "journal/person.h"

static struct journal_member member(const char *name, uint8_t first_byte, bool removed)
{
    return (struct journal_member){
        .name = bytes_of_text(name), .person.bytes = {first_byte, 0xCD}, .removed = removed};
}

static void expect(const struct person_list *people, const char *text, size_t index)
{
    const struct journal_member *found = NULL;
    struct complaint complaint = {0};
    assert_int_equal(person_find(people, bytes_of_text(text), &found, &complaint), DAYBOOK_OK);
    assert_ptr_equal(found, &people->members[index]);
}

static void expect_none(const struct person_list *people, const char *text,
                        enum daybook_status expected)
{
    const struct journal_member *found = NULL;
    struct complaint complaint = {0};
    assert_int_equal(person_find(people, bytes_of_text(text), &found, &complaint), expected);
    assert_null(found);
    assert_true(complaint.text[0] != '\0');
}

static void names_are_found_by_their_start_in_any_case(void **state)
{
    (void)state;
    const struct journal_member members[] = {member("Ana", 0xA1, false),
                                             member("Ben", 0xB1, false)};
    const struct person_list people = {members, 2};
    expect(&people, "ana", 0);
    expect(&people, "B", 1);
    expect(&people, "b1cd", 1);
    expect_none(&people, "b1c", DAYBOOK_NOT_FOUND);
    expect_none(&people, "Zoe", DAYBOOK_NOT_FOUND);
    expect_none(&people, "", DAYBOOK_NOT_FOUND);
}

static void a_whole_name_beats_the_start_of_another(void **state)
{
    (void)state;
    const struct journal_member members[] = {member("Anabel", 0xA1, false),
                                             member("Ana", 0xA2, false)};
    const struct person_list people = {members, 2};
    expect(&people, "Ana", 1);
    expect_none(&people, "An", DAYBOOK_CONFLICT);
    expect(&people, "anab", 0);
}

static void who_was_removed_counts_only_when_nobody_else_fits(void **state)
{
    (void)state;
    const struct journal_member members[] = {
        member("Ben", 0xB1, true), member("Benno", 0xB2, false), member("Ida", 0xC1, true)};
    const struct person_list people = {members, 3};
    expect(&people, "Ben", 1);
    expect(&people, "Ida", 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_are_found_by_their_start_in_any_case),
        cmocka_unit_test(a_whole_name_beats_the_start_of_another),
        cmocka_unit_test(who_was_removed_counts_only_when_nobody_else_fits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
