/* What outlasts a restart: a joining, what a broker speaks; second invitations and people of one
 * name. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

#include "journal/circles.h"
#include "journal/exchange.h"
#include "journal/journal.h"
#include "journal/own_circle.h"
#include "transport/memory_broker.h"
#include "vault/secret.h"

enum { PATIENT, JOINER, SIDES, STEP_MS = 50, DAY_MS = 24 * 3600 * 1000, PATH_SIZE = 64 };

/* Two journals in folders of their own, which can be closed and opened again. */
struct pair {
    struct memory_broker *broker;
    struct secret *passphrase;
    int64_t wall_ms;
    int64_t monotonic_ms;
    char folders[SIDES][PATH_SIZE];
    struct journal *journals[SIDES];
};

static int64_t wall_ms(void *context)
{
    return ((const struct pair *)context)->wall_ms;
}

static int64_t monotonic_ms(void *context)
{
    return ((const struct pair *)context)->monotonic_ms;
}

static int32_t offset_minutes(void *context, int64_t utc_ms)
{
    (void)context;
    (void)utc_ms;
    return 0;
}

static enum daybook_status open_transport(void *context, struct transport *out_transport)
{
    memory_broker_attach(((const struct pair *)context)->broker, out_transport);
    return DAYBOOK_OK;
}

static struct journal_ports ports_of(struct pair *pair)
{
    return (struct journal_ports){pair, wall_ms, monotonic_ms, offset_minutes, open_transport};
}

static void make(struct pair *pair, size_t side, const char *name, enum role role)
{
    struct complaint complaint = {0};
    struct secret *recovery = NULL;
    const struct journal_ports ports = ports_of(pair);
    (void)snprintf(pair->folders[side], PATH_SIZE, "/tmp/daybook-joining-XXXXXX");
    assert_non_null(mkdtemp(pair->folders[side]));
    const struct journal_setup setup = {.folder = pair->folders[side],
                                        .name = bytes_of_text(name),
                                        .role = role,
                                        .passphrase = pair->passphrase,
                                        .cost = {1, 8}};
    assert_int_equal(journal_create(&setup, &ports, &pair->journals[side], &recovery, &complaint),
                     DAYBOOK_OK);
    secret_free(recovery);
}

static void unmake(struct pair *pair, size_t side)
{
    static const char *const names[] = {"store.db", "store.db-wal", "store.lock"};
    char path[2 * PATH_SIZE];
    journal_close(pair->journals[side]);
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        (void)snprintf(path, sizeof path, "%s/%s", pair->folders[side], names[i]);
        (void)unlink(path); /* some are not there */
    }
    (void)rmdir(pair->folders[side]);
}

static void restart(struct pair *pair, size_t side)
{
    struct complaint complaint = {0};
    const struct journal_ports ports = ports_of(pair);
    const struct journal_opening opening = {
        .folder = pair->folders[side], .type = KEY_SLOT_PASSPHRASE, .secret = pair->passphrase};
    journal_close(pair->journals[side]);
    pair->journals[side] = NULL;
    assert_int_equal(journal_open(&opening, &ports, &pair->journals[side], &complaint), DAYBOOK_OK);
    journal_go_online(pair->journals[side]);
}

static struct seat seat_of(struct pair *pair, size_t number)
{
    struct seat seat = {.broker = "mqtt://127.0.0.1:1",
                        .circle = "circlecirclecircle01",
                        .password = "long enough"};
    (void)snprintf(seat.client_id, sizeof seat.client_id, "devicedevicedevice%02zu", number);
    (void)snprintf(seat.username, sizeof seat.username, "user%zu", number);
    memory_broker_admit(pair->broker, &seat);
    return seat;
}

static int set_up(void **state)
{
    static struct pair pair;
    struct complaint complaint = {0};
    pair = (struct pair){.wall_ms = 1788076800000, .monotonic_ms = 1000};
    assert_int_equal(secret_begin(), DAYBOOK_OK);
    assert_int_equal(secret_create(16, &pair.passphrase), DAYBOOK_OK);
    pair.broker = memory_broker_create();
    make(&pair, PATIENT, "Ana", ROLE_PATIENT);
    const struct seat seat = seat_of(&pair, 0);
    assert_int_equal(journal_set_seat(pair.journals[PATIENT], 0, &seat, &complaint), DAYBOOK_OK);
    journal_go_online(pair.journals[PATIENT]);
    *state = &pair;
    return 0;
}

static int tear_down(void **state)
{
    struct pair *pair = *state;
    unmake(pair, PATIENT);
    secret_free(pair->passphrase);
    memory_broker_free(pair->broker);
    return 0;
}

static void step(struct pair *pair)
{
    pair->wall_ms += STEP_MS;
    pair->monotonic_ms += STEP_MS;
    for (size_t i = 0; i < SIDES; i++) {
        assert_int_equal(journal_step(pair->journals[i]), DAYBOOK_OK);
    }
}

static void invite(struct pair *pair, size_t seat_number, const char *name, struct buffer *out_code)
{
    struct complaint complaint = {0};
    struct journal_invite terms = {
        .name = bytes_of_text(name), .role = ROLE_CAREGIVER, .seat = seat_of(pair, seat_number)};
    assert_int_equal(journal_invite(pair->journals[PATIENT], 0, &terms, out_code, &complaint),
                     DAYBOOK_OK);
}

static void accept(struct pair *pair, const struct buffer *code)
{
    struct complaint complaint = {0};
    assert_int_equal(journal_join(pair->journals[JOINER], buffer_bytes(code), &complaint),
                     DAYBOOK_OK);
    journal_go_online(pair->journals[JOINER]);
}

/* Approve as soon as it can be, until the joiner is a member or the time is over. */
static bool carry_on(struct pair *pair, int64_t ms)
{
    struct complaint complaint = {0};
    struct journal_join_state joining;
    for (int64_t passed = 0; passed < ms; passed += STEP_MS) {
        step(pair);
        (void)journal_approve(pair->journals[PATIENT], bytes_of_text(""),
                              &complaint); /* nobody may wait yet */
        journal_join_state(pair->journals[JOINER], &joining);
        if (joining.stage == JOURNAL_JOIN_COMPLETE) {
            return true;
        }
    }
    return false;
}

/* Pair one more joiner with a restart of one side after so many steps. */
static void join_with_a_restart(struct pair *pair, size_t number, size_t side, size_t steps)
{
    struct complaint complaint = {0};
    struct buffer code = {0};
    make(pair, JOINER, "Ben", ROLE_CAREGIVER);
    invite(pair, number, "Ben", &code);
    accept(pair, &code);
    buffer_free(&code);
    for (size_t i = 0; i < steps; i++) {
        step(pair);
        if (i % 3 == 2) {
            (void)journal_approve(pair->journals[PATIENT], bytes_of_text(""), &complaint);
        }
    }
    restart(pair, side);
    (void)carry_on(pair, 60000);
    assert_int_equal(journal_circle_count(pair->journals[JOINER]), 1);
    unmake(pair, JOINER);
}

static void a_restart_of_either_side_at_any_step_does_not_stop_a_joining(void **state)
{
    static const size_t steps[] = {0, 1, 2, 3, 4, 5, 6, 8, 12, 40};
    size_t number = 1;
    for (size_t i = 0; i < sizeof steps / sizeof steps[0]; i++) {
        for (size_t side = 0; side < SIDES; side++) {
            join_with_a_restart(*state, number++, side, steps[i]);
        }
    }
}

static void a_second_invitation_completes_what_an_expired_one_began(void **state)
{
    struct pair *pair = *state;
    struct buffer code = {0};
    make(pair, JOINER, "Ben", ROLE_CAREGIVER);
    invite(pair, 1, "Ben", &code);
    accept(pair, &code);
    for (size_t i = 0; i < 100; i++) {
        step(pair); /* nobody approves */
    }
    pair->wall_ms += 2 * (int64_t)DAY_MS;
    struct journal_exchange exchange;
    restart(pair, JOINER);
    for (size_t i = 0; i < 20; i++) {
        step(pair);
    }
    journal_exchange_state(pair->journals[JOINER], &exchange);
    assert_false(exchange.has_seat);
    buffer_clear(&code);
    invite(pair, 1, "Ben", &code);
    accept(pair, &code);
    buffer_free(&code);
    assert_true(carry_on(pair, 60000));
    assert_int_equal(journal_circle_count(pair->journals[JOINER]), 1);
    unmake(pair, JOINER);
}

static void an_expired_call_cannot_be_approved(void **state)
{
    struct pair *pair = *state;
    struct complaint complaint = {0};
    struct buffer code = {0};
    make(pair, JOINER, "Ben", ROLE_CAREGIVER);
    invite(pair, 1, "Ben", &code);
    accept(pair, &code);
    buffer_free(&code);
    for (size_t i = 0; i < 100; i++) {
        step(pair);
    }
    pair->wall_ms += 2 * (int64_t)DAY_MS;
    assert_int_equal(journal_approve(pair->journals[PATIENT], bytes_of_text("Ben"), &complaint),
                     DAYBOOK_NOT_FOUND);
    unmake(pair, JOINER);
}

static void of_two_people_of_one_name_neither_is_approved_by_it(void **state)
{
    struct pair *pair = *state;
    struct complaint complaint = {0};
    struct buffer code = {0};
    for (size_t i = 1; i <= 2; i++) {
        make(pair, JOINER, "Ben", ROLE_CAREGIVER);
        buffer_clear(&code);
        invite(pair, i, "Ben", &code);
        accept(pair, &code);
        for (size_t passed = 0; passed < 100; passed++) {
            step(pair);
        }
        unmake(pair, JOINER);
    }
    buffer_free(&code);
    assert_int_equal(journal_approve(pair->journals[PATIENT], bytes_of_text("Ben"), &complaint),
                     DAYBOOK_CONFLICT);
}

static bool begins_older(const struct pair *pair)
{
    return journal_circle(pair->journals[PATIENT], 0)->uplink.seat.begins_older;
}

static void a_broker_that_speaks_only_the_older_mqtt_is_known_for_a_week(void **state)
{
    struct pair *pair = *state;
    struct complaint complaint = {0};
    restart(pair, PATIENT);
    assert_false(begins_older(pair));
    memory_broker_acknowledge_everything(pair->broker);
    assert_int_equal(journal_step(pair->journals[PATIENT]), DAYBOOK_OK);
    restart(pair, PATIENT);
    assert_true(begins_older(pair));
    pair->wall_ms += (int64_t)7 * DAY_MS - 1;
    assert_int_equal(journal_step(pair->journals[PATIENT]), DAYBOOK_OK);
    restart(pair, PATIENT);
    assert_true(begins_older(pair));
    pair->wall_ms += 1;
    restart(pair, PATIENT);
    assert_false(begins_older(pair));
    assert_int_equal(journal_step(pair->journals[PATIENT]), DAYBOOK_OK);
    restart(pair, PATIENT);
    assert_true(begins_older(pair));
    const struct seat seat = seat_of(pair, 1);
    assert_int_equal(journal_set_seat(pair->journals[PATIENT], 0, &seat, &complaint), DAYBOOK_OK);
    restart(pair, PATIENT);
    assert_false(begins_older(pair));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(
            a_restart_of_either_side_at_any_step_does_not_stop_a_joining, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_second_invitation_completes_what_an_expired_one_began,
                                        set_up, tear_down),
        cmocka_unit_test_setup_teardown(an_expired_call_cannot_be_approved, set_up, tear_down),
        cmocka_unit_test_setup_teardown(of_two_people_of_one_name_neither_is_approved_by_it, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(
            a_broker_that_speaks_only_the_older_mqtt_is_known_for_a_week, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
