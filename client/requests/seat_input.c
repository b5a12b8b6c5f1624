/* A seat as its file says it, to struct seat and back without its password. */
#include "requests/seat_input.h"

#include <assert.h>
#include <string.h>

#include "base/limits.h"
#include "requests/answer.h"

struct place {
    char *text;
    size_t size; /* with the closing zero */
};

/* Copy a text of the seat to its place; left out, it stays empty. */
static bool copy_text(const struct input *input, const char *name, struct place place)
{
    struct bytes text = {NULL, 0};
    if (!input_text(input, name, &text)) {
        return false;
    }
    if (text.size >= place.size) {
        complaint_begin(input->complaint, "A text of the seat is longer than its place: use the "
                                          "seat file as the broker's keeper made it.");
        return false;
    }
    if (text.size > 0) {
        memcpy(place.text, text.data, text.size);
    }
    place.text[text.size] = '\0';
    return true;
}

bool seat_input_read(const struct input *input, const char *name, struct seat *out_seat)
{
    static const char *const members[] = {
        "broker", "ca", "circle", "client_id", "username", "password", "messages_per_second", NULL};
    assert(input != NULL && out_seat != NULL);
    struct input seat = {NULL, input->complaint};
    *out_seat = (struct seat){0};
    if (!input_object(input, name, &seat.object)) {
        return false;
    }
    if (seat.object == NULL) {
        complaint_begin(input->complaint, "The seat is missing: give the SEAT.json that the "
                                          "broker's keeper made for this device.");
        return false;
    }
    char reason[TRANSPORT_REASON_SIZE];
    int64_t rate = 0;
    bool read =
        input_only(&seat, members) &&
        copy_text(&seat, "broker", (struct place){out_seat->broker, sizeof out_seat->broker}) &&
        copy_text(&seat, "circle", (struct place){out_seat->circle, sizeof out_seat->circle}) &&
        copy_text(&seat, "client_id",
                  (struct place){out_seat->client_id, sizeof out_seat->client_id}) &&
        copy_text(&seat, "username",
                  (struct place){out_seat->username, sizeof out_seat->username}) &&
        copy_text(&seat, "password",
                  (struct place){out_seat->password, sizeof out_seat->password}) &&
        input_whole(&seat, "messages_per_second", (struct input_range){1, MESSAGES_PER_SECOND_MAX},
                    &rate) &&
        input_text(&seat, "ca", &out_seat->ca_pem);
    out_seat->messages_per_second = (uint32_t)rate;
    if (read && seat_check(out_seat, reason) != DAYBOOK_OK) {
        complaint_begin(input->complaint, reason);
        return false;
    }
    return read;
}

bool seat_input_write(json_t *object, const struct seat *seat)
{
    return answer_set(object, "broker", json_string(seat->broker)) &&
           answer_set(object, "circle", json_string(seat->circle)) &&
           answer_set(object, "client_id", json_string(seat->client_id)) &&
           (seat->username[0] == '\0' ||
            answer_set(object, "username", json_string(seat->username))) &&
           answer_set(object, "has_password", json_boolean(seat->password[0] != '\0')) &&
           answer_set(object, "has_ca", json_boolean(seat->ca_pem.size > 0)) &&
           answer_set(object, "messages_per_second", json_integer(seat_rate(seat)));
}
