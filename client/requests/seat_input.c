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

static bool copy_texts(const struct input *input, struct seat *seat)
{
    const struct {
        const char *name;
        struct place place;
    } texts[] = {
        {"broker", {seat->broker, sizeof seat->broker}},
        {"circle", {seat->circle, sizeof seat->circle}},
        {"client_id", {seat->client_id, sizeof seat->client_id}},
        {"username", {seat->username, sizeof seat->username}},
        {"password", {seat->password, sizeof seat->password}},
    };
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        if (!copy_text(input, texts[i].name, texts[i].place)) {
            return false;
        }
    }
    return true;
}

bool seat_input_read(const struct input *input, const char *name, struct seat *out_seat)
{
    static const char *const members[] = {
        "broker", "ca", "circle", "client_id", "username", "password", "messages_per_second", NULL};
    static const struct input_range rates = {1, MESSAGES_PER_SECOND_MAX};
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
    int64_t rate = 0;
    if (!input_only(&seat, members) || !copy_texts(&seat, out_seat) ||
        !input_whole(&seat, "messages_per_second", rates, &rate) ||
        !input_text(&seat, "ca", &out_seat->ca_pem)) {
        return false;
    }
    out_seat->messages_per_second = (uint32_t)rate;
    char reason[TRANSPORT_REASON_SIZE];
    if (seat_check(out_seat, reason) != DAYBOOK_OK) {
        complaint_begin(input->complaint, reason);
        return false;
    }
    return true;
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
