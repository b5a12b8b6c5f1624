/* What a person is told of an attempt that failed, by what was seen of it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "transport/attempt.h"

/* As OpenSSL writes its errors. */
#define REFUSED                                                                                    \
    "1407F5A5:error:0A000086:SSL routines:tls_post_process_server_certificate:certificate verify " \
    "failed:../ssl/statem/statem_clnt.c:1889:\n"
#define WHY                                                                                        \
    "1407F5A5:error:40080106:user lib:verify:operation fail:distrust.c:98::daybook: The broker's " \
    "certificate is odd: tell the broker's keeper.\n"
#define CUT "1407F5A5:error:0A000126:SSL routines::unexpected eof while reading:ssl.c:308:\n"

static void expect(const struct attempt *attempt, const char *words, const char *part)
{
    struct attempt_end end = attempt_explain(attempt, words);
    size_t size = strlen(end.sentence);
    assert_non_null(strstr(end.sentence, part));
    assert_in_range(size, 1, TRANSPORT_REASON_SIZE - 1);
    /* One sentence, as more is put behind it. */
    assert_ptr_equal(strchr(end.sentence, '.'), end.sentence + size - 1);
    assert_int_equal(end.status, attempt->distrusted ? DAYBOOK_FORGED : DAYBOOK_OFFLINE);
}

static void a_certificate_that_is_refused_is_said_to_be_so_with_the_reason(void **state)
{
    (void)state;
    struct attempt attempt = {.tls_begun = true};
    attempt_tls_error(&attempt, WHY);
    attempt_tls_error(&attempt, REFUSED);
    expect(&attempt, "TCP/TLS connect failure",
           "The broker's certificate is odd: tell the broker's keeper.");
}

static void a_certificate_that_is_refused_without_a_reason_is_said_to_be_so_too(void **state)
{
    (void)state;
    struct attempt attempt = {.tls_begun = true};
    attempt_tls_error(&attempt, REFUSED);
    expect(&attempt, "TCP/TLS connect failure", "certificate is not valid");
}

static void a_handshake_that_is_cut_is_no_distrust(void **state)
{
    (void)state;
    struct attempt attempt = {.tls_begun = true};
    attempt_tls_error(&attempt, CUT);
    expect(&attempt, "TCP connect completion failure", "no connection left");
}

static void every_end_has_a_sentence_of_its_own(void **state)
{
    (void)state;
    const struct attempt nothing = {0};
    const struct attempt begun = {.tls_begun = true};
    expect(&nothing, "", "could not be reached");
    expect(&nothing, "TCP/TLS connect failure", "could not be reached");
    expect(&begun, "TCP/TLS connect failure", "another host name");
    expect(&nothing, "TCP connect timeout", "did not answer in time");
    expect(&begun, "socket error", "without an answer");
    assert_true(attempt_explain(&begun, "socket error").closed_unanswered);
    assert_false(attempt_explain(&begun, "TCP connect timeout").closed_unanswered);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_certificate_that_is_refused_is_said_to_be_so_with_the_reason),
        cmocka_unit_test(a_certificate_that_is_refused_without_a_reason_is_said_to_be_so_too),
        cmocka_unit_test(a_handshake_that_is_cut_is_no_distrust),
        cmocka_unit_test(every_end_has_a_sentence_of_its_own),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
