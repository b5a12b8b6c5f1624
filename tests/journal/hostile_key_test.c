/* Keys that somebody announces who is hostile, or is gone. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "journal/membership.h"
#include "journal/own_circle.h"
#include "journal/stage.h"
#include "journal/writer.h"

/* A key of the log, sealed to those who read it and are not left out; a spoiled one gets noise. */
struct announcement {
    const struct key256 *left_out;
    const struct key256 *spoiled;
    const struct key256 *id; /* to be announced instead of the key's */
};

static struct circle_change announce(const struct own_circle *maker, struct epoch *key,
                                     const struct announcement *how, struct arena *arena)
{
    const struct circle *members = maker->circle;
    struct circle_recipient *recipients =
        arena_take_array(arena, members->device_count + 1, sizeof *recipients);
    size_t count = 0;
    for (size_t i = 0; i <= members->device_count; i++) {
        bool sheet = i == members->device_count;
        const struct circle_device *device = sheet ? NULL : &members->devices[i];
        if (!sheet && (!circle_reads(members, device, STREAM_LOG) ||
                       (how->left_out != NULL && key256_equal(device->sign, *how->left_out)))) {
            continue;
        }
        uint8_t *sealed = arena_take(arena, SEALED_KEY_SIZE);
        assert_int_equal(epoch_seal_to(key, sheet ? members->recovery_box : device->box, sealed),
                         DAYBOOK_OK);
        if (!sheet && how->spoiled != NULL && key256_equal(device->sign, *how->spoiled)) {
            memset(sealed, 0x5a, SEALED_KEY_SIZE);
        }
        recipients[count++] = (struct circle_recipient){
            !sheet ? device->sign : (struct key256){{0}}, {sealed, SEALED_KEY_SIZE}};
    }
    return (struct circle_change){
        .type = OPERATION_NEW_EPOCH,
        .epoch = {.stream = STREAM_LOG,
                  .generation = members->epochs[STREAM_LOG]->generation + 1,
                  .id = how->id != NULL ? *how->id : epoch_id(key),
                  .recipients = recipients,
                  .recipient_count = count}};
}

/* Write an announcement, and nothing that would follow from it. */
static struct key256 announce_as(const struct household *household, size_t place,
                                 const struct announcement *how)
{
    struct epoch *key = NULL;
    struct arena *arena = arena_create(0);
    struct own_circle *maker = stage_circle(household, place);
    assert_int_equal(epoch_create(&key), DAYBOOK_OK);
    const struct key256 id = epoch_id(key);
    const struct circle_change change = announce(maker, key, how, arena);
    struct writer writer;
    assert_int_equal(writer_begin(maker, STREAM_CIRCLE, &writer), DAYBOOK_OK);
    assert_int_equal(writer_end(&writer, membership_append(&writer, &change)), DAYBOOK_OK);
    assert_int_equal(membership_changed(maker), DAYBOOK_OK);
    epoch_free(key);
    arena_free(arena);
    return id;
}

static void nobody_writes_on_under_a_key_somebody_made_who_was_removed(void **state)
{
    struct household *household = *state;
    const struct key256 ben = household->journals[BEN]->self.sign;
    const struct announcement without_ben = {.left_out = &ben};
    const struct key256 made = announce_as(household, BEN, &without_ben);
    struct complaint complaint = {0};
    stage_carry(household, BEN, ANA);
    assert_int_equal(journal_remove(household->journals[ANA], 0, bytes_of_text("Ben"), &complaint),
                     DAYBOOK_OK);
    const struct own_circle *ana = stage_circle(household, ANA);
    const struct held_epoch *used = own_circle_writing_epoch(ana, STREAM_LOG);
    assert_non_null(used);
    assert_false(key256_equal(used->id, made));
    assert_true(
        key256_equal(ana->circle->epochs[STREAM_LOG]->author, household->journals[ANA]->self.sign));
}

static void a_key_that_was_not_given_rightly_stops_nobody_from_writing(void **state)
{
    struct household *household = *state;
    const struct key256 dan = household->journals[DAN]->self.sign;
    const struct announcement spoiled = {.spoiled = &dan};
    (void)announce_as(household, BEN, &spoiled);
    stage_carry(household, BEN, DAN);
    stage_carry(household, BEN, ANA);
    assert_true(circle_epoch_fits(stage_circle(household, DAN)->circle, STREAM_LOG));
    assert_null(own_circle_writing_epoch(stage_circle(household, DAN), STREAM_LOG));
    (void)household_log(household, DAN, "pain", "worst", 4);
    household_go_online(household);
    household_run(household, 30000);
    assert_int_equal(household_count(household, ANA), 1);
    assert_int_equal(household_count(household, BEN), 1);
    assert_non_null(own_circle_writing_epoch(stage_circle(household, DAN), STREAM_LOG));
}

/* Messages name a key by the start of its id, which whoever announces one can choose. */
static void an_id_that_starts_like_that_of_an_old_key_does_not_bring_the_old_key_back(void **state)
{
    struct household *household = *state;
    const struct key256 old = stage_circle(household, ANA)->circle->epochs[STREAM_LOG]->id;
    struct key256 alike = old;
    alike.bytes[31] ^= 1;
    const struct announcement named_alike = {.id = &alike};
    (void)announce_as(household, BEN, &named_alike);
    stage_carry(household, BEN, ANA);
    struct own_circle *ana = stage_circle(household, ANA);
    assert_null(own_circle_writing_epoch(ana, STREAM_LOG));
    assert_int_equal(membership_renew_epochs(ana), DAYBOOK_OK);
    const struct held_epoch *used = own_circle_writing_epoch(ana, STREAM_LOG);
    assert_non_null(used);
    assert_false(key256_equal(used->id, old));
}

/* Announced for another stream under an older time, it is what a newcomer comes upon first. */
static void a_key_of_one_stream_announced_for_another_is_held_for_both(void **state)
{
    struct household *household = *state;
    struct own_circle *ben = stage_circle(household, BEN);
    struct circle_change change = {.type = OPERATION_NEW_EPOCH};
    const struct circle_epoch *log = ben->circle->epochs[STREAM_LOG];
    struct writer writer;
    change.epoch = *log;
    change.epoch.stream = STREAM_TREND;
    household->wall_ms -= (int64_t)3600 * 1000;
    ben->journal->clock = 0;
    assert_int_equal(writer_begin(ben, STREAM_CIRCLE, &writer), DAYBOOK_OK);
    assert_int_equal(writer_end(&writer, membership_append(&writer, &change)), DAYBOOK_OK);
    household->wall_ms += (int64_t)3600 * 1000;
    stage_carry(household, BEN, DAN);
    struct own_circle *dan = stage_circle(household, DAN);
    assert_non_null(own_circle_epoch(dan, STREAM_TREND, log->id.bytes));
    assert_non_null(own_circle_epoch(dan, STREAM_LOG, log->id.bytes));
}

#define APART(test) cmocka_unit_test_setup_teardown(test, stage_set_up_apart, stage_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        APART(nobody_writes_on_under_a_key_somebody_made_who_was_removed),
        APART(a_key_that_was_not_given_rightly_stops_nobody_from_writing),
        APART(a_key_of_one_stream_announced_for_another_is_held_for_both),
        APART(an_id_that_starts_like_that_of_an_old_key_does_not_bring_the_old_key_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
