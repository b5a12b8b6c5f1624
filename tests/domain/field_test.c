/* Tests of reading a field from words and checking it against its rule. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "domain/absent.h"
#include "domain/catalog.h"
#include "domain/field.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static int create_arena(void **state)
{
    *state = arena_create(0);
    return *state == NULL ? -1 : 0;
}

static int free_arena(void **state)
{
    arena_free(*state);
    return 0;
}

static const struct field_rule *rule_of(const char *kind, const char *field)
{
    const struct kind *found = catalog_find(bytes_of_text(kind));
    assert_non_null(found);
    const struct field_rule *rule = kind_field(found, bytes_of_text(field));
    assert_non_null(rule);
    return rule;
}

static struct value read(struct arena *arena, const char *kind, const char *field,
                         const char *words)
{
    struct value value = {0};
    struct complaint complaint = {0};
    enum daybook_status status =
        field_from_text(rule_of(kind, field), bytes_of_text(words), arena, &value, &complaint);
    assert_string_equal(complaint.text, "");
    assert_int_equal(status, DAYBOOK_OK);
    return value;
}

static void yes_and_true_are_true(void **state)
{
    static const struct {
        const char *words;
        bool yes;
    } answers[] = {{"yes", true}, {"true", true}, {"no", false}, {"false", false}, {" no ", false}};
    for (size_t i = 0; i < COUNT(answers); i++) {
        struct value value = read(*state, "daily_checkin", "any_fall", answers[i].words);
        assert_int_equal(value.type, VALUE_BOOL);
        assert_int_equal(value.as.boolean, answers[i].yes);
    }
}

static void whole_numbers_are_integers(void **state)
{
    struct value value = read(*state, "pain", "worst", "3");
    assert_int_equal(value.type, VALUE_INTEGER);
    assert_int_equal(value.as.integer, 3);
    value = read(*state, "pain", "worst", "+10");
    assert_int_equal(value.as.integer, 10);
    value = read(*state, "pain", "worst", "3.0");
    assert_int_equal(value.type, VALUE_INTEGER);
    value = read(*state, "body_weight", "weight", "71");
    assert_int_equal(value.type, VALUE_INTEGER);
}

static void decimals_take_a_point_or_a_comma(void **state)
{
    static const char *const words[] = {"71.35", "71,35", "+71.350"};
    for (size_t i = 0; i < COUNT(words); i++) {
        struct value value = read(*state, "body_weight", "weight", words[i]);
        assert_int_equal(value.type, VALUE_DECIMAL);
        assert_true(value.as.decimal <= 71.35 && value.as.decimal >= 71.35);
    }
}

static void a_choice_is_taken_in_any_case(void **state)
{
    struct value value = read(*state, "respiratory_plan", "niv", "Night-Day");
    assert_int_equal(value.type, VALUE_TEXT);
    assert_true(bytes_equal_text(value.as.text, "night_day"));
}

static void commas_part_the_values_of_a_repeating_field(void **state)
{
    struct value value = read(*state, "pain", "site", "leg, back");
    assert_int_equal(value.type, VALUE_LIST);
    assert_int_equal(value.as.list.count, 2);
    assert_true(bytes_equal_text(value.as.list.items[0].as.text, "leg"));
    assert_true(bytes_equal_text(value.as.list.items[1].as.text, "back"));
    value = read(*state, "pain", "site", "leg");
    assert_int_equal(value.type, VALUE_LIST);
    assert_int_equal(value.as.list.count, 1);
}

static void text_keeps_its_commas_and_case(void **state)
{
    struct value value = read(*state, "pain", "relief", "Heat, and rest");
    assert_true(bytes_equal_text(value.as.text, "Heat, and rest"));
}

static void hexadecimal_digits_become_bytes(void **state)
{
    struct value value = read(*state, "oximetry_night", "raw_hash", "00fFa7");
    static const uint8_t bytes[] = {0x00, 0xFF, 0xA7};
    assert_int_equal(value.type, VALUE_BYTES);
    assert_true(bytes_equal(value.as.text, (struct bytes){bytes, sizeof bytes}));
}

static void a_question_mark_says_why_there_is_no_answer(void **state)
{
    static const struct {
        const char *words;
        enum absent_reason reason;
    } answers[] = {{"?skipped", ABSENT_SKIPPED},
                   {"?unable", ABSENT_UNABLE},
                   {"?not_applicable", ABSENT_NOT_APPLICABLE},
                   {"?device_failed", ABSENT_DEVICE_FAILED},
                   {"?unknown", ABSENT_UNKNOWN}};
    for (size_t i = 0; i < COUNT(answers); i++) {
        enum absent_reason reason = ABSENT_SKIPPED;
        struct value value = read(*state, "pain", "worst", answers[i].words);
        assert_true(absent_from_value(&value, &reason));
        assert_int_equal(reason, answers[i].reason);
        assert_true(bytes_equal_text(value_text(&value, "absent"), absent_name(answers[i].reason)));
        value = read(*state, "pain", "site", answers[i].words);
        assert_true(absent_from_value(&value, &reason));
    }
}

struct refusal {
    const char *kind;
    const char *field;
    const char *words;
    const char *sentence;
};

static void what_does_not_fit_is_refused_with_a_sentence(void **state)
{
    static const struct refusal refusals[] = {
        {"pain", "worst", "11", "\"worst\" must be from 0 to 10 (you gave 11)."},
        {"pain", "worst", "-1", "\"worst\" must be from 0 to 10 (you gave -1)."},
        {"pain", "worst", "3.5", "\"worst\" must be a whole number from 0 to 10."},
        {"pain", "worst", "three", "\"worst\" must be a whole number from 0 to 10."},
        {"pain", "worst", "", "\"worst\" must be a whole number from 0 to 10."},
        {"pain", "worst", "3.", "\"worst\" must be a whole number from 0 to 10."},
        {"pain", "worst", "1e1", "\"worst\" must be a whole number from 0 to 10."},
        {"pain", "worst", "0x3", "\"worst\" must be a whole number from 0 to 10."},
        {"body_weight", "weight", "19.99", "\"weight\" must be from 20 to 250 (you gave 19.99)."},
        {"body_weight", "weight", "7.1.5", "\"weight\" must be a number from 20 to 250."},
        {"body_weight", "weight", "9999999999999999",
         "\"weight\" must be a number from 20 to 250."},
        {"daily_checkin", "any_fall", "maybe", "\"any_fall\" must be yes or no."},
        {"pain", "side", "left", "\"side\" has no such choice: it may be l, r, both."},
        {"pain", "site", "leg,,back",
         "\"site\" has no such choice: it may be neck, back, shoulder, arm, hand, hip, leg, foot, "
         "head, other."},
        {"pain", "site", "sholder",
         "\"site\" has no such choice; did you mean \"shoulder\"? It may be neck, back, shoulder, "
         "arm, hand, hip, leg, foot, head, other."},
        {"pain", "relief", "", "\"relief\" must be a text."},
        {"pain", "relief", "\xC3", "\"relief\" holds bytes that are no UTF-8 text."},
        {"therapy_session", "next_due", "2026-02-29",
         "\"next_due\" must be a date such as 2026-08-29."},
        {"medication_dose", "time", "24:00", "\"time\" must be a time such as 07:30."},
        {"medication_dose", "time", "7:30", "\"time\" must be a time such as 07:30."},
        {"medication_dose", "time", "07:60", "\"time\" must be a time such as 07:30."},
        {"flag_ack", "at", "2026-08-29 07:30",
         "\"at\" must be a moment such as 2026-08-29T07:30:00+02:00."},
        {"oximetry_night", "raw_hash", "abc", "\"raw_hash\" must be bytes as hexadecimal digits."},
        {"exercise_session", "plan_item_ref", "my plan",
         "\"plan_item_ref\" must be the name of another thing, up to 120 letters without spaces."},
        {"alsfrs_r", "unsure", "q1", "\"unsure\" is a group of fields: give it as JSON."},
        {"pain", "worst", "?tired",
         "\"worst\" has no answer: say why with ?skipped, ?unable, ?not_applicable, "
         "?device_failed or ?unknown."},
    };
    for (size_t i = 0; i < COUNT(refusals); i++) {
        struct value value = {.type = VALUE_INTEGER, .as.integer = 77};
        struct complaint complaint = {0};
        enum daybook_status status =
            field_from_text(rule_of(refusals[i].kind, refusals[i].field),
                            bytes_of_text(refusals[i].words), *state, &value, &complaint);
        assert_string_equal(complaint.text, refusals[i].sentence);
        assert_int_equal(status, DAYBOOK_INVALID);
        assert_int_equal(value.as.integer, 77);
    }
}

static void the_ends_of_a_range_belong_to_it(void **state)
{
    assert_int_equal(read(*state, "pain", "worst", "0").as.integer, 0);
    assert_int_equal(read(*state, "pain", "worst", "10").as.integer, 10);
    assert_int_equal(read(*state, "spo2_spot", "spo2", "50").as.integer, 50);
}

static void every_list_of_choices_fits_in_its_sentence(void **state)
{
    for (size_t k = 0; k < catalog_count(); k++) {
        const struct kind *kind = catalog_at(k);
        for (size_t f = 0; f < kind->field_count; f++) {
            if (kind->fields[f].type != FIELD_CHOICE) {
                continue;
            }
            struct value value = {0};
            struct complaint complaint = {0};
            assert_int_equal(field_from_text(&kind->fields[f], bytes_of_text("zzzzzzzzzzzz"),
                                             *state, &value, &complaint),
                             DAYBOOK_INVALID);
            size_t size = strlen(complaint.text);
            assert_string_not_equal(complaint.text + size - 3, "...");
        }
    }
}

static void an_exhausted_arena_is_no_memory(void **state)
{
    (void)state;
    struct arena *small = arena_create(8);
    assert_non_null(small);
    struct value value = {.type = VALUE_INTEGER, .as.integer = 77};
    struct complaint complaint = {0};
    assert_int_equal(field_from_text(rule_of("pain", "site"), bytes_of_text("leg,back,hip"), small,
                                     &value, &complaint),
                     DAYBOOK_NO_MEMORY);
    assert_int_equal(value.as.integer, 77);
    arena_free(small);
}

#define ARENA_TEST(test) cmocka_unit_test_setup_teardown(test, create_arena, free_arena)

int main(void)
{
    const struct CMUnitTest tests[] = {
        ARENA_TEST(yes_and_true_are_true),
        ARENA_TEST(whole_numbers_are_integers),
        ARENA_TEST(decimals_take_a_point_or_a_comma),
        ARENA_TEST(a_choice_is_taken_in_any_case),
        ARENA_TEST(commas_part_the_values_of_a_repeating_field),
        ARENA_TEST(text_keeps_its_commas_and_case),
        ARENA_TEST(hexadecimal_digits_become_bytes),
        ARENA_TEST(a_question_mark_says_why_there_is_no_answer),
        ARENA_TEST(what_does_not_fit_is_refused_with_a_sentence),
        ARENA_TEST(the_ends_of_a_range_belong_to_it),
        ARENA_TEST(every_list_of_choices_fits_in_its_sentence),
        ARENA_TEST(an_exhausted_arena_is_no_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
