/* What is inside the seal of an entry that was added while locked. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "wire/golden.h"
#include "wire/sealed_entry.h"

static struct sealed_entry given(struct bytes body)
{
    return (struct sealed_entry){
        .entity = {{1, 2, 3}},
        .patient = bytes_of_text("Ana"),
        .person = bytes_of_text("Caro"),
        .body = body,
    };
}

static bool reads(struct bytes bytes)
{
    struct sealed_entry read;
    return sealed_entry_decode(bytes, &read) == DAYBOOK_OK;
}

static void it_has_its_golden_bytes_and_reads_as_it_was_written(void **state)
{
    (void)state;
    struct buffer written = {0};
    struct sealed_entry read;
    const struct sealed_entry sealed = given(bytes_of_text("a body"));
    sealed_entry_encode(&sealed, &written);
    golden_matches("sealed-entry", buffer_bytes(&written));
    assert_int_equal(sealed_entry_decode(buffer_bytes(&written), &read), DAYBOOK_OK);
    assert_true(id128_equal(read.entity, sealed.entity));
    assert_true(bytes_equal(read.patient, sealed.patient));
    assert_true(bytes_equal(read.person, sealed.person));
    assert_true(bytes_equal(read.body, sealed.body));
    golden_survives_damage(buffer_bytes(&written), reads);
    buffer_free(&written);
}

static size_t padded_size(size_t body_size)
{
    static uint8_t body[SEALED_ENTRY_BODY_MAX];
    struct buffer written = {0};
    const struct sealed_entry sealed = given((struct bytes){body, body_size});
    sealed_entry_encode(&sealed, &written);
    assert_false(written.failed);
    assert_true(reads(buffer_bytes(&written)));
    size_t size = written.size;
    buffer_free(&written);
    return size;
}

static void its_size_is_one_of_four(void **state)
{
    (void)state;
    assert_int_equal(padded_size(0), 1024);
    assert_int_equal(padded_size(900), 1024);
    assert_int_equal(padded_size(1024), 4096);
    assert_int_equal(padded_size(5000), 16384);
    assert_int_equal(padded_size(SEALED_ENTRY_BODY_MAX), SEALED_ENTRY_SIZE_MAX);
}

static void what_is_too_large_is_not_written(void **state)
{
    (void)state;
    static uint8_t much[SEALED_ENTRY_BODY_MAX + 1];
    memset(much, 'x', sizeof much);
    struct sealed_entry too_large[] = {given((struct bytes){much, sizeof much}),
                                       given(bytes_of_text("b")), given(bytes_of_text("b"))};
    too_large[1].patient = (struct bytes){much, NAME_TEXT_MAX + 1};
    too_large[2].person = (struct bytes){much, NAME_TEXT_MAX + 1};
    for (size_t i = 0; i < 3; i++) {
        struct buffer written = {0};
        sealed_entry_encode(&too_large[i], &written);
        assert_true(written.failed);
        buffer_free(&written);
    }
}

static void padding_that_is_not_zero_or_not_of_a_known_size_is_refused(void **state)
{
    (void)state;
    struct buffer written = {0};
    const struct sealed_entry sealed = given(bytes_of_text("a body"));
    sealed_entry_encode(&sealed, &written);
    assert_false(reads((struct bytes){written.data, written.size - 1}));
    written.data[written.size - 1] = 1;
    assert_false(reads(buffer_bytes(&written)));
    buffer_free(&written);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_has_its_golden_bytes_and_reads_as_it_was_written),
        cmocka_unit_test(its_size_is_one_of_four),
        cmocka_unit_test(what_is_too_large_is_not_written),
        cmocka_unit_test(padding_that_is_not_zero_or_not_of_a_known_size_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
