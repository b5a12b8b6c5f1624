/* Running a journal in this process until a request is answered. */
#include "requests/door_loop.h"

#include <assert.h>
#include <errno.h>
#include <limits.h>
#include <poll.h>

#include "journal/exchange.h"
#include "requests/desk.h"
#include "requests/request.h"

/* How long to poll at most; a moment that has passed is now. */
static int poll_timeout_ms(const struct desk *desk, const struct request *request)
{
    int64_t wake_ms = journal_wake_ms(desk_journal(desk));
    int64_t request_ms = request_wake_ms(request);
    wake_ms = request_ms < wake_ms ? request_ms : wake_ms;
    if (wake_ms == INT64_MAX) {
        return -1;
    }
    int64_t left_ms = wake_ms - desk_monotonic_ms(desk);
    if (left_ms <= 0) {
        return 0;
    }
    return left_ms < INT_MAX ? (int)left_ms : INT_MAX;
}

void door_loop_run(struct desk *desk, struct request *request)
{
    assert(request != NULL);
    while (!request_is_done(request)) {
        struct journal *journal = desk_journal(desk);
        struct pollfd set[JOURNAL_POLL_MAX];
        size_t count = journal_poll_set(journal, set, JOURNAL_POLL_MAX);
        enum daybook_status status = DAYBOOK_OK;
        if (poll(set, (nfds_t)count, poll_timeout_ms(desk, request)) < 0 && errno != EINTR) {
            status = DAYBOOK_FAILED;
        } else {
            status = journal_step(journal);
        }
        request_continue(request, status);
    }
}
