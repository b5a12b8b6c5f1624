/* Tests of the bytes of entries, retractions and values. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/limits.h"
#include "wire/body.h"
#include "wire/golden.h"

static const struct id128 salt = {{0xa0, 0xa1, 0xa2, 0xa3, 0xa4, 0xa5, 0xa6, 0xa7, 0xa8, 0xa9, 0xaa,
                                   0xab, 0xac, 0xad, 0xae, 0xaf}};

static struct entry smallest_entry(void)
{
    return (struct entry){
        .kind = bytes_of_text("fall"),
        .at = {INT64_C(1780298000000), 0},
        .recorded_at_ms = INT64_C(1780298060000),
        .fields = {.type = VALUE_MAP},
    };
}

static struct entry full_entry(void)
{
    static struct value sites[2];
    static struct value_pair pairs[4];
    sites[0] = (struct value){.type = VALUE_TEXT, .as.text = bytes_of_text("leg")};
    sites[1] = (struct value){.type = VALUE_TEXT, .as.text = bytes_of_text("back")};
    pairs[0] =
        (struct value_pair){bytes_of_text("severity"), {.type = VALUE_INTEGER, .as.integer = 7}};
    pairs[1] =
        (struct value_pair){bytes_of_text("sites"), {.type = VALUE_LIST, .as.list = {sites, 2}}};
    pairs[2] =
        (struct value_pair){bytes_of_text("weight"), {.type = VALUE_DECIMAL, .as.decimal = 61.5}};
    pairs[3] = (struct value_pair){bytes_of_text("woke"), {.type = VALUE_BOOL, .as.boolean = true}};
    struct entry entry = smallest_entry();
    entry.kind = bytes_of_text("pain");
    entry.at.offset_minutes = 120;
    entry.has_end = true;
    entry.end = (struct timestamp){entry.at.utc_ms + 600000, 120};
    entry.zone = bytes_of_text("Europe/Berlin");
    entry.has_on_behalf_of = true;
    entry.on_behalf_of = (struct id128){{9, 8, 7}};
    entry.visibility = VISIBILITY_THERAPISTS;
    entry.method = METHOD_VOICE;
    entry.certainty = CERTAINTY_ESTIMATE;
    entry.fields.as.map.pairs = pairs;
    entry.fields.as.map.count = 4;
    entry.note = bytes_of_text("after the stairs, \xc3\xa0 gauche");
    entry.plan_ref = bytes_of_text("stretch-1");
    return entry;
}

static bool same_entry(const struct entry *left, const struct entry *right)
{
    return bytes_equal(left->kind, right->kind) && left->at.utc_ms == right->at.utc_ms &&
           left->at.offset_minutes == right->at.offset_minutes && left->has_end == right->has_end &&
           left->end.utc_ms == right->end.utc_ms && bytes_equal(left->zone, right->zone) &&
           left->recorded_at_ms == right->recorded_at_ms &&
           left->has_on_behalf_of == right->has_on_behalf_of &&
           id128_equal(left->on_behalf_of, right->on_behalf_of) &&
           left->visibility == right->visibility && left->method == right->method &&
           left->certainty == right->certainty && value_equal(&left->fields, &right->fields) &&
           bytes_equal(left->note, right->note) && bytes_equal(left->plan_ref, right->plan_ref);
}

static bool reads_entry(struct bytes bytes)
{
    struct arena *arena = arena_create(0);
    struct entry entry;
    enum daybook_status status = body_decode_entry(bytes, arena, &entry);
    assert_true(status == DAYBOOK_OK || status == DAYBOOK_INVALID);
    /* Whatever is accepted can be written and means the same. */
    if (status == DAYBOOK_OK) {
        struct buffer written = {0};
        struct entry again;
        body_encode_entry(salt, &entry, &written);
        assert_false(written.failed);
        assert_int_equal(body_decode_entry(buffer_bytes(&written), arena, &again), DAYBOOK_OK);
        assert_true(same_entry(&entry, &again));
        buffer_free(&written);
    }
    arena_free(arena);
    return status == DAYBOOK_OK;
}

static void check_entry(const char *name, const struct entry *entry)
{
    struct buffer written = {0};
    body_encode_entry(salt, entry, &written);
    golden_matches(name, buffer_bytes(&written));
    struct arena *arena = arena_create(0);
    struct entry read;
    assert_int_equal(body_decode_entry(buffer_bytes(&written), arena, &read), DAYBOOK_OK);
    assert_true(same_entry(entry, &read));
    arena_free(arena);
    golden_survives_damage(buffer_bytes(&written), reads_entry);
    buffer_free(&written);
}

static void an_entry_has_its_golden_bytes(void **state)
{
    (void)state;
    struct entry entry = full_entry();
    check_entry("body-entry", &entry);
}

static void an_entry_leaves_out_its_defaults(void **state)
{
    (void)state;
    struct entry entry = smallest_entry();
    check_entry("body-entry-smallest", &entry);
}

static void an_entry_added_while_locked_says_so(void **state)
{
    (void)state;
    struct entry entry = smallest_entry();
    entry.method = METHOD_LOCKED;
    check_entry("body-entry-locked", &entry);
}

static void an_unknown_key_is_ignored(void **state)
{
    (void)state;
    struct entry entry = smallest_entry();
    struct buffer written = {0};
    body_encode_entry(salt, &entry, &written);
    static const uint8_t later[] = {0x18, 0x63, 0x82, 0x01, 0x61, 0x78}; /* 99: [1, "x"] */
    buffer_append(&written, (struct bytes){later, sizeof later});
    written.data[0]++; /* one key more */
    assert_true(reads_entry(buffer_bytes(&written)));
    buffer_free(&written);
}

static void a_key_that_must_be_there_is_missed(void **state)
{
    (void)state;
    /* kind, at and recorded_at without salt; salt alone */
    assert_false(reads_entry(bytes_of_text("\xa3\x01\x61k\x02\x82\x01\x01\x05\x01")));
    struct buffer written = {0};
    body_encode_retract(salt, (struct bytes){0}, &written);
    assert_false(reads_entry(buffer_bytes(&written)));
    buffer_free(&written);
}

static void an_entry_nobody_could_read_is_not_written(void **state)
{
    (void)state;
    struct buffer written = {0};
    struct entry entry = smallest_entry();
    entry.at.utc_ms = INT64_MAX;
    body_encode_entry(salt, &entry, &written);
    assert_true(written.failed);

    buffer_clear(&written);
    entry = smallest_entry();
    entry.recorded_at_ms = INT64_MIN;
    body_encode_entry(salt, &entry, &written);
    assert_true(written.failed);

    buffer_clear(&written);
    entry = smallest_entry();
    char *long_note = malloc(ENTRY_BODY_MAX);
    assert_non_null(long_note);
    memset(long_note, 'x', ENTRY_BODY_MAX);
    entry.note = (struct bytes){(const uint8_t *)long_note, ENTRY_BODY_MAX};
    body_encode_entry(salt, &entry, &written);
    assert_true(written.failed);
    free(long_note);
    buffer_free(&written);
}

static void moments_outside_the_calendar_are_refused(void **state)
{
    (void)state;
    static const char year_300000[] =
        "a400 50a0a1a2a3a4a5a6a7a8a9aaabacadaeaf 0164 66616c6c 02821b002000000000000000 0500";
    static const char offset_of_a_day[] =
        "a400 50a0a1a2a3a4a5a6a7a8a9aaabacadaeaf 0164 66616c6c 0282001905a0 0500";
    static const char sound[] =
        "a400 50a0a1a2a3a4a5a6a7a8a9aaabacadaeaf 0164 66616c6c 02820019059f 0500";
    const char *const examples[] = {year_300000, offset_of_a_day, sound};
    for (size_t i = 0; i < 3; i++) {
        size_t size = 0;
        uint8_t *bytes = golden_bytes_of(examples[i], &size);
        assert_int_equal(reads_entry((struct bytes){bytes, size}), i == 2);
        free(bytes);
    }
}

static bool reads_retract(struct bytes bytes)
{
    struct bytes reason;
    return body_decode_retract(bytes, &reason) == DAYBOOK_OK;
}

static void a_retraction_reads_as_it_was_written(void **state)
{
    (void)state;
    struct buffer written = {0};
    struct bytes reason = bytes_of_text("wrong person");
    body_encode_retract(salt, bytes_of_text("entered twice"), &written);
    golden_matches("body-retract", buffer_bytes(&written));
    assert_int_equal(body_decode_retract(buffer_bytes(&written), &reason), DAYBOOK_OK);
    assert_true(bytes_equal_text(reason, "entered twice"));
    golden_survives_damage(buffer_bytes(&written), reads_retract);

    buffer_clear(&written);
    body_encode_retract(salt, (struct bytes){0}, &written);
    assert_int_equal(body_decode_retract(buffer_bytes(&written), &reason), DAYBOOK_OK);
    assert_int_equal(reason.size, 0);
    buffer_free(&written);
}

static bool reads_value(struct bytes bytes)
{
    struct arena *arena = arena_create(0);
    struct value map;
    enum daybook_status status = body_decode_value(bytes, arena, &map);
    assert_true(status != DAYBOOK_OK || map.type == VALUE_MAP);
    arena_free(arena);
    return status == DAYBOOK_OK;
}

static void a_summary_reads_as_it_was_written(void **state)
{
    (void)state;
    const struct value_pair pairs[] = {
        {bytes_of_text("day"), {.type = VALUE_TEXT, .as.text = bytes_of_text("2026-06-01")}},
        {bytes_of_text("falls"), {.type = VALUE_INTEGER, .as.integer = 2}},
    };
    const struct value map = {.type = VALUE_MAP, .as.map = {pairs, 2}};
    struct buffer written = {0};
    body_encode_value(salt, &map, &written);
    golden_matches("body-value", buffer_bytes(&written));
    struct arena *arena = arena_create(0);
    struct value read;
    assert_int_equal(body_decode_value(buffer_bytes(&written), arena, &read), DAYBOOK_OK);
    assert_true(value_equal(&map, &read));
    arena_free(arena);
    golden_survives_damage(buffer_bytes(&written), reads_value);
    buffer_free(&written);
}

static void a_value_body_holds_a_map(void **state)
{
    (void)state;
    size_t size = 0;
    uint8_t *bytes = golden_bytes_of("a200 50a0a1a2a3a4a5a6a7a8a9aaabacadaeaf 0105", &size);
    assert_false(reads_value((struct bytes){bytes, size}));
    free(bytes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_entry_has_its_golden_bytes),
        cmocka_unit_test(an_entry_leaves_out_its_defaults),
        cmocka_unit_test(an_entry_added_while_locked_says_so),
        cmocka_unit_test(an_unknown_key_is_ignored),
        cmocka_unit_test(a_key_that_must_be_there_is_missed),
        cmocka_unit_test(an_entry_nobody_could_read_is_not_written),
        cmocka_unit_test(moments_outside_the_calendar_are_refused),
        cmocka_unit_test(a_retraction_reads_as_it_was_written),
        cmocka_unit_test(a_summary_reads_as_it_was_written),
        cmocka_unit_test(a_value_body_holds_a_map),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
