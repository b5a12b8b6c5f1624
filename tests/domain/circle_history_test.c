/* Tests of removals, concurrent epochs and the order of a care circle's operations. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "domain/circle_script.h"

static struct script script;

static bool removed(unsigned person)
{
    const struct circle_person *found = circle_find_person(script.circle, script_person(person));
    assert_non_null(found);
    return found->removed;
}

static void a_removed_person_reads_writes_and_decides_nothing(void **state)
{
    (void)state;
    script_remove(&script, PATIENT_PHONE, BO);
    script_cut(&script, 3, 17);
    size_t later = script_add_person(&script, CO_OWNER, EVA, ROLE_CAREGIVER, false);
    size_t device_later = script_add_device(&script, PATIENT_PHONE, 9, BO);
    size_t grant_later = script_grant(&script, PATIENT_PHONE, BO, (struct circle_grants){0});
    script_fold_well(&script);
    assert_true(removed(BO));
    assert_true(script_found_device(&script, CO_OWNER)->retired);
    assert_true(script_refused(&script, later));
    assert_true(script_refused(&script, device_later));
    assert_true(script_refused(&script, grant_later));
    assert_int_equal(circle_rank(script.circle, script_device(CO_OWNER)), RANK_MEMBER);
    for (int stream = 0; stream < STREAM_COUNT; stream++) {
        assert_false(circle_reads(script.circle, script_found_device(&script, CO_OWNER),
                                  (enum stream)stream));
        assert_false(circle_writes(script.circle, script_found_device(&script, CO_OWNER),
                                   (enum stream)stream));
    }
    assert_int_equal(script.circle->cut_count, 1);
    assert_int_equal(script.circle->cuts[0].number, 17);
    assert_true(id128_equal(script.circle->cuts[0].person, script_person(BO)));
    assert_non_null(circle_author(script.circle, script_device(CO_OWNER)));
}

static void what_was_written_before_a_removal_stands(void **state)
{
    (void)state;
    size_t before = script_add_person(&script, CO_OWNER, EVA, ROLE_CAREGIVER, false);
    script_remove(&script, PATIENT_PHONE, BO);
    script_fold_well(&script);
    assert_false(script_refused(&script, before));
    assert_false(removed(EVA));
}

static void a_later_cut_admits_more_and_never_less(void **state)
{
    (void)state;
    script_remove(&script, PATIENT_PHONE, BO);
    script_cut(&script, 3, 17);
    script_remove(&script, PATIENT_TABLET, BO);
    script_cut(&script, 3, 40);
    script_remove(&script, PATIENT_PHONE, BO);
    script_cut(&script, 3, 20);
    script_fold_well(&script);
    assert_int_equal(script.circle->cut_count, 1);
    assert_int_equal(script.circle->cuts[0].number, 40);
}

static void a_cut_says_nothing_about_other_people(void **state)
{
    (void)state;
    script_remove(&script, PATIENT_PHONE, BO);
    script_cut(&script, 3, 17);
    script_retire(&script, CAREGIVER, CAREGIVER);
    script_cut(&script, 3, 9999);
    script_fold_well(&script);
    assert_int_equal(script.circle->cut_count, 2);
    for (size_t i = 0; i < 2; i++) {
        bool of_bo = id128_equal(script.circle->cuts[i].person, script_person(BO));
        assert_int_equal(script.circle->cuts[i].number, of_bo ? 17 : 9999);
    }
}

static void two_owners_who_remove_each_other_both_agree_on_one_answer(void **state)
{
    (void)state;
    size_t first = script_retire(&script, PATIENT_PHONE, PATIENT_TABLET);
    size_t second = script_retire(&script, PATIENT_TABLET, PATIENT_PHONE);
    script_fold_well(&script);
    assert_false(script_refused(&script, first));
    assert_true(script_refused(&script, second));
    assert_false(script_found_device(&script, PATIENT_PHONE)->retired);
}

static void concurrent_epochs_converge_on_the_highest(void **state)
{
    (void)state;
    script_epoch(&script, PATIENT_PHONE, STREAM_LOG, 1, HOUSEHOLD);
    size_t left = script_epoch(&script, CAREGIVER, STREAM_LOG, 2, HOUSEHOLD);
    size_t right = script_epoch(&script, CO_OWNER, STREAM_LOG, 2, HOUSEHOLD);
    script_at(&script, script.hlc - 10);
    script_fold_well(&script);
    const struct key256 left_id = script.operations[left].change.epoch.id;
    const struct key256 right_id = script.operations[right].change.epoch.id;
    const struct key256 highest = key256_compare(left_id, right_id) > 0 ? left_id : right_id;
    assert_true(key256_equal(script.circle->epochs[STREAM_LOG]->id, highest));
    script_epoch(&script, CAREGIVER, STREAM_LOG, 3, HOUSEHOLD);
    script_fold_well(&script);
    assert_int_equal(script.circle->epochs[STREAM_LOG]->generation, 3);
}

static void an_epoch_that_leaps_waits_for_what_is_between(void **state)
{
    (void)state;
    script_epoch(&script, PATIENT_PHONE, STREAM_LOG, 1, HOUSEHOLD);
    script_epoch(&script, CAREGIVER, STREAM_LOG, INT64_MAX, HOUSEHOLD);
    script_epoch(&script, CAREGIVER, STREAM_LOG, 3, HOUSEHOLD);
    script_fold_well(&script);
    assert_int_equal(script.circle->epochs[STREAM_LOG]->generation, 1);
    script_epoch(&script, PATIENT_PHONE, STREAM_LOG, 2, HOUSEHOLD);
    script_fold_well(&script);
    assert_int_equal(script.circle->epochs[STREAM_LOG]->generation, 3);
}

static void an_author_with_a_slow_clock_is_heard(void **state)
{
    (void)state;
    /* Its certificate bears a time ten years after its own operations. */
    size_t person = script_add_person(&script, PATIENT_PHONE, EVA, ROLE_CAREGIVER, false);
    size_t certificate = script_add_device(&script, PATIENT_PHONE, 9, EVA);
    size_t epoch = script_epoch(&script, 9, STREAM_LOG, 1, HOUSEHOLD);
    script_at(&script, 5);
    size_t leaves = script_remove(&script, 9, EVA);
    script_at(&script, 6);
    script_fold_well(&script);
    assert_false(script_refused(&script, person));
    assert_false(script_refused(&script, certificate));
    assert_false(script_refused(&script, epoch));
    assert_false(script_refused(&script, leaves));
    assert_true(removed(EVA));
}

static uint32_t next_random(uint32_t *random)
{
    *random ^= *random << 13;
    *random ^= *random >> 17;
    *random ^= *random << 5;
    return *random;
}

/* Anything at all, by anybody, to anybody. */
static void random_deed(uint32_t *random)
{
    unsigned author = next_random(random) % 12;
    unsigned target = next_random(random) % 12;
    switch (next_random(random) % 7) {
    case 0:
        script_add_person(&script, author, target, (enum role)(next_random(random) % ROLE_COUNT),
                          next_random(random) % 3 == 0);
        break;
    case 1:
        script_add_device(&script, author, next_random(random) % 12, target);
        break;
    case 2:
        script_grant(&script, author, target,
                     (struct circle_grants){.co_owner = next_random(random) % 2 == 0,
                                            .log = next_random(random) % 2 == 0});
        break;
    case 3:
        script_retire(&script, author, target);
        script_cut(&script, target, next_random(random) % 9);
        break;
    case 4:
        script_remove(&script, author, target);
        break;
    case 5:
        script_recover(&script, author, target, 1 + next_random(random) % 2);
        break;
    default:
        script_epoch(&script, author, (enum stream)(next_random(random) % STREAM_COUNT),
                     next_random(random) % 4, next_random(random));
    }
    script_at(&script, next_random(random) % 200);
}

static void shuffle(uint32_t *random)
{
    for (size_t i = script.count - 1; i > 0; i--) {
        size_t j = next_random(random) % (i + 1);
        struct circle_operation kept = script.operations[i];
        script.operations[i] = script.operations[j];
        script.operations[j] = kept;
    }
}

static bool same_circle(const struct circle *left, const struct circle *right)
{
    bool same = left->person_count == right->person_count &&
                left->device_count == right->device_count && left->cut_count == right->cut_count;
    for (size_t i = 0; same && i < left->person_count; i++) {
        same = id128_equal(left->people[i].person, right->people[i].person) &&
               left->people[i].removed == right->people[i].removed &&
               left->people[i].grants.co_owner == right->people[i].grants.co_owner;
    }
    for (size_t i = 0; same && i < left->device_count; i++) {
        same = key256_equal(left->devices[i].sign, right->devices[i].sign) &&
               left->devices[i].retired == right->devices[i].retired;
    }
    for (size_t i = 0; same && i < left->cut_count; i++) {
        same = left->cuts[i].number == right->cuts[i].number;
    }
    for (int i = 0; same && i < STREAM_COUNT; i++) {
        const struct circle_epoch *a = left->epochs[i];
        const struct circle_epoch *b = right->epochs[i];
        same = (a == NULL) == (b == NULL) && (a == NULL || key256_equal(a->id, b->id));
    }
    return same;
}

static void the_circle_does_not_depend_on_the_order_of_arrival(void **state)
{
    (void)state;
    for (uint32_t seed = 1; seed <= 200; seed++) {
        uint32_t random = seed;
        script_end(&script);
        script_begin_cast(&script);
        for (int i = 0; i < 60; i++) {
            random_deed(&random);
        }
        script_fold_well(&script);
        const struct circle *circle = script.circle;
        bool same = !circle_patient(circle)->removed;
        for (int round = 0; round < 4; round++) {
            shuffle(&random);
            script_fold_well(&script);
            same = same_circle(circle, script.circle) && same;
        }
        if (!same) {
            fail_msg("seed %u", seed);
        }
    }
}

#define TEST(name)                                                                                 \
    cmocka_unit_test_prestate_setup_teardown(name, script_set_up, script_tear_down, &script)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_removed_person_reads_writes_and_decides_nothing),
        TEST(what_was_written_before_a_removal_stands),
        TEST(a_later_cut_admits_more_and_never_less),
        TEST(a_cut_says_nothing_about_other_people),
        TEST(two_owners_who_remove_each_other_both_agree_on_one_answer),
        TEST(concurrent_epochs_converge_on_the_highest),
        TEST(an_epoch_that_leaps_waits_for_what_is_between),
        TEST(an_author_with_a_slow_clock_is_heard),
        TEST(the_circle_does_not_depend_on_the_order_of_arrival),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
