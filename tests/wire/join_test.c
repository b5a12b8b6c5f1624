/* Tests of the bytes of the JOIN messages. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "wire/golden.h"
#include "wire/join.h"

static struct join_request a_request(void)
{
    struct join_request request = {
        .sign = golden_key(1),
        .box = golden_key(2),
        .ephemeral = golden_key(3),
        .name = bytes_of_text("Bj\xc3\xb6rn's phone"),
        .client_id = bytes_of_text("k3j9dwq2m8xv5t1z"),
    };
    memset(request.signature, 0x5a, sizeof request.signature);
    return request;
}

static struct join_answer an_answer(void)
{
    struct join_answer answer = {
        .circle = {{0xc1}},
        .person = {{0x70}},
        .sign = golden_key(4),
        .box = golden_key(5),
        .client_id = bytes_of_text("p0o9i8u7z6t5r4e3"),
        .patient_name = bytes_of_text("Ada"),
    };
    memset(answer.signature, 0x5b, sizeof answer.signature);
    return answer;
}

static bool reads_request(struct bytes bytes)
{
    struct join_request request;
    return join_request_decode(bytes, &request) == DAYBOOK_OK;
}

static bool reads_answer(struct bytes bytes)
{
    struct join_answer answer;
    return join_answer_decode(bytes, &answer) == DAYBOOK_OK;
}

static bool reads_confirmation(struct bytes bytes)
{
    uint8_t signature[64];
    return join_confirmation_decode(bytes, signature) == DAYBOOK_OK;
}

static void a_request_reads_as_it_was_written(void **state)
{
    (void)state;
    const struct join_request request = a_request();
    struct buffer written = {0};
    struct buffer again = {0};
    join_request_encode(&request, true, &written);
    golden_matches("join-request", buffer_bytes(&written));
    struct join_request read;
    assert_int_equal(join_request_decode(buffer_bytes(&written), &read), DAYBOOK_OK);
    assert_true(bytes_equal(read.name, request.name));
    assert_true(key256_equal(read.ephemeral, request.ephemeral));
    join_request_encode(&read, true, &again);
    assert_true(bytes_equal(buffer_bytes(&written), buffer_bytes(&again)));
    golden_survives_damage(buffer_bytes(&written), reads_request);
    buffer_free(&written);
    buffer_free(&again);
}

static void an_answer_reads_as_it_was_written(void **state)
{
    (void)state;
    const struct join_answer answer = an_answer();
    struct buffer written = {0};
    struct buffer again = {0};
    join_answer_encode(&answer, true, &written);
    golden_matches("join-answer", buffer_bytes(&written));
    struct join_answer read;
    assert_int_equal(join_answer_decode(buffer_bytes(&written), &read), DAYBOOK_OK);
    assert_true(bytes_equal_text(read.patient_name, "Ada"));
    assert_true(id128_equal(read.person, answer.person));
    join_answer_encode(&read, true, &again);
    assert_true(bytes_equal(buffer_bytes(&written), buffer_bytes(&again)));
    golden_survives_damage(buffer_bytes(&written), reads_answer);
    buffer_free(&written);
    buffer_free(&again);
}

static void a_confirmation_reads_as_it_was_written(void **state)
{
    (void)state;
    uint8_t signature[64];
    uint8_t read[64];
    memset(signature, 0x5c, sizeof signature);
    struct buffer written = {0};
    join_confirmation_encode(signature, &written);
    golden_matches("join-confirmation", buffer_bytes(&written));
    assert_int_equal(join_confirmation_decode(buffer_bytes(&written), read), DAYBOOK_OK);
    assert_memory_equal(signature, read, sizeof signature);
    golden_survives_damage(buffer_bytes(&written), reads_confirmation);
    buffer_free(&written);
}

static void what_is_not_signed_is_refused(void **state)
{
    (void)state;
    const struct join_request request = a_request();
    const struct join_answer answer = an_answer();
    struct buffer written = {0};
    join_request_encode(&request, false, &written);
    assert_false(reads_request(buffer_bytes(&written)));
    buffer_clear(&written);
    join_answer_encode(&answer, false, &written);
    assert_false(reads_answer(buffer_bytes(&written)));
    buffer_free(&written);
}

static bool reads_message(struct bytes bytes)
{
    struct join_message message;
    return join_message_decode(bytes, &message) == DAYBOOK_OK && message.sealed.size > 0;
}

static void only_the_second_message_shows_an_ephemeral_key(void **state)
{
    (void)state;
    for (enum envelope_kind kind = ENVELOPE_JOIN1; kind <= ENVELOPE_JOIN3; kind++) {
        const struct join_message message = {
            .kind = kind,
            .flags = ENVELOPE_FLAG_DEFLATED,
            .name_start = {1, 2, 3, 4, 5, 6, 7, 8},
            .ephemeral = golden_key(9),
            .sealed = bytes_of_text("sealed"),
        };
        struct buffer written = {0};
        join_message_encode(&message, &written);
        bool has_key = kind == ENVELOPE_JOIN2;
        assert_int_equal(written.size, ENVELOPE_CLEAR_SIZE + (has_key ? 32 : 0) + 6);
        struct join_message read;
        assert_int_equal(join_message_decode(buffer_bytes(&written), &read), DAYBOOK_OK);
        assert_int_equal(read.kind, kind);
        assert_int_equal(read.flags, ENVELOPE_FLAG_DEFLATED);
        assert_true(key256_equal(read.ephemeral, golden_key(has_key ? 9 : 0)));
        assert_true(bytes_equal_text(read.sealed, "sealed"));
        assert_memory_equal(read.name_start, message.name_start, sizeof message.name_start);
        buffer_free(&written);
    }
}

static void a_message_of_another_kind_is_refused(void **state)
{
    (void)state;
    static const uint8_t ops[ENVELOPE_CLEAR_SIZE + 1] = {'D', 'B', 1, ENVELOPE_OPS};
    static const uint8_t later[ENVELOPE_CLEAR_SIZE + 1] = {'D', 'B', 2, ENVELOPE_JOIN1};
    static const uint8_t cut[ENVELOPE_CLEAR_SIZE + 31] = {'D', 'B', 1, ENVELOPE_JOIN2};
    static const uint8_t whole[ENVELOPE_CLEAR_SIZE + 33] = {'D', 'B', 1, ENVELOPE_JOIN2};
    struct join_message message;
    assert_int_equal(join_message_decode((struct bytes){ops, sizeof ops}, &message),
                     DAYBOOK_INVALID);
    assert_int_equal(join_message_decode((struct bytes){later, sizeof later}, &message),
                     DAYBOOK_NEWER);
    assert_false(reads_message((struct bytes){cut, sizeof cut}));
    assert_true(reads_message((struct bytes){whole, sizeof whole}));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_request_reads_as_it_was_written),
        cmocka_unit_test(an_answer_reads_as_it_was_written),
        cmocka_unit_test(a_confirmation_reads_as_it_was_written),
        cmocka_unit_test(what_is_not_signed_is_refused),
        cmocka_unit_test(only_the_second_message_shows_an_ephemeral_key),
        cmocka_unit_test(a_message_of_another_kind_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
