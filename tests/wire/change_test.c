/* Tests of the bytes of membership operations. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "wire/body.h"
#include "wire/golden.h"

static const struct id128 salt = {{0xa0, 0xa1, 0xa2, 0xa3, 0xa4, 0xa5, 0xa6, 0xa7, 0xa8, 0xa9, 0xaa,
                                   0xab, 0xac, 0xad, 0xae, 0xaf}};
static uint8_t sealed[2][CIRCLE_SEALED_KEY_SIZE];

/* Every member set, whatever the type; the arrays are static. */
static struct circle_change full_change(enum operation_type type)
{
    static struct circle_recipient recipients[2];
    static struct circle_cut cuts[2];
    memset(sealed[0], 0x5e, sizeof sealed[0]);
    memset(sealed[1], 0x5f, sizeof sealed[1]);
    recipients[0] = (struct circle_recipient){golden_key(0x11), {sealed[0], sizeof sealed[0]}};
    recipients[1] = (struct circle_recipient){golden_key(0), {sealed[1], sizeof sealed[1]}};
    cuts[0] = (struct circle_cut){.feed = {{0xfe, 1}}, .number = 17};
    cuts[1] = (struct circle_cut){.feed = {{0xfe, 2}}, .number = 4000};
    const struct id128 person = {{0x70, 1}};
    return (struct circle_change){
        .type = type,
        .person = {.person = person,
                   .name = bytes_of_text("Ada"),
                   .role = ROLE_CAREGIVER,
                   .grants = {false, true, 20600}},
        .device = {.sign = golden_key(0x21),
                   .box = golden_key(0x22),
                   .person = person,
                   .client_id = bytes_of_text("k3j9dwq2m8xv5t1z")},
        .target_person = person,
        .target_device = golden_key(0x21),
        .recovery_sign = golden_key(0x31),
        .recovery_box = golden_key(0x32),
        .epoch = {.stream = STREAM_TREND,
                  .generation = 3,
                  .id = golden_key(0xe0),
                  .recipients = recipients,
                  .recipient_count = 2},
        .cuts = cuts,
        .cut_count = 2,
    };
}

static enum operation_type reading;

static bool reads(struct bytes bytes)
{
    struct arena *arena = arena_create(0);
    struct circle_change change;
    enum daybook_status status = body_decode_change(reading, bytes, arena, &change);
    assert_true(status == DAYBOOK_OK || status == DAYBOOK_INVALID);
    if (status == DAYBOOK_OK) {
        struct buffer written = {0};
        body_encode_change(salt, &change, &written);
        assert_false(written.failed);
        buffer_free(&written);
    }
    arena_free(arena);
    return status == DAYBOOK_OK;
}

static void every_change_has_its_golden_bytes(void **state)
{
    (void)state;
    static const struct {
        enum operation_type type;
        const char *name;
    } types[] = {
        {OPERATION_GENESIS, "body-genesis"},
        {OPERATION_ADD_PERSON, "body-add-person"},
        {OPERATION_ADD_DEVICE, "body-add-device"},
        {OPERATION_GRANT, "body-grant"},
        {OPERATION_RETIRE_DEVICE, "body-retire-device"},
        {OPERATION_REMOVE_PERSON, "body-remove-person"},
        {OPERATION_NEW_EPOCH, "body-new-epoch"},
        {OPERATION_RECOVER, "body-recover"},
    };
    struct arena *arena = arena_create(0);
    for (size_t i = 0; i < sizeof types / sizeof types[0]; i++) {
        const struct circle_change change = full_change(types[i].type);
        struct buffer written = {0};
        struct buffer again = {0};
        body_encode_change(salt, &change, &written);
        golden_matches(types[i].name, buffer_bytes(&written));
        struct circle_change read;
        assert_int_equal(body_decode_change(types[i].type, buffer_bytes(&written), arena, &read),
                         DAYBOOK_OK);
        body_encode_change(salt, &read, &again);
        assert_true(bytes_equal(buffer_bytes(&written), buffer_bytes(&again)));
        reading = types[i].type;
        golden_survives_damage(buffer_bytes(&written), reads);
        buffer_free(&written);
        buffer_free(&again);
    }
    arena_free(arena);
}

static void a_person_reads_as_it_was_written(void **state)
{
    (void)state;
    struct arena *arena = arena_create(0);
    const struct circle_change change = full_change(OPERATION_ADD_PERSON);
    struct buffer written = {0};
    body_encode_change(salt, &change, &written);
    struct circle_change read;
    assert_int_equal(body_decode_change(OPERATION_ADD_PERSON, buffer_bytes(&written), arena, &read),
                     DAYBOOK_OK);
    assert_true(id128_equal(read.person.person, change.person.person));
    assert_true(bytes_equal_text(read.person.name, "Ada"));
    assert_int_equal(read.person.role, ROLE_CAREGIVER);
    assert_true(read.person.grants.co_owner);
    assert_false(read.person.grants.log);
    assert_int_equal(read.person.grants.log_from_day, 20600);
    buffer_free(&written);
    arena_free(arena);
}

static void an_epoch_reads_as_it_was_written(void **state)
{
    (void)state;
    struct arena *arena = arena_create(0);
    const struct circle_change change = full_change(OPERATION_NEW_EPOCH);
    struct buffer written = {0};
    body_encode_change(salt, &change, &written);
    struct circle_change read;
    assert_int_equal(body_decode_change(OPERATION_NEW_EPOCH, buffer_bytes(&written), arena, &read),
                     DAYBOOK_OK);
    assert_int_equal(read.epoch.stream, STREAM_TREND);
    assert_int_equal(read.epoch.generation, 3);
    assert_true(key256_equal(read.epoch.id, change.epoch.id));
    assert_int_equal(read.epoch.recipient_count, 2);
    assert_true(key256_equal(read.epoch.recipients[1].device, golden_key(0)));
    assert_true(
        bytes_equal(read.epoch.recipients[1].sealed, (struct bytes){sealed[1], sizeof sealed[1]}));
    buffer_free(&written);
    arena_free(arena);
}

static void a_cut_reads_as_it_was_written(void **state)
{
    (void)state;
    struct arena *arena = arena_create(0);
    const struct circle_change change = full_change(OPERATION_REMOVE_PERSON);
    struct buffer written = {0};
    body_encode_change(salt, &change, &written);
    struct circle_change read;
    assert_int_equal(
        body_decode_change(OPERATION_REMOVE_PERSON, buffer_bytes(&written), arena, &read),
        DAYBOOK_OK);
    assert_true(id128_equal(read.target_person, change.target_person));
    assert_int_equal(read.cut_count, 2);
    assert_int_equal(read.cuts[1].number, 4000);
    assert_true(id128_equal(read.cuts[1].feed, change.cuts[1].feed));
    buffer_free(&written);
    arena_free(arena);
}

static void what_says_nothing_is_left_out_and_comes_back(void **state)
{
    (void)state;
    struct arena *arena = arena_create(0);
    struct circle_change change = full_change(OPERATION_GRANT);
    change.person.grants = (struct circle_grants){.log_from_day = INT32_MIN};
    change.cut_count = 0;
    struct buffer written = {0};
    body_encode_change(salt, &change, &written);
    assert_int_equal(written.data[0], 0xa2); /* salt and person */
    struct circle_change read;
    assert_int_equal(body_decode_change(OPERATION_GRANT, buffer_bytes(&written), arena, &read),
                     DAYBOOK_OK);
    assert_int_equal(read.person.grants.log_from_day, INT32_MIN);
    assert_false(read.person.grants.co_owner);
    buffer_free(&written);
    arena_free(arena);
}

static void the_body_of_another_type_is_refused(void **state)
{
    (void)state;
    const struct circle_change change = full_change(OPERATION_GRANT);
    struct buffer written = {0};
    body_encode_change(salt, &change, &written);
    reading = OPERATION_ADD_DEVICE;
    assert_false(reads(buffer_bytes(&written)));
    reading = OPERATION_NEW_EPOCH;
    assert_false(reads(buffer_bytes(&written)));
    buffer_free(&written);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_change_has_its_golden_bytes),
        cmocka_unit_test(a_person_reads_as_it_was_written),
        cmocka_unit_test(an_epoch_reads_as_it_was_written),
        cmocka_unit_test(a_cut_reads_as_it_was_written),
        cmocka_unit_test(what_says_nothing_is_left_out_and_comes_back),
        cmocka_unit_test(the_body_of_another_type_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
