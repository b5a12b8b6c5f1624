/* The requests about the agent itself: lock it, unlock it, ask how it is. */
#include <unistd.h>

#include "requests/answer.h"
#include "requests/handler.h"

enum { LOCK_AFTER_MINUTES_MAX = 10080 }; /* a week */

static enum daybook_status reply_locked(struct request *request)
{
    json_t *answer = answer_begin("daybook.lock/1");
    bool locked = desk_journal(request->desk) == NULL;
    bool written = answer_set(answer, "locked", json_boolean(locked));
    if (!locked) {
        size_t added = desk_sealed_count(request->desk);
        written =
            answer_set(answer, "added_while_locked", json_integer((json_int_t)added)) && written;
    }
    return request_reply(request, answer, written);
}

enum daybook_status lock_lock(struct request *request)
{
    desk_close(request->desk);
    return reply_locked(request);
}

enum daybook_status lock_unlock(struct request *request)
{
    if (request->call.secret == NULL) {
        return request_refuse(request, DAYBOOK_LOCKED,
                              "The passphrase is missing: give it at the prompt or with "
                              "--passphrase-fd.");
    }
    int64_t minutes = desk_lock_after(request->desk);
    const struct input_range range = {0, LOCK_AFTER_MINUTES_MAX};
    if (!input_whole(&request->input, "lock_after", range, &minutes)) {
        return DAYBOOK_INVALID;
    }
    enum daybook_status status =
        desk_open(request->desk, request->call.secret, &request->complaint);
    if (status == DAYBOOK_OK) {
        desk_set_lock_after(request->desk, (unsigned)minutes);
    }
    return status == DAYBOOK_OK ? reply_locked(request) : status;
}

enum daybook_status lock_agent(struct request *request)
{
    struct desk *desk = request->desk;
    bool running = desk_is_agent(desk);
    json_t *answer = answer_begin("daybook.agent/1");
    bool written = answer_set(answer, "running", json_boolean(running));
    if (running) {
        written =
            written && answer_set(answer, "pid", json_integer(getpid())) &&
            answer_set(answer, "locked", json_boolean(desk_journal(desk) == NULL)) &&
            answer_set(answer, "lock_after", json_integer(desk_lock_after(desk))) &&
            answer_set(answer, "since", answer_local(desk_ports(desk), desk_since_ms(desk))) &&
            answer_set(answer, "home", json_string(desk_home(desk)));
    }
    return request_reply(request, answer, written);
}
