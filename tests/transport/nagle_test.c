/* Tests that connections send what they are given at once. */
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

#include "transport/nagle.h"

static int at_once(int descriptor)
{
    int value = -1;
    socklen_t size = sizeof value;
    assert_int_equal(getsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &value, &size), 0);
    return value;
}

static void every_tcp_connection_sends_at_once(void **state)
{
    (void)state;
    int pipe_ends[2] = {-1, -1};
    int old = socket(AF_INET, SOCK_STREAM, 0);
    int new = socket(AF_INET6, SOCK_STREAM, 0);
    assert_true(old >= 0 && pipe(pipe_ends) == 0);
    assert_int_equal(at_once(old), 0);
    nagle_end();
    assert_int_equal(at_once(old), 1);
    if (new >= 0) { /* a machine may have no IPv6 */
        assert_int_equal(at_once(new), 1);
        assert_int_equal(close(new), 0);
    }
    assert_int_equal(write(pipe_ends[1], "x", 1), 1); /* what is no connection is as it was */
    assert_int_equal(close(pipe_ends[0]) + close(pipe_ends[1]) + close(old), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_tcp_connection_sends_at_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
