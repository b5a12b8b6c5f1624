/* A seat as it is kept in the store and in an invitation's terms. */
#include "journal/seat_record.h"

#include <string.h>

#include "base/limits.h"
#include "wire/body.h"

#define RATE_KEY "messages_per_second"

static struct value_pair text_pair(const char *key, struct bytes text)
{
    return (struct value_pair){bytes_of_text(key), {.type = VALUE_TEXT, .as.text = text}};
}

static struct value_pair number_pair(const char *key, uint32_t number)
{
    return (struct value_pair){bytes_of_text(key), {.type = VALUE_INTEGER, .as.integer = number}};
}

/* 0 where a record of an earlier version has none. False when it is no possible rate. */
static bool read_rate(const struct value *map, uint32_t *out_rate)
{
    const struct value *value = value_find(map, RATE_KEY);
    if (value == NULL) {
        *out_rate = 0;
        return true;
    }
    bool possible = value->type == VALUE_INTEGER && value->as.integer >= 0 &&
                    value->as.integer <= MESSAGES_PER_SECOND_MAX;
    *out_rate = possible ? (uint32_t)value->as.integer : 0;
    return possible;
}

void seat_record_to_invitation(const struct seat *seat, struct invitation_seat *out_seat)
{
    *out_seat = (struct invitation_seat){
        .broker = bytes_of_text(seat->broker),
        .ca = seat->ca_pem,
        .circle = bytes_of_text(seat->circle),
        .client_id = bytes_of_text(seat->client_id),
        .username = bytes_of_text(seat->username),
        .password = bytes_of_text(seat->password),
        .messages_per_second = seat->messages_per_second,
    };
}

static bool copy_text(struct bytes text, char *out_text, size_t room)
{
    if (text.size >= room || (text.size > 0 && memchr(text.data, 0, text.size) != NULL)) {
        return false;
    }
    if (text.size > 0) {
        memcpy(out_text, text.data, text.size);
    }
    out_text[text.size] = '\0';
    return true;
}

enum daybook_status seat_record_from_invitation(const struct invitation_seat *seat,
                                                struct seat *out_seat)
{
    struct seat copy = {.ca_pem = seat->ca, .messages_per_second = seat->messages_per_second};
    bool fits = copy_text(seat->broker, copy.broker, sizeof copy.broker) &&
                copy_text(seat->circle, copy.circle, sizeof copy.circle) &&
                copy_text(seat->client_id, copy.client_id, sizeof copy.client_id) &&
                copy_text(seat->username, copy.username, sizeof copy.username) &&
                copy_text(seat->password, copy.password, sizeof copy.password) &&
                seat->ca.size <= SEAT_CA_MAX;
    if (fits) {
        *out_seat = copy;
    }
    seat_wipe(&copy);
    return fits ? DAYBOOK_OK : DAYBOOK_INVALID;
}

void seat_record_encode(const struct seat *seat, struct buffer *out_bytes)
{
    struct invitation_seat texts;
    seat_record_to_invitation(seat, &texts);
    const struct value_pair pairs[] = {
        text_pair("broker", texts.broker),
        text_pair("ca", texts.ca),
        text_pair("circle", texts.circle),
        text_pair("client_id", texts.client_id),
        text_pair("username", texts.username),
        text_pair("password", texts.password),
        number_pair(RATE_KEY, texts.messages_per_second),
    };
    struct value map = {.type = VALUE_MAP, .as.map = {pairs, sizeof pairs / sizeof pairs[0]}};
    body_encode_value((struct id128){{0}}, &map,
                      out_bytes); /* stays in the store: no salt is needed */
}

enum daybook_status seat_record_decode(struct bytes bytes, struct arena *arena,
                                       struct seat *out_seat)
{
    struct value map;
    enum daybook_status status = body_decode_value(bytes, arena, &map);
    if (status != DAYBOOK_OK) {
        return status == DAYBOOK_INVALID ? DAYBOOK_DAMAGED : status;
    }
    struct invitation_seat texts = {
        .broker = value_text(&map, "broker"),
        .ca = value_text(&map, "ca"),
        .circle = value_text(&map, "circle"),
        .client_id = value_text(&map, "client_id"),
        .username = value_text(&map, "username"),
        .password = value_text(&map, "password"),
    };
    if (!read_rate(&map, &texts.messages_per_second)) {
        return DAYBOOK_DAMAGED;
    }
    if (!arena_copy(arena, texts.ca, &texts.ca)) {
        return DAYBOOK_NO_MEMORY;
    }
    return seat_record_from_invitation(&texts, out_seat) == DAYBOOK_OK ? DAYBOOK_OK
                                                                       : DAYBOOK_DAMAGED;
}
