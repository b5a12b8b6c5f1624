/* Tests of the compiled catalogue: that it is complete and says what it must. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "domain/catalog.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static const struct kind *kind_of(const char *name)
{
    const struct kind *kind = catalog_find(bytes_of_text(name));
    assert_non_null(kind);
    return kind;
}

static const struct field_rule *field_of(const char *kind, const char *field)
{
    const struct field_rule *rule = kind_field(kind_of(kind), bytes_of_text(field));
    assert_non_null(rule);
    return rule;
}

static const char *const entries[] = {
    "sharing_choice",
    "daily_checkin",
    "pain",
    "muscle_symptom",
    "fatigue",
    "breathlessness",
    "sleep_night",
    "spo2_spot",
    "oximetry_night",
    "vital_signs",
    "oxygen_use",
    "niv_use",
    "airway_clearance",
    "cough_flow",
    "secretions",
    "swallow_event",
    "meal_intake",
    "tube_feed",
    "body_weight",
    "bowel",
    "fall_event",
    "balance_test",
    "exercise_session",
    "exercise_aftereffect",
    "adl_status",
    "care_task",
    "aid_use",
    "speech_status",
    "therapy_session",
    "medication_dose",
    "side_effect",
    "mood_affect",
    "caregiver_strain",
    "alsfrs_r",
    "lung_function",
    "activity_day",
    "observation_other",
    "note",
    "pause",
    "education_done",
};

static const char *const plans[] = {
    "exercise_plan",  "respiratory_plan", "medication_plan", "aid_recommendation", "home_mod_task",
    "education_plan", "nutrition_plan",   "therapy_plan",    "monitoring_plan",
};

static const char *const evaluations[] = {
    "brace_evaluation", "home_evaluation", "trend_summary", "flag_ack", "answer",
};

static const char *const messages[] = {
    "question",
};

static void every_kind_is_there_once_in_its_family(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(entries); i++) {
        assert_int_equal(kind_of(entries[i])->family, FAMILY_ENTRY);
    }
    for (size_t i = 0; i < COUNT(plans); i++) {
        assert_int_equal(kind_of(plans[i])->family, FAMILY_PLAN);
    }
    for (size_t i = 0; i < COUNT(evaluations); i++) {
        assert_int_equal(kind_of(evaluations[i])->family, FAMILY_EVALUATION);
    }
    for (size_t i = 0; i < COUNT(messages); i++) {
        assert_int_equal(kind_of(messages[i])->family, FAMILY_MESSAGE);
    }
    assert_int_equal(catalog_count(),
                     COUNT(entries) + COUNT(plans) + COUNT(evaluations) + COUNT(messages));
}

static void a_kind_is_found_by_its_exact_name_only(void **state)
{
    (void)state;
    for (size_t i = 0; i < catalog_count(); i++) {
        assert_ptr_equal(catalog_find(bytes_of_text(catalog_at(i)->name)), catalog_at(i));
    }
    assert_null(catalog_find(bytes_of_text("Pain")));
    assert_null(catalog_find(bytes_of_text("pai")));
    assert_null(catalog_find((struct bytes){NULL, 0}));
}

static void a_mistyped_kind_has_a_nearest_one(void **state)
{
    (void)state;
    static const char *const pairs[][2] = {
        {"pian", "pain"},
        {"Pain", "pain"},
        {"fatique", "fatigue"},
        {"alsfrs-r", "alsfrs_r"},
        {"fall_evnt", "fall_event"},
        {"niv_usage", "niv_use"},
    };
    for (size_t i = 0; i < COUNT(pairs); i++) {
        const struct kind *nearest = catalog_nearest(bytes_of_text(pairs[i][0]));
        assert_non_null(nearest);
        assert_string_equal(nearest->name, pairs[i][1]);
    }
    assert_null(catalog_nearest(bytes_of_text("my leg hurts since this morning")));
    assert_null(catalog_nearest((struct bytes){NULL, 0}));
}

static void check_codes(const struct code *codes, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        assert_non_null(codes[i].system);
        assert_true(strncmp(codes[i].system, "http://", 7) == 0);
        assert_true(codes[i].code[0] != '\0');
        assert_true(codes[i].display[0] != '\0');
    }
}

static void check_rule(const struct field_rule *rule)
{
    assert_true(rule->label[0] != '\0');
    assert_true(rule->question[0] != '\0');
    assert_non_null(rule->evidence.source);
    assert_int_equal(rule->type == FIELD_CHOICE, rule->choice_count > 0);
    assert_int_equal(rule->type == FIELD_GROUP, rule->item_count > 0);
    assert_int_equal(rule->type == FIELD_REFERENCE, rule->refers_to != NULL);
    check_codes(rule->codes, rule->code_count);
}

static void every_kind_and_field_is_labelled_asked_and_marked(void **state)
{
    (void)state;
    for (size_t i = 0; i < catalog_count(); i++) {
        const struct kind *kind = catalog_at(i);
        assert_true(kind->label[0] != '\0');
        assert_true(kind->question[0] != '\0');
        assert_int_not_equal(kind->roles, 0);
        check_codes(kind->codes, kind->code_count);
        for (size_t f = 0; f < kind->field_count; f++) {
            check_rule(&kind->fields[f]);
            for (size_t n = 0; n < kind->fields[f].item_count; n++) {
                check_rule(&kind->fields[f].items[n]);
            }
        }
    }
}

static void oxygen_saturation_has_both_codes_confirmed(void **state)
{
    (void)state;
    const struct field_rule *spo2 = field_of("spo2_spot", "spo2");
    assert_int_equal(spo2->code_count, 2);
    assert_string_equal(spo2->codes[0].code, "59408-5");
    assert_string_equal(spo2->codes[1].code, "2708-6");
    assert_string_equal(spo2->codes[0].system, "http://loinc.org");
    assert_true(spo2->codes[0].confirmed && spo2->codes[1].confirmed);
    assert_string_equal(spo2->unit, "%");
}

static void the_scale_of_function_and_the_cough_have_no_borrowed_code(void **state)
{
    (void)state;
    assert_int_equal(kind_of("alsfrs_r")->code_count, 0);
    assert_int_equal(kind_of("cough_flow")->code_count, 0);
    assert_int_equal(field_of("cough_flow", "best")->code_count, 0);
}

static void unverified_codes_are_kept_and_marked(void **state)
{
    (void)state;
    const struct field_rule *item = field_of("medication_plan", "item");
    for (size_t i = 0; i < item->item_count; i++) {
        for (size_t c = 0; c < item->items[i].code_count; c++) {
            assert_string_equal(item->items[i].codes[c].system, "http://www.whocc.no/atc");
            assert_false(item->items[i].codes[c].confirmed);
        }
    }
}

static void a_code_may_stand_for_one_choice(void **state)
{
    (void)state;
    const struct field_rule *activity = field_of("adl_status", "activity");
    assert_int_equal(activity->code_count, 12);
    assert_string_equal(activity->codes[0].code, "95019-6");
    assert_string_equal(activity->codes[0].choice, "eating");
    assert_string_equal(activity->codes[11].code, "94999-0");
    assert_string_equal(activity->codes[11].choice, "stairs");
}

static void a_scale_knows_which_way_is_better(void **state)
{
    (void)state;
    assert_int_equal(field_of("alsfrs_r", "q1")->better, BETTER_UP);
    assert_int_equal(field_of("spo2_spot", "spo2")->better, BETTER_UP);
    assert_int_equal(field_of("pain", "worst")->better, BETTER_DOWN);
    assert_int_equal(field_of("breathlessness", "severity")->better, BETTER_DOWN);
    assert_int_equal(field_of("body_weight", "weight")->better, BETTER_UP);
}

static void all_twelve_questions_and_the_feeding_tube_are_required(void **state)
{
    (void)state;
    static const char *const questions[] = {"q1", "q2", "q3", "q4",  "q5",  "q6",
                                            "q7", "q8", "q9", "q10", "q11", "q12"};
    for (size_t i = 0; i < COUNT(questions); i++) {
        const struct field_rule *rule = field_of("alsfrs_r", questions[i]);
        assert_true(rule->required && rule->has_range);
        assert_true(rule->minimum <= 0 && rule->minimum >= 0);
        assert_true(rule->maximum <= 4 && rule->maximum >= 4);
    }
    assert_true(field_of("alsfrs_r", "gastrostomy")->required);
}

static void a_caregivers_strain_is_not_for_the_patient(void **state)
{
    (void)state;
    const struct kind *strain = kind_of("caregiver_strain");
    assert_int_equal(strain->visibility, VISIBILITY_AUTHOR_AND_THERAPIST);
    assert_int_equal(kind_of("pain")->visibility, VISIBILITY_TEAM);
    assert_false(kind_may_log(strain, ROLE_PATIENT));
    assert_true(kind_may_log(strain, ROLE_CAREGIVER));
}

static void plans_are_for_therapists_and_readings_for_devices_too(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(plans); i++) {
        assert_int_equal(kind_of(plans[i])->roles, 1U << ROLE_THERAPIST);
    }
    assert_true(kind_may_log(kind_of("spo2_spot"), ROLE_DEVICE));
    assert_false(kind_may_log(kind_of("pain"), ROLE_DEVICE));
    assert_false(kind_may_log(kind_of("pain"), ROLE_THERAPIST));
    for (unsigned role = 0; role < ROLE_COUNT; role++) {
        assert_true(kind_may_log(kind_of("note"), (enum role)role));
    }
}

static void every_plan_has_the_fields_of_its_family(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(plans); i++) {
        assert_int_equal(field_of(plans[i], "status")->choice_count, 5);
        (void)field_of(plans[i], "goal");
        (void)field_of(plans[i], "review_date");
    }
    assert_false(field_of("home_mod_task", "status")->required);
    assert_false(field_of("exercise_plan", "status")->required);
    assert_true(field_of("therapy_plan", "goal")->repeating);
}

static void the_check_in_asks_eight_questions_in_order(void **state)
{
    (void)state;
    static const char *const asked[CATALOG_CHECKIN_MAX][2] = {
        {"daily_checkin", "overall"},     {"daily_checkin", "fatigue"},
        {"daily_checkin", "stiffness"},   {"pain", "worst"},
        {"breathlessness", "severity"},   {"daily_checkin", "morning_headache"},
        {"daily_checkin", "any_choking"}, {"daily_checkin", "any_fall"},
    };
    for (size_t i = 0; i < COUNT(asked); i++) {
        struct checkin_question question = {0};
        assert_true(catalog_checkin((int)i + 1, &question));
        assert_string_equal(question.kind->name, asked[i][0]);
        assert_string_equal(question.field->name, asked[i][1]);
    }
    struct checkin_question none = {0};
    assert_false(catalog_checkin(CATALOG_CHECKIN_MAX + 1, &none));
    assert_null(none.kind);
}

static void a_default_is_offered_for_the_most_effort(void **state)
{
    (void)state;
    const struct field_rule *item = field_of("exercise_plan", "item");
    bool found = false;
    for (size_t i = 0; i < item->item_count; i++) {
        const struct field_rule *rule = &item->items[i];
        if (strcmp(rule->name, "max_exertion") == 0) {
            found = rule->has_default && rule->default_number >= 4 && rule->default_number <= 4;
        }
    }
    assert_true(found);
}

static void the_words_of_the_enums_are_those_of_the_files(void **state)
{
    (void)state;
    assert_string_equal(kind_family_name(FAMILY_EVALUATION), "evaluation");
    assert_string_equal(kind_cadence_name(CADENCE_QUARTERLY), "quarterly");
    assert_string_equal(kind_type_name(FIELD_CHOICE), "enum");
    assert_string_equal(kind_type_name(FIELD_GROUP), "group");
    assert_string_equal(kind_better_name(BETTER_DOWN), "down");
    assert_string_equal(kind_evidence_name(EVIDENCE_PROPOSAL), "proposal");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_kind_is_there_once_in_its_family),
        cmocka_unit_test(a_kind_is_found_by_its_exact_name_only),
        cmocka_unit_test(a_mistyped_kind_has_a_nearest_one),
        cmocka_unit_test(every_kind_and_field_is_labelled_asked_and_marked),
        cmocka_unit_test(oxygen_saturation_has_both_codes_confirmed),
        cmocka_unit_test(the_scale_of_function_and_the_cough_have_no_borrowed_code),
        cmocka_unit_test(unverified_codes_are_kept_and_marked),
        cmocka_unit_test(a_code_may_stand_for_one_choice),
        cmocka_unit_test(a_scale_knows_which_way_is_better),
        cmocka_unit_test(all_twelve_questions_and_the_feeding_tube_are_required),
        cmocka_unit_test(a_caregivers_strain_is_not_for_the_patient),
        cmocka_unit_test(plans_are_for_therapists_and_readings_for_devices_too),
        cmocka_unit_test(every_plan_has_the_fields_of_its_family),
        cmocka_unit_test(the_check_in_asks_eight_questions_in_order),
        cmocka_unit_test(a_default_is_offered_for_the_most_effort),
        cmocka_unit_test(the_words_of_the_enums_are_those_of_the_files),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
