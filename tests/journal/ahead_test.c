/* Runs that wait for one before them: what is kept, given back, and given up. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "journal/household.h"
#include "journal/own_circle.h"
#include "journal/receiving.h"

enum { OPERATIONS = 2 };

/* A run of the patient's own feed, as far as keeping it goes: nobody looks into it. */
struct sample {
    struct wire_operation operations[OPERATIONS];
    struct key256 hashes[OPERATIONS];
    struct wire_run run;
    struct received_run received;
};

static struct household household;
static struct own_circle *circle;
static struct id128 feed;
static uint8_t text[AHEAD_SIZE_MAX];

static int begin(void **state)
{
    (void)state;
    household_begin(&household);
    (void)household_add(&household, "Ana", ROLE_PATIENT);
    household_pair(&household);
    (void)household_note(&household, 0, "one");
    circle = household.journals[0]->circles[0];
    feed = own_circle_own_feed(circle, STREAM_LOG)->feed;
    assert_int_equal(own_circle_held(circle, feed), 1);
    return 0;
}

static int end(void **state)
{
    (void)state;
    household_end(&household);
    return 0;
}

static void keep(uint64_t first, size_t body_size)
{
    struct sample sample = {.hashes = {{{1}}, {{2}}}};
    sample.operations[0] = (struct wire_operation){{text, 3}, {text, body_size}};
    sample.operations[1].header = (struct bytes){text, 3};
    sample.run = (struct wire_run){
        .first = first, .operations = sample.operations, .count = OPERATIONS, .signature = {7}};
    sample.received = (struct received_run){
        .run = &sample.run, .feed = feed, .stream = STREAM_LOG, .hashes = sample.hashes};
    ahead_keep(circle, &sample.received);
    memset(&sample, 0xFF, sizeof sample);
}

static bool takes(uint64_t first)
{
    struct ahead_run *kept = ahead_take(circle, feed);
    bool same = kept != NULL && ahead_run_received(kept)->run->first == first;
    ahead_run_free(kept);
    return same;
}

static void write_notes(size_t count)
{
    for (size_t i = 0; i < count; i++) {
        (void)household_note(&household, 0, "more");
    }
}

static void a_run_is_given_back_when_it_continues_the_feed(void **state)
{
    (void)state;
    memcpy(text, "abcdef", 6);
    keep(3, 5);
    memset(text, 0, 6);
    assert_null(ahead_take(circle, feed));
    write_notes(1);
    struct ahead_run *kept = ahead_take(circle, feed);
    assert_non_null(kept);
    const struct received_run *received = ahead_run_received(kept);
    assert_int_equal(received->run->first, 3);
    assert_int_equal(received->run->count, OPERATIONS);
    assert_int_equal(received->run->signature[0], 7);
    assert_memory_equal(received->run->operations[0].header.data, "abc", 3);
    assert_memory_equal(received->run->operations[0].body.data, "abcde", 5);
    assert_null(received->run->operations[1].body.data);
    assert_int_equal(received->hashes[1].bytes[0], 2);
    ahead_run_free(kept);
    assert_null(ahead_take(circle, feed));
    assert_int_equal(circle->ahead.size, 0);
}

static void what_is_held_by_now_is_forgotten(void **state)
{
    (void)state;
    keep(3, 5);
    keep(6, 5);
    write_notes(4);
    assert_true(takes(6));
    assert_int_equal(circle->ahead.count, 0);
}

static void a_run_heard_twice_is_kept_once(void **state)
{
    (void)state;
    keep(3, 5);
    keep(3, 5);
    assert_int_equal(circle->ahead.count, 1);
}

static void the_farthest_makes_room_for_the_nearer(void **state)
{
    (void)state;
    for (uint64_t i = 0; i < AHEAD_RUN_MAX; i++) {
        keep(5 + 2 * i, 5);
    }
    keep(1000, 5);
    assert_int_equal(circle->ahead.count, AHEAD_RUN_MAX);
    keep(3, 5);
    assert_int_equal(circle->ahead.count, AHEAD_RUN_MAX);
    write_notes((size_t)2 * AHEAD_RUN_MAX);
    assert_true(takes(3 + 2 * (AHEAD_RUN_MAX - 1)));
    assert_null(ahead_take(circle, feed));
    assert_int_equal(circle->ahead.count, 0);
}

static void they_take_no_more_memory_than_they_may(void **state)
{
    (void)state;
    keep(3, AHEAD_SIZE_MAX);
    assert_int_equal(circle->ahead.count, 0);
    for (uint64_t i = 0; i < 8; i++) {
        keep(5 + 2 * i, AHEAD_SIZE_MAX / 4);
        assert_in_range(circle->ahead.size, 1, AHEAD_SIZE_MAX);
    }
    assert_int_equal(circle->ahead.count, 3);
    keep(3, AHEAD_SIZE_MAX / 2);
    assert_int_equal(circle->ahead.count, 2);
    write_notes(1);
    assert_true(takes(3));
}

static void nothing_is_kept_beyond_a_connection(void **state)
{
    (void)state;
    keep(3, 5);
    journal_go_offline(household.journals[0]);
    assert_int_equal(circle->ahead.count, 0);
    assert_int_equal(circle->ahead.size, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_run_is_given_back_when_it_continues_the_feed, begin, end),
        cmocka_unit_test_setup_teardown(what_is_held_by_now_is_forgotten, begin, end),
        cmocka_unit_test_setup_teardown(a_run_heard_twice_is_kept_once, begin, end),
        cmocka_unit_test_setup_teardown(the_farthest_makes_room_for_the_nearer, begin, end),
        cmocka_unit_test_setup_teardown(they_take_no_more_memory_than_they_may, begin, end),
        cmocka_unit_test_setup_teardown(nothing_is_kept_beyond_a_connection, begin, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
