/* Changes of the circle by somebody whose clock is a year ahead, and what becomes of them later. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "journal/membership.h"
#include "journal/stage.h"
#include "vault/random.h"

static void name_stand_in(const struct household *household, const char *who, bool co_owner)
{
    struct complaint complaint = {0};
    assert_int_equal(journal_name_stand_in(household->journals[ANA], 0, bytes_of_text(who),
                                           co_owner, &complaint),
                     DAYBOOK_OK);
    stage_carry_everything(household);
}

static void remove_by(const struct household *household, size_t place, const char *who)
{
    struct complaint complaint = {0};
    assert_int_equal(journal_remove(household->journals[place], 0, bytes_of_text(who), &complaint),
                     DAYBOOK_OK);
}

static void grant_log(const struct household *household, size_t place, bool log)
{
    struct complaint complaint = {0};
    assert_int_equal(
        journal_grant(household->journals[place], 0, bytes_of_text("Cleo"), log, &complaint),
        DAYBOOK_OK);
}

/* Ben does something while his clock is a year ahead, and everybody learns of it. */
static void act_ahead(struct household *household, void (*act)(const struct household *household))
{
    const int64_t now_ms = household->wall_ms;
    name_stand_in(household, "Ben", true);
    household->wall_ms += INT64_C(365) * 24 * 3600 * 1000;
    act(household);
    household->wall_ms = now_ms + 60000;
    stage_carry_everything(household);
}

static void let_cleo_read(const struct household *household)
{
    grant_log(household, BEN, true);
}

static void remove_dan(const struct household *household)
{
    remove_by(household, BEN, "Dan");
}

static const struct key256 eve = {{0xee, 1}};

static void let_eve_in(const struct household *household)
{
    const struct id128 person = random_id();
    const struct circle_change added[] = {
        {.type = OPERATION_ADD_PERSON,
         .person = {.person = person,
                    .name = bytes_of_text("Eve"),
                    .role = ROLE_CAREGIVER,
                    .grants = {.log_from_day = INT32_MIN}}},
        {.type = OPERATION_ADD_DEVICE,
         .device = {.sign = eve,
                    .box = household->journals[CLEO]->self.box,
                    .person = person,
                    .client_id = bytes_of_text("evedevice")}},
    };
    assert_int_equal(membership_write(stage_circle(household, BEN), added, 2), DAYBOOK_OK);
}

static void expect_reading(const struct household *household, struct key256 device, bool reads)
{
    for (size_t place = ANA; place <= CLEO; place++) {
        const struct circle *circle = stage_circle(household, place)->circle;
        const struct circle_device *found = circle_find_device(circle, device);
        assert_non_null(found);
        assert_int_equal(circle_reads(circle, found, STREAM_LOG), reads);
    }
}

static void what_was_granted_can_be_taken_back_and_given_again(void **state)
{
    struct household *household = *state;
    const struct key256 cleo = household->journals[CLEO]->self.sign;
    act_ahead(household, let_cleo_read);
    expect_reading(household, cleo, true);
    for (size_t i = 0; i < 3; i++) {
        bool log = i % 2 == 1;
        grant_log(household, ANA, log);
        stage_carry_everything(household);
        expect_reading(household, cleo, log);
    }
}

static void who_was_removed_stays_removed_when_the_remover_is(void **state)
{
    struct household *household = *state;
    act_ahead(household, remove_dan);
    expect_reading(household, household->journals[DAN]->self.sign, false);
    remove_by(household, ANA, "Ben");
    stage_carry_everything(household);
    expect_reading(household, household->journals[DAN]->self.sign, false);
    expect_reading(household, household->journals[BEN]->self.sign, false);
}

static void who_was_removed_stays_removed_when_the_remover_stands_in_no_more(void **state)
{
    struct household *household = *state;
    act_ahead(household, remove_dan);
    name_stand_in(household, "Ben", false);
    expect_reading(household, household->journals[DAN]->self.sign, false);
    /* What Ben does now, he does as a member. */
    household->wall_ms += INT64_C(365) * 24 * 3600 * 1000;
    let_eve_in(household);
    household->wall_ms -= INT64_C(365) * 24 * 3600 * 1000;
    stage_carry_everything(household);
    for (size_t place = ANA; place <= CLEO; place++) {
        assert_null(circle_find_device(stage_circle(household, place)->circle, eve));
    }
}

static void who_was_let_in_stays_when_the_inviter_is_removed(void **state)
{
    struct household *household = *state;
    act_ahead(household, let_eve_in);
    expect_reading(household, eve, true);
    remove_by(household, ANA, "Ben");
    stage_carry_everything(household);
    expect_reading(household, eve, true);
    expect_reading(household, household->journals[BEN]->self.sign, false);
}

#define APART(test) cmocka_unit_test_setup_teardown(test, stage_set_up_apart, stage_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        APART(what_was_granted_can_be_taken_back_and_given_again),
        APART(who_was_removed_stays_removed_when_the_remover_is),
        APART(who_was_removed_stays_removed_when_the_remover_stands_in_no_more),
        APART(who_was_let_in_stays_when_the_inviter_is_removed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
