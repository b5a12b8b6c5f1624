/* Every code a broker may answer with has a sentence. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "transport/reason.h"
#include "transport/transport.h"

/* MQTT 5, section 2.4: every code with which a broker may refuse or leave. */
static const int codes_5[] = {0x80, 0x81, 0x82, 0x83, 0x84, 0x85, 0x86, 0x87, 0x88,
                              0x89, 0x8a, 0x8b, 0x8c, 0x8d, 0x8e, 0x8f, 0x90, 0x91,
                              0x92, 0x93, 0x94, 0x95, 0x96, 0x97, 0x98, 0x99, 0x9a,
                              0x9b, 0x9c, 0x9d, 0x9e, 0x9f, 0xa0, 0xa1, 0xa2};

enum { CODES_5 = sizeof codes_5 / sizeof codes_5[0], CODE_MAX_3 = 5, BYTE_MAX = 255 };

static void expect_sentence(const char *text)
{
    size_t size = strlen(text);
    assert_in_range(size, 15, TRANSPORT_REASON_SIZE - 1);
    assert_int_equal(text[size - 1], '.');
    assert_true(text[0] >= 'A' && text[0] <= 'Z');
}

static void every_code_of_mqtt_5_has_a_sentence_of_its_own(void **state)
{
    (void)state;
    for (size_t i = 0; i < CODES_5; i++) {
        expect_sentence(reason_of_code(codes_5[i]));
        for (size_t j = 0; j < i; j++) {
            assert_string_not_equal(reason_of_code(codes_5[i]), reason_of_code(codes_5[j]));
        }
    }
}

static void a_code_no_standard_names_is_said_to_be_unexplained(void **state)
{
    (void)state;
    for (int code = 0; code <= BYTE_MAX; code++) {
        expect_sentence(reason_of_code(code));
    }
    assert_string_equal(reason_of_code(BYTE_MAX), reason_of_code(0x80));
}

static void every_refusal_of_a_connection_has_a_sentence_and_a_status(void **state)
{
    (void)state;
    static const enum daybook_status statuses_3[] = {DAYBOOK_FAILED, DAYBOOK_FAILED,
                                                     DAYBOOK_DENIED, DAYBOOK_OFFLINE,
                                                     DAYBOOK_DENIED, DAYBOOK_DENIED};
    for (int code = 1; code <= CODE_MAX_3; code++) {
        enum daybook_status status = DAYBOOK_OK;
        expect_sentence(reason_of_refusal(MQTT_3_1_1, code, &status));
        assert_int_equal(status, statuses_3[code]);
    }
    for (size_t i = 0; i < CODES_5; i++) {
        enum daybook_status status = DAYBOOK_OK;
        expect_sentence(reason_of_refusal(MQTT_5, codes_5[i], &status));
        assert_true(status == DAYBOOK_FAILED || status == DAYBOOK_DENIED ||
                    status == DAYBOOK_OFFLINE);
    }
}

static void only_two_codes_mean_the_version(void **state)
{
    (void)state;
    for (int code = 0; code <= BYTE_MAX; code++) {
        assert_int_equal(reason_is_version(code), code == 0x01 || code == 0x84);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_code_of_mqtt_5_has_a_sentence_of_its_own),
        cmocka_unit_test(a_code_no_standard_names_is_said_to_be_unexplained),
        cmocka_unit_test(every_refusal_of_a_connection_has_a_sentence_and_a_status),
        cmocka_unit_test(only_two_codes_mean_the_version),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
