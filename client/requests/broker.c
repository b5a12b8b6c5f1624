/* The request that sets or shows this device's seat at a broker. */
#include "journal/circles.h"
#include "requests/answer.h"
#include "requests/handler.h"
#include "requests/seat_input.h"

static enum daybook_status set_seat(struct request *request, size_t circle)
{
    struct seat seat;
    enum daybook_status status = DAYBOOK_INVALID;
    if (seat_input_read(&request->input, "seat", &seat)) {
        status = journal_set_seat(request_journal(request), circle, &seat, &request->complaint);
    }
    seat_wipe(&seat);
    return status;
}

enum daybook_status broker_seat(struct request *request)
{
    size_t circle = 0;
    enum daybook_status status = request_circle(request, &circle);
    if (status == DAYBOOK_OK && input_has(&request->input, "seat")) {
        status = set_seat(request, circle);
    }
    if (status != DAYBOOK_OK) {
        return status;
    }
    const struct seat *seat = NULL;
    status = journal_get_seat(request_journal(request), circle, &seat);
    if (status == DAYBOOK_NOT_FOUND) {
        return request_refuse(request, status,
                              "This device has no seat at a broker: set one with \"daybook broker "
                              "SEAT.json\".");
    }
    if (status != DAYBOOK_OK) {
        return status;
    }
    json_t *answer = answer_begin("daybook.broker/1");
    return request_reply(request, answer, seat_input_write(answer, seat));
}
