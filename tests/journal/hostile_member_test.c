/* What one member with a program of its own can use up, and what is left for the others. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>

#include <cmocka.h>

#include "journal/membership.h"
#include "journal/own_circle.h"
#include "journal/receiving.h"
#include "journal/sealing.h"
#include "journal/stage.h"
#include "journal/writer.h"
#include "vault/random.h"

enum { UNKNOWN_TYPE = 999, FEEDS_OF_ONE = 250, STRANGERS = 200, MANY = 8000, SECONDS_MAX = 4 };

static void one_device_leaves_room_for_the_feeds_of_others(void **state)
{
    struct household *household = *state;
    struct own_circle *ben = stage_circle(household, BEN);
    struct own_circle *ana = stage_circle(household, ANA);
    for (size_t i = 0; i < FEEDS_OF_ONE; i++) {
        ben->row.incarnation = random_id();
        for (int stream = 0; stream < STREAM_COUNT; stream++) {
            stage_forge(household, BEN, (enum stream)stream, UNKNOWN_TYPE, random_id());
        }
    }
    stage_carry(household, BEN, ANA);
    assert_true(ana->feed_count > (size_t)FEEDS_OF_ONE * STREAM_COUNT);
    for (size_t i = 0; i < 32; i++) {
        ana->row.incarnation = random_id();
        (void)household_log(household, ANA, "pain", "worst", 4);
    }
    assert_int_equal(household_count(household, ANA), 32);
    /* And who did that can still be removed: the feeds are more than a removal can name. */
    struct complaint complaint = {0};
    for (size_t i = 0; i < HAVE_FEED_MAX - (size_t)FEEDS_OF_ONE * STREAM_COUNT; i++) {
        ben->row.incarnation = random_id();
        stage_forge(household, BEN, STREAM_LOG, UNKNOWN_TYPE, random_id());
    }
    stage_carry(household, BEN, ANA);
    assert_int_equal(journal_remove(household->journals[ANA], 0, bytes_of_text("Ben"), &complaint),
                     DAYBOOK_OK);
}

/* A feed of `circle` by somebody nobody knows, as whoever has the keys can make it up. */
static struct id128 write_as_stranger(struct own_circle *circle, struct key256 *out_device)
{
    struct identity *identity = NULL;
    struct writer writer;
    const struct circle_change change = {.type = OPERATION_RETIRE_DEVICE};
    assert_int_equal(identity_create(&identity), DAYBOOK_OK);
    const struct writer_author author = {identity, random_id()};
    assert_int_equal(writer_begin_as(circle, STREAM_CIRCLE, &author, &writer), DAYBOOK_OK);
    const struct id128 feed = writer.feed.feed;
    assert_int_equal(writer_end(&writer, membership_append(&writer, &change)), DAYBOOK_OK);
    *out_device = identity_public(identity).sign;
    identity_free(identity);
    return feed;
}

static void send_keys(const struct household *household, struct id128 feed)
{
    struct buffer envelope = {0};
    struct receiving_tally tally = {0};
    struct own_circle *circle = NULL;
    struct sealing_range range = {.feed = feed, .first = 1, .last = 1};
    struct journal *ana = household->journals[ANA];
    assert_int_equal(sealing_keys(stage_circle(household, BEN), ana->self.box, &range, &envelope),
                     DAYBOOK_OK);
    assert_int_equal(receiving_handed(ana, buffer_bytes(&envelope), &tally, &circle), DAYBOOK_OK);
    assert_int_equal(tally.operations, 1);
    buffer_free(&envelope);
}

static void strangers_do_not_use_up_the_room_of_who_is_let_in(void **state)
{
    struct household *household = *state;
    struct own_circle *ana = stage_circle(household, ANA);
    struct id128 last = {{0}};
    struct key256 device = {{0}};
    for (size_t i = 0; i < STRANGERS; i++) {
        last = write_as_stranger(stage_circle(household, BEN), &device);
        send_keys(household, last);
    }
    assert_true(ana->feed_count < STRANGERS);
    assert_null(own_circle_feed(ana, last));
    const struct circle_change added = {
        .type = OPERATION_ADD_DEVICE,
        .device = {.sign = device, .person = stage_circle(household, BEN)->row.person}};
    assert_int_equal(membership_write(ana, &added, 1), DAYBOOK_OK);
    send_keys(household, last);
    assert_non_null(own_circle_feed(ana, last));
}

static double changing_takes(struct own_circle *circle, const struct circle_change *change)
{
    struct writer writer;
    assert_int_equal(writer_begin(circle, STREAM_CIRCLE, &writer), DAYBOOK_OK);
    for (size_t i = 0; i < MANY; i++) {
        assert_int_equal(membership_append(&writer, change), DAYBOOK_OK);
    }
    assert_int_equal(writer_end(&writer, DAYBOOK_OK), DAYBOOK_OK);
    clock_t before = clock();
    assert_int_equal(membership_changed(circle), DAYBOOK_OK);
    return (double)(clock() - before) / CLOCKS_PER_SEC;
}

/* It is folded again with each later change, for ever. */
static void many_changes_of_the_circle_slow_nobody_down(void **state)
{
    struct own_circle *ben = stage_circle(*state, BEN);
    const struct circle_change move = {.type = OPERATION_ADD_DEVICE,
                                       .device = *own_circle_self(ben)};
    const struct circle_change refused = {.type = OPERATION_RETIRE_DEVICE, .target_device = {{9}}};
    assert_true(changing_takes(ben, &move) < SECONDS_MAX);
    assert_true(changing_takes(ben, &refused) < SECONDS_MAX);
}

#define APART(test) cmocka_unit_test_setup_teardown(test, stage_set_up_apart, stage_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        APART(one_device_leaves_room_for_the_feeds_of_others),
        APART(strangers_do_not_use_up_the_room_of_who_is_let_in),
        APART(many_changes_of_the_circle_slow_nobody_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
