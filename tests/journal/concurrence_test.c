/* Two who change the circle at the same time, and who was let in or sent away meanwhile. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "journal/courier.h"
#include "journal/membership.h"
#include "journal/own_circle.h"
#include "journal/stage.h"
#include "vault/digest.h"
#include "vault/random.h"

enum { EVE = 4 };

static void expect_one_circle(const struct household *household)
{
    const struct circle *first = stage_circle(household, ANA)->circle;
    for (size_t place = ANA + 1; place < household->count; place++) {
        const struct circle *other = stage_circle(household, place)->circle;
        assert_int_equal(other->device_count, first->device_count);
        for (size_t i = 0; i < first->device_count; i++) {
            assert_true(key256_equal(other->devices[i].sign, first->devices[i].sign));
            assert_int_equal(other->devices[i].retired, first->devices[i].retired);
        }
        for (int stream = 0; stream < STREAM_COUNT; stream++) {
            assert_true(key256_equal(other->epochs[stream]->id, first->epochs[stream]->id));
        }
    }
}

static void keys_made_at_the_same_time_converge_and_all_stay_readable(void **state)
{
    struct household *household = *state;
    struct key256 made[3];
    for (size_t place = ANA; place <= DAN; place++) {
        assert_int_equal(membership_rotate(stage_circle(household, place)), DAYBOOK_OK);
        made[place] = stage_circle(household, place)->circle->epochs[STREAM_LOG]->id;
        (void)household_log(household, place, "pain", "worst", 4);
    }
    stage_carry_everything(household);
    expect_one_circle(household);
    for (size_t place = ANA; place <= DAN; place++) {
        for (size_t i = 0; i < 3; i++) {
            assert_non_null(
                own_circle_epoch(stage_circle(household, place), STREAM_LOG, made[i].bytes));
        }
        assert_non_null(own_circle_writing_epoch(stage_circle(household, place), STREAM_LOG));
    }
}

static void name_stand_in(const struct household *household, const char *name)
{
    struct complaint complaint = {0};
    assert_int_equal(
        journal_name_stand_in(household->journals[ANA], 0, bytes_of_text(name), true, &complaint),
        DAYBOOK_OK);
    stage_carry_everything(household);
}

static void somebody_added_while_another_is_removed_reads_and_the_other_does_not(void **state)
{
    struct household *household = *state;
    struct complaint complaint = {0};
    const struct id128 person = random_id();
    const struct key256 eve = {{0xee, 1}};
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
    name_stand_in(household, "Ben");
    assert_int_equal(membership_write(stage_circle(household, BEN), added, 2), DAYBOOK_OK);
    assert_int_equal(journal_remove(household->journals[ANA], 0, bytes_of_text("Dan"), &complaint),
                     DAYBOOK_OK);
    stage_carry_everything(household);
    /* Either saw an old circle; whoever writes next makes keys for the one there is. */
    assert_null(own_circle_writing_epoch(stage_circle(household, BEN), STREAM_LOG));
    assert_int_equal(membership_renew_epochs(stage_circle(household, BEN)), DAYBOOK_OK);
    stage_carry_everything(household);
    expect_one_circle(household);
    const struct circle *circle = stage_circle(household, ANA)->circle;
    const struct circle_epoch *epoch = circle->epochs[STREAM_LOG];
    size_t to_eve = 0;
    for (size_t i = 0; i < epoch->recipient_count; i++) {
        to_eve += key256_equal(epoch->recipients[i].device, eve) ? 1 : 0;
        assert_false(
            key256_equal(epoch->recipients[i].device, household->journals[DAN]->self.sign));
    }
    assert_int_equal(to_eve, 1);
    assert_true(circle_epoch_fits(circle, STREAM_LOG));
}

static void invite(struct household *household, size_t inviter, size_t place)
{
    struct complaint complaint = {0};
    struct buffer code = {0};
    struct journal *joiner = household->journals[place];
    struct journal_invite terms = {.name = journal_name(joiner),
                                   .role = journal_role(joiner),
                                   .auto_approve = true,
                                   .seat = household_seat(household, place)};
    assert_int_equal(journal_invite(household->journals[inviter], 0, &terms, &code, &complaint),
                     DAYBOOK_OK);
    assert_int_equal(journal_join(joiner, buffer_bytes(&code), &complaint), DAYBOOK_OK);
    buffer_free(&code);
}

/* The patient's second device founded a circle of its own before, as every patient's journal does.
 */
enum { PHONE, TABLET, WITNESS };

/* The number of the phone's circle in a journal. */
static size_t number_of_circle(const struct household *household, size_t place)
{
    const struct id128 wanted = stage_circle(household, PHONE)->row.circle;
    size_t number = 0;
    size_t count = journal_circle_count(household->journals[place]);
    while (number < count &&
           !id128_equal(journal_circle(household->journals[place], number)->row.circle, wanted)) {
        number++;
    }
    assert_true(number < count);
    return number;
}

static struct own_circle *shared_circle(const struct household *household, size_t place)
{
    return journal_circle(household->journals[place], number_of_circle(household, place));
}

static int set_up_with_a_tablet(void **state)
{
    static struct household household;
    struct complaint complaint = {0};
    household_begin(&household);
    (void)household_add(&household, "Ana", ROLE_PATIENT);
    (void)household_add(&household, "Ana", ROLE_PATIENT);
    (void)household_add(&household, "Dan", ROLE_CAREGIVER);
    const struct seat seat = household_seat(&household, PHONE);
    assert_int_equal(journal_set_seat(household.journals[PHONE], 0, &seat, &complaint), DAYBOOK_OK);
    for (size_t place = TABLET; place <= WITNESS; place++) {
        invite(&household, PHONE, place);
    }
    household_go_online(&household);
    household_run(&household, 40000);
    for (size_t place = 0; place < household.count; place++) {
        assert_non_null(shared_circle(&household, place));
        journal_go_offline(household.journals[place]);
    }
    *state = &household;
    return 0;
}

static void retire(const struct household *household, size_t place, size_t target)
{
    struct complaint complaint = {0};
    char hex[KEY256_HEX_SIZE];
    key256_to_hex(household->journals[target]->self.sign, hex);
    assert_int_equal(journal_retire(household->journals[place], number_of_circle(household, place),
                                    bytes_of_text(hex), &complaint),
                     DAYBOOK_OK);
}

static void of_two_devices_of_the_patient_that_retire_each_other_one_is_left(void **state)
{
    struct household *household = *state;
    retire(household, TABLET, PHONE);
    household->wall_ms += 1000;
    retire(household, PHONE, TABLET);
    for (size_t round = 0; round < 2; round++) {
        for (size_t from = 0; from < household->count; from++) {
            for (size_t to = 0; to < household->count; to++) {
                courier_carry_all(shared_circle(household, from), shared_circle(household, to));
            }
        }
    }
    for (size_t place = 0; place < household->count; place++) {
        const struct circle *circle = shared_circle(household, place)->circle;
        assert_true(circle_find_device(circle, household->journals[PHONE]->self.sign)->retired);
        assert_false(circle_find_device(circle, household->journals[TABLET]->self.sign)->retired);
    }
    assert_int_equal(membership_renew_epochs(shared_circle(household, TABLET)), DAYBOOK_OK);
    assert_non_null(own_circle_writing_epoch(shared_circle(household, TABLET), STREAM_LOG));
    courier_carry_all(shared_circle(household, TABLET), shared_circle(household, WITNESS));
    assert_true(
        key256_equal(own_circle_writing_epoch(shared_circle(household, TABLET), STREAM_LOG)->id,
                     own_circle_writing_epoch(shared_circle(household, WITNESS), STREAM_LOG)->id));
}

static void what_a_device_says_of_itself_weighs_less_than_what_others_say(void **state)
{
    struct household *household = *state;
    struct own_circle *tablet = shared_circle(household, TABLET);
    const struct key256 sign = household->journals[TABLET]->self.sign;
    const struct circle_place place = {
        sign, digest_feed(tablet->row.circle, sign, tablet->row.incarnation, STREAM_LOG), 5};
    const struct circle_cut endless = {.feed = place.feed, .number = UINT64_MAX};
    const struct circle_change leaving = {
        .type = OPERATION_RETIRE_DEVICE, .target_device = sign, .cuts = &endless, .cut_count = 1};
    assert_int_equal(membership_write(tablet, &leaving, 1), DAYBOOK_OK);
    household->wall_ms += 1000;
    retire(household, PHONE, TABLET);
    courier_carry_all(tablet, shared_circle(household, WITNESS));
    assert_false(circle_beyond_cut(shared_circle(household, WITNESS)->circle, &place));
    courier_carry_all(shared_circle(household, PHONE), shared_circle(household, WITNESS));
    assert_true(circle_beyond_cut(shared_circle(household, WITNESS)->circle, &place));
}

/* What came by hand is news to the engine. */
static void tell_engine(struct own_circle *circle)
{
    for (size_t i = 0; i < circle->feed_count; i++) {
        const struct feed_row *feed = &circle->feeds[i];
        const struct sync_event event = {.type = SYNC_EVENT_FEED,
                                         .stream = feed->stream,
                                         .device = feed->device,
                                         .position = own_circle_position(feed)};
        assert_int_equal(engine_deliver(circle, &event), DAYBOOK_OK);
    }
}

static void who_was_let_in_by_somebody_just_removed_keeps_the_own_and_comes_back(void **state)
{
    struct household *household = *state;
    struct complaint complaint = {0};
    household_go_online(household);
    assert_int_equal(
        journal_name_stand_in(household->journals[ANA], 0, bytes_of_text("Ben"), true, &complaint),
        DAYBOOK_OK);
    household_run(household, 10000);
    for (size_t place = ANA; place <= CLEO; place++) {
        journal_go_offline(household->journals[place]);
    }
    assert_int_equal(household_add(household, "Eve", ROLE_CAREGIVER), EVE);
    assert_int_equal(journal_remove(household->journals[ANA], 0, bytes_of_text("Ben"), &complaint),
                     DAYBOOK_OK);
    invite(household, BEN, EVE);
    journal_go_online(household->journals[BEN]);
    journal_go_online(household->journals[EVE]);
    household_run(household, 15000);
    const struct id128 own = household_log(household, EVE, "pain", "worst", 6);
    journal_go_offline(household->journals[BEN]);
    /* The removal reaches Eve: by it nobody let her in. */
    stage_carry(household, ANA, EVE);
    tell_engine(stage_circle(household, EVE));
    assert_false(stage_circle(household, EVE)->complete);
    assert_int_equal(household_count(household, EVE), 1);
    struct journal_item item;
    struct arena *arena = arena_create(0);
    assert_int_equal(journal_show(household->journals[EVE], own, arena, &item), DAYBOOK_OK);
    /* Somebody who may lets her in again, with the keys she has. */
    household_go_online(household);
    journal_go_offline(household->journals[BEN]);
    invite(household, ANA, EVE);
    household_run(household, 60000);
    assert_true(stage_circle(household, EVE)->complete);
    assert_int_equal(household_count(household, ANA), 1);
    assert_int_equal(household_count(household, DAN), 1);
    arena_free(arena);
}

static void a_removed_device_is_told_at_once_to_make_a_new_journal(void **state)
{
    struct household *household = *state;
    struct complaint complaint = {0};
    struct buffer code = {0};
    struct journal_join_state join;
    assert_int_equal(journal_remove(household->journals[ANA], 0, bytes_of_text("Ben"), &complaint),
                     DAYBOOK_OK);
    struct journal_invite terms = {.name = bytes_of_text("Ben"),
                                   .role = ROLE_CAREGIVER,
                                   .auto_approve = true,
                                   .seat = household_seat(household, BEN)};
    assert_int_equal(journal_invite(household->journals[ANA], 0, &terms, &code, &complaint),
                     DAYBOOK_OK);
    assert_int_equal(journal_join(household->journals[BEN], buffer_bytes(&code), &complaint),
                     DAYBOOK_CONFLICT);
    assert_non_null(strstr(complaint.text, "new journal"));
    /* A code that does not say which circle it is for is refused when the inviter answers. */
    struct own_circle *ben = stage_circle(household, BEN);
    (void)snprintf(ben->uplink.seat.circle, sizeof ben->uplink.seat.circle, "elsewhereelsewhere01");
    assert_int_equal(journal_join(household->journals[BEN], buffer_bytes(&code), &complaint),
                     DAYBOOK_OK);
    journal_go_online(household->journals[ANA]);
    journal_go_online(household->journals[BEN]);
    household_run(household, 15000);
    journal_join_state(household->journals[BEN], &join);
    assert_int_equal(join.stage, JOURNAL_JOIN_REFUSED);
    assert_int_equal(household_count(household, BEN), 0);
    buffer_free(&code);
}

#define APART(test) cmocka_unit_test_setup_teardown(test, stage_set_up_apart, stage_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        APART(keys_made_at_the_same_time_converge_and_all_stay_readable),
        APART(somebody_added_while_another_is_removed_reads_and_the_other_does_not),
        APART(who_was_let_in_by_somebody_just_removed_keeps_the_own_and_comes_back),
        APART(a_removed_device_is_told_at_once_to_make_a_new_journal),
        cmocka_unit_test_setup_teardown(
            what_a_device_says_of_itself_weighs_less_than_what_others_say, set_up_with_a_tablet,
            stage_tear_down),
        cmocka_unit_test_setup_teardown(
            of_two_devices_of_the_patient_that_retire_each_other_one_is_left, set_up_with_a_tablet,
            stage_tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
