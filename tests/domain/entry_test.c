/* Tests of checking entries against the catalogue. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/limits.h"
#include "domain/entry.h"
#include "domain/typed_entry.h"

#define TEXT(literal)                                                                              \
    {                                                                                              \
        (const uint8_t *)(literal), sizeof(literal) - 1                                            \
    }
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

static void assert_allowed(const struct entry *entry, enum role role)
{
    struct complaint complaint = {0};
    enum daybook_status status = entry_check(entry, role, &complaint);
    assert_string_equal(complaint.text, "");
    assert_int_equal(status, DAYBOOK_OK);
}

static void assert_refused(const struct entry *entry, enum role role,
                           enum daybook_status expected_status, const char *sentence)
{
    struct complaint complaint = {0};
    enum daybook_status status = entry_check(entry, role, &complaint);
    assert_string_equal(complaint.text, sentence);
    assert_int_equal(status, expected_status);
}

static struct value integer(int64_t number)
{
    return (struct value){.type = VALUE_INTEGER, .as.integer = number};
}

static struct value text(const char *letters)
{
    return (struct value){.type = VALUE_TEXT, .as.text = bytes_of_text(letters)};
}

static struct value map(const struct value_pair *pairs, size_t count)
{
    return (struct value){.type = VALUE_MAP, .as.map = {pairs, count}};
}

static struct entry raw_entry(const char *kind, const struct value_pair *pairs, size_t count)
{
    return (struct entry){.kind = bytes_of_text(kind), .fields = map(pairs, count)};
}

static void what_people_log_every_day_is_allowed(void **state)
{
    static const struct {
        const char *kind;
        const char *words;
        enum role role;
    } entries[] = {
        {"daily_checkin", "overall=6 fatigue=4 any_fall=no same_as_yesterday=yes", ROLE_PATIENT},
        {"pain", "worst=4 site=shoulder,hip quality=ache", ROLE_PATIENT},
        {"pain", "worst=0", ROLE_CAREGIVER},
        {"spo2_spot", "spo2=96 pulse=72 state=rest supply=room_air", ROLE_DEVICE},
        {"body_weight", "weight=70,4 scale=home", ROLE_CAREGIVER},
        {"medication_dose", "drug=riluzole status=taken", ROLE_PATIENT},
        {"medication_dose", "plan_item_ref=riluzole-1 status=skipped reason=forgot", ROLE_PATIENT},
        {"exercise_session", "type=stretch status=done minutes=15 exertion=4", ROLE_CAREGIVER},
        {"exercise_session", "type=aerobic status=not_done not_done_reason=fatigue", ROLE_PATIENT},
        {"muscle_symptom", "region=leg_l symptom=cramp severity=3", ROLE_PATIENT},
        {"fatigue", "severity=5", ROLE_CAREGIVER},
        {"breathlessness", "severity=2 situation=walking", ROLE_PATIENT},
        {"niv_use", "hours=6.5 part=night leak=21 source=device", ROLE_PATIENT},
        {"oxygen_use", "hours=1.5 flow=2", ROLE_PATIENT},
        {"fall_event",
         "kind=fall place=bathroom activity=turn injury=minor head_strike=no could_get_up=alone",
         ROLE_PATIENT},
        {"alsfrs_r",
         "version=r_se gastrostomy=no administered=self q1=3 q2=3 q3=3 q4=2 q5=3 q6=2 q7=3 q8=2 "
         "q9=1 q10=4 q11=4 q12=4",
         ROLE_PATIENT},
        {"caregiver_strain", "strain=6 coping=mostly needs=respite,talk", ROLE_CAREGIVER},
        {"nutrition_plan", "baseline_weight=74 texture=5", ROLE_THERAPIST},
        {"lung_function", "fvc_pct=74 posture=upright snip=52", ROLE_THERAPIST},
    };
    for (size_t i = 0; i < COUNT(entries); i++) {
        struct entry entry = typed_entry(*state, entries[i].kind, entries[i].words);
        assert_allowed(&entry, entries[i].role);
    }
}

static void a_note_needs_no_field_but_must_say_something(void **state)
{
    struct entry entry = typed_entry(*state, "note", "");
    assert_refused(&entry, ROLE_PATIENT, DAYBOOK_INVALID,
                   "note: it says nothing yet: give a field or a note.");
    entry.note = bytes_of_text("A quiet day.");
    assert_allowed(&entry, ROLE_PATIENT);
    assert_allowed(&entry, ROLE_THERAPIST);
}

static void an_unknown_kind_is_not_found(void **state)
{
    (void)state;
    static const struct {
        const char *kind;
        const char *sentence;
    } kinds[] = {
        {"pian", "There is no kind of entry called \"pian\"; did you mean \"pain\"?"},
        {"zzzzzzzz", "There is no kind of entry called \"zzzzzzzz\": see the list of kinds."},
        {"my leg hurts", "There is no kind of entry called that name: see the list of kinds."},
        {"", "There is no kind of entry called that name: see the list of kinds."},
    };
    for (size_t i = 0; i < COUNT(kinds); i++) {
        struct entry entry = raw_entry(kinds[i].kind, NULL, 0);
        assert_refused(&entry, ROLE_PATIENT, DAYBOOK_NOT_FOUND, kinds[i].sentence);
    }
}

static void a_role_that_may_not_log_the_kind_is_denied(void **state)
{
    struct entry pain = typed_entry(*state, "pain", "worst=3");
    assert_refused(&pain, ROLE_THERAPIST, DAYBOOK_DENIED,
                   "pain: a therapist may not log this; allowed: patient caregiver.");
    assert_refused(&pain, ROLE_DEVICE, DAYBOOK_DENIED,
                   "pain: a device may not log this; allowed: patient caregiver.");
    struct entry plan = typed_entry(*state, "nutrition_plan", "baseline_weight=74");
    assert_refused(&plan, ROLE_PATIENT, DAYBOOK_DENIED,
                   "nutrition_plan: a patient may not log this; allowed: therapist.");
    struct entry strain = typed_entry(*state, "caregiver_strain", "strain=3 coping=yes");
    assert_refused(&strain, ROLE_PATIENT, DAYBOOK_DENIED,
                   "caregiver_strain: a patient may not log this; allowed: caregiver.");
}

static void fields_that_break_a_rule_are_refused(void **state)
{
    (void)state;
    struct value empty_list = {.type = VALUE_LIST};
    struct value no_value = {.type = VALUE_NULL};
    struct value list_item = integer(3);
    struct value list_of_one = {.type = VALUE_LIST, .as.list = {&list_item, 1}};
    const struct {
        struct value_pair pair;
        const char *sentence;
    } cases[] = {
        {{TEXT("worst"), integer(11)}, "pain: \"worst\" must be from 0 to 10 (you gave 11)."},
        {{TEXT("worst"), text("3")}, "pain: \"worst\" must be a whole number from 0 to 10."},
        {{TEXT("worst"), no_value},
         "pain: \"worst\" is empty: leave it out, or give {\"absent\": \"skipped\"}."},
        {{TEXT("worst"), list_of_one}, "pain: \"worst\" must be a whole number from 0 to 10."},
        {{TEXT("site"), text("leg")},
         "pain: \"worst\" is missing: give it, or say why there is no answer."},
        {{TEXT("wurst"), integer(3)}, "pain: there is no field \"wurst\"; did you mean \"worst\"?"},
        {{TEXT("it hurts a lot"), integer(3)}, "pain: there is no field that name."},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct entry entry = raw_entry("pain", &cases[i].pair, 1);
        assert_refused(&entry, ROLE_PATIENT, DAYBOOK_INVALID, cases[i].sentence);
    }
    struct value_pair pairs[] = {{TEXT("worst"), integer(3)}, {TEXT("site"), empty_list}};
    struct entry entry = raw_entry("pain", pairs, COUNT(pairs));
    assert_refused(&entry, ROLE_PATIENT, DAYBOOK_INVALID,
                   "pain: \"site\" is an empty list: leave it out.");
}

static void a_field_given_twice_is_refused(void **state)
{
    (void)state;
    struct value_pair pairs[] = {{TEXT("worst"), integer(3)}, {TEXT("worst"), integer(4)}};
    struct entry entry = raw_entry("pain", pairs, COUNT(pairs));
    assert_refused(&entry, ROLE_PATIENT, DAYBOOK_INVALID,
                   "pain: \"worst\" is given twice: keep one.");
}

static void no_complaint_quotes_what_a_patient_wrote(void **state)
{
    (void)state;
    struct value_pair pairs[] = {{TEXT("worst"), integer(3)},
                                 {TEXT("side"), text("worst-kept-secret")}};
    struct entry entry = raw_entry("pain", pairs, COUNT(pairs));
    struct complaint complaint = {0};
    assert_int_equal(entry_check(&entry, ROLE_PATIENT, &complaint), DAYBOOK_INVALID);
    assert_null(strstr(complaint.text, "secret"));
}

static void a_dose_names_a_plan_item_or_a_drug(void **state)
{
    struct entry entry = typed_entry(*state, "medication_dose", "status=taken");
    assert_refused(&entry, ROLE_PATIENT, DAYBOOK_INVALID,
                   "medication_dose: give one of \"plan_item_ref\", \"drug\".");
    entry = typed_entry(*state, "medication_dose", "status=taken drug=riluzole plan_item_ref=a1");
    assert_allowed(&entry, ROLE_PATIENT);
}

static void a_required_answer_may_be_absent_with_a_reason(void **state)
{
    struct entry entry = typed_entry(*state, "pain", "worst=?unable");
    assert_allowed(&entry, ROLE_PATIENT);
    struct value_pair reason = {TEXT("absent"), text("tired")};
    struct value_pair pair = {TEXT("worst"), map(&reason, 1)};
    entry = raw_entry("pain", &pair, 1);
    assert_refused(&entry, ROLE_PATIENT, DAYBOOK_INVALID,
                   "pain: \"worst\" must be a whole number from 0 to 10.");
}

static void items_of_a_group_have_rules_of_their_own(void **state)
{
    (void)state;
    struct value_pair good[] = {{TEXT("drug"), text("riluzole")},
                                {TEXT("route"), text("oral")},
                                {TEXT("schedule"), text("times")},
                                {TEXT("times"), text("08:00")}};
    struct value_pair bad[] = {{TEXT("drug"), text("riluzole")},
                               {TEXT("route"), text("oral")},
                               {TEXT("schedule"), text("times")},
                               {TEXT("times"), text("8 am")}};
    struct value items[] = {map(good, COUNT(good)), map(bad, COUNT(bad))};
    struct value_pair pair = {TEXT("item"), {.type = VALUE_LIST, .as.list = {items, 1}}};
    struct entry entry = raw_entry("medication_plan", &pair, 1);
    assert_allowed(&entry, ROLE_THERAPIST);

    pair.value.as.list.count = 2;
    assert_refused(&entry, ROLE_THERAPIST, DAYBOOK_INVALID,
                   "medication_plan: \"item\" number 2: \"times\" must be a time such as 07:30.");
    items[1] = map(good, 1);
    assert_refused(&entry, ROLE_THERAPIST, DAYBOOK_INVALID,
                   "medication_plan: \"item\" number 2: \"route\" is missing: give it, or say why "
                   "there is no answer.");
    items[1] = text("riluzole");
    assert_refused(&entry, ROLE_THERAPIST, DAYBOOK_INVALID,
                   "medication_plan: \"item\" must be a group of fields.");
}

static void what_surrounds_the_fields_is_checked_too(void **state)
{
    struct entry good = typed_entry(*state, "fatigue", "severity=3");
    static uint8_t letters[ENTRY_NOTE_MAX + 1];
    memset(letters, 'a', sizeof letters);

    struct entry entry = good;
    entry.has_end = true;
    entry.end = (struct timestamp){.utc_ms = good.at.utc_ms - 1, .offset_minutes = 120};
    assert_refused(&entry, ROLE_PATIENT, DAYBOOK_INVALID,
                   "fatigue: it ends before it begins: check both times.");
    entry.end = good.at;
    assert_allowed(&entry, ROLE_PATIENT);

    entry = good;
    entry.at.utc_ms = INT64_C(9000000000000);
    assert_refused(&entry, ROLE_PATIENT, DAYBOOK_INVALID,
                   "fatigue: the time lies outside the years 1900 to 2200.");

    entry = good;
    entry.zone = bytes_of_text("Europe/Berlin");
    assert_allowed(&entry, ROLE_PATIENT);
    entry.zone = bytes_of_text("in Berlin");
    assert_refused(&entry, ROLE_PATIENT, DAYBOOK_INVALID,
                   "fatigue: the time zone is no IANA name such as Europe/Berlin.");

    entry = good;
    entry.note = (struct bytes){letters, ENTRY_NOTE_CHARACTERS};
    assert_allowed(&entry, ROLE_PATIENT);
    entry.note.size++;
    assert_refused(&entry, ROLE_PATIENT, DAYBOOK_INVALID,
                   "fatigue: the note is longer than 2000 characters: split it into two entries.");
    entry.note = bytes_of_text("\xFF");
    assert_refused(&entry, ROLE_PATIENT, DAYBOOK_INVALID,
                   "fatigue: the note holds bytes that are no UTF-8 text.");

    entry = good;
    entry.plan_ref = bytes_of_text("my plan");
    assert_refused(&entry, ROLE_PATIENT, DAYBOOK_INVALID,
                   "fatigue: the plan is named by up to 120 letters without spaces.");
}

static void one_value_of_a_repeating_field_becomes_a_list_of_one(void **state)
{
    struct value_pair pairs[] = {{TEXT("worst"), {.type = VALUE_DECIMAL, .as.decimal = 3.0}},
                                 {TEXT("site"), text("leg")},
                                 {TEXT("stranger"), text("kept")}};
    struct entry entry = raw_entry("pain", pairs, COUNT(pairs));
    assert_int_equal(entry_normalise(&entry, *state), DAYBOOK_OK);
    const struct value *site = value_find(&entry.fields, "site");
    assert_int_equal(site->type, VALUE_LIST);
    assert_int_equal(site->as.list.count, 1);
    assert_true(bytes_equal_text(site->as.list.items[0].as.text, "leg"));
    assert_int_equal(value_find(&entry.fields, "worst")->type, VALUE_INTEGER);
    assert_true(bytes_equal_text(value_text(&entry.fields, "stranger"), "kept"));
}

static void what_does_not_fit_is_left_for_the_check(void **state)
{
    struct value_pair pair = {TEXT("worst"), {.type = VALUE_DECIMAL, .as.decimal = 3.5}};
    struct entry entry = raw_entry("pain", &pair, 1);
    assert_int_equal(entry_normalise(&entry, *state), DAYBOOK_OK);
    assert_refused(&entry, ROLE_PATIENT, DAYBOOK_INVALID,
                   "pain: \"worst\" must be a whole number from 0 to 10.");
    entry = raw_entry("unheard_of", &pair, 1);
    assert_int_equal(entry_normalise(&entry, *state), DAYBOOK_OK);
    assert_ptr_equal(entry.fields.as.map.pairs, &pair);
}

static void groups_are_brought_to_their_form_inside(void **state)
{
    struct value_pair item[] = {{TEXT("drug"), text("riluzole")}, {TEXT("times"), text("08:00")}};
    struct value_pair pair = {TEXT("item"), map(item, COUNT(item))};
    struct entry entry = raw_entry("medication_plan", &pair, 1);
    assert_int_equal(entry_normalise(&entry, *state), DAYBOOK_OK);
    const struct value *items = value_find(&entry.fields, "item");
    assert_int_equal(items->type, VALUE_LIST);
    const struct value *times = value_find(&items->as.list.items[0], "times");
    assert_int_equal(times->type, VALUE_LIST);
}

static void without_memory_the_entry_stays_as_it_was(void **state)
{
    (void)state;
    struct arena *small = arena_create(8);
    assert_non_null(small);
    struct value_pair pair = {TEXT("site"), text("leg")};
    struct entry entry = raw_entry("pain", &pair, 1);
    assert_int_equal(entry_normalise(&entry, small), DAYBOOK_NO_MEMORY);
    assert_ptr_equal(entry.fields.as.map.pairs, &pair);
    arena_free(small);
}

static void the_words_around_an_entry_are_read_back(void **state)
{
    (void)state;
    for (unsigned i = 0; i < METHOD_COUNT; i++) {
        enum entry_method method = METHOD_MANUAL;
        struct bytes word = bytes_of_text(entry_method_name((enum entry_method)i));
        assert_true(entry_method_from_name(word, &method));
        assert_int_equal(method, i);
    }
    enum certainty certainty = CERTAINTY_SURE;
    assert_true(entry_certainty_from_name(bytes_of_text("estimate"), &certainty));
    assert_int_equal(certainty, CERTAINTY_ESTIMATE);
    assert_false(entry_certainty_from_name(bytes_of_text("guess"), &certainty));
}

#define ARENA_TEST(test) cmocka_unit_test_setup_teardown(test, create_arena, free_arena)

int main(void)
{
    const struct CMUnitTest tests[] = {
        ARENA_TEST(what_people_log_every_day_is_allowed),
        ARENA_TEST(a_note_needs_no_field_but_must_say_something),
        ARENA_TEST(an_unknown_kind_is_not_found),
        ARENA_TEST(a_role_that_may_not_log_the_kind_is_denied),
        ARENA_TEST(fields_that_break_a_rule_are_refused),
        ARENA_TEST(a_field_given_twice_is_refused),
        ARENA_TEST(no_complaint_quotes_what_a_patient_wrote),
        ARENA_TEST(a_dose_names_a_plan_item_or_a_drug),
        ARENA_TEST(a_required_answer_may_be_absent_with_a_reason),
        ARENA_TEST(items_of_a_group_have_rules_of_their_own),
        ARENA_TEST(what_surrounds_the_fields_is_checked_too),
        ARENA_TEST(one_value_of_a_repeating_field_becomes_a_list_of_one),
        ARENA_TEST(what_does_not_fit_is_left_for_the_check),
        ARENA_TEST(groups_are_brought_to_their_form_inside),
        ARENA_TEST(without_memory_the_entry_stays_as_it_was),
        ARENA_TEST(the_words_around_an_entry_are_read_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
