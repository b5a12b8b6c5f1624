/* MQTT's packets: a length in up to four groups of seven bits, then fields and texts of two bytes
 * of length each. */
#include "packet.h"

#include <assert.h>
#include <string.h>

enum {
    FLAG_RETAIN = 0x01,
    FLAG_QUALITY_1 = 0x02,
    FLAGS_QUALITY = 0x06,
    CONNECT_WITH_NAME_AND_PASSWORD = 0xC0, /* and neither a will nor a clean start */
    PROPERTY_SESSION_SECONDS = 0x11,
    VARIABLE_BYTES_MAX = 4,
};

/* --- reading --------------------------------------------------------------------------------- */

/* Read a number of variable length off the front; its bytes, 0 where it is not whole, or more than
 * VARIABLE_BYTES_MAX where it is none. */
static size_t variable_size(struct bytes bytes, size_t *out_value)
{
    size_t value = 0;
    for (size_t i = 0; i < VARIABLE_BYTES_MAX; i++) {
        if (i == bytes.size) {
            return 0;
        }
        value |= (size_t)(bytes.data[i] & 0x7F) << (7 * i);
        if ((bytes.data[i] & 0x80) == 0) {
            *out_value = value;
            return i + 1;
        }
    }
    return VARIABLE_BYTES_MAX + 1;
}

enum packet_found packet_take(struct bytes *rest, struct packet *out_packet)
{
    if (rest->size < 2) {
        return PACKET_IN_PART;
    }
    size_t body_size = 0;
    size_t length_size = variable_size((struct bytes){rest->data + 1, rest->size - 1}, &body_size);
    if (length_size > VARIABLE_BYTES_MAX) {
        return PACKET_BROKEN;
    }
    if (length_size == 0 || rest->size - 1 - length_size < body_size) {
        return PACKET_IN_PART;
    }
    *out_packet = (struct packet){.kind = rest->data[0] >> 4,
                                  .flags = rest->data[0] & 0x0F,
                                  .body = {rest->data + 1 + length_size, body_size}};
    size_t taken = 1 + length_size + body_size;
    *rest = (struct bytes){rest->data + taken, rest->size - taken};
    return PACKET_WHOLE;
}

/* Take so many bytes off the front; false where there are fewer. */
static bool take_bytes(struct bytes *rest, size_t size, struct bytes *out_bytes)
{
    if (rest->size < size) {
        return false;
    }
    *out_bytes = (struct bytes){rest->data, size};
    *rest = (struct bytes){rest->data + size, rest->size - size};
    return true;
}

static bool take_number(struct bytes *rest, uint16_t *out_number)
{
    struct bytes two;
    if (!take_bytes(rest, 2, &two)) {
        return false;
    }
    *out_number = (uint16_t)((unsigned)two.data[0] << 8 | two.data[1]);
    return true;
}

/* Nothing here depends on what a broker adds in version 5. */
static bool skip_properties(struct bytes *rest, enum packet_version version)
{
    if (version != PACKET_MQTT_5) {
        return true;
    }
    size_t size = 0;
    size_t length_size = variable_size(*rest, &size);
    struct bytes skipped;
    return length_size > 0 && length_size <= VARIABLE_BYTES_MAX &&
           take_bytes(rest, length_size, &skipped) && take_bytes(rest, size, &skipped);
}

bool packet_read_message(const struct packet *packet, enum packet_version version,
                         struct packet_message *out_message)
{
    struct packet_message message = {.retain = (packet->flags & FLAG_RETAIN) != 0};
    struct bytes rest = packet->body;
    uint16_t topic_size = 0;
    if (!take_number(&rest, &topic_size) || !take_bytes(&rest, topic_size, &message.topic)) {
        return false;
    }
    if ((packet->flags & FLAGS_QUALITY) != 0 && !take_number(&rest, &message.number)) {
        return false;
    }
    if (!skip_properties(&rest, version)) {
        return false;
    }
    message.payload = rest;
    *out_message = message;
    return true;
}

bool packet_read_answer(const struct packet *packet, enum packet_version version,
                        uint16_t *out_number, unsigned *out_code)
{
    struct bytes rest = packet->body;
    struct bytes byte;
    uint16_t number = 0;
    if (packet->kind == PACKET_CONNACK) {
        if (!take_bytes(&rest, 1, &byte)) {
            return false;
        }
    } else if (!take_number(&rest, &number)) {
        return false;
    }
    if (packet->kind == PACKET_SUBACK && !skip_properties(&rest, version)) {
        return false;
    }
    *out_number = number;
    *out_code = rest.size > 0 ? rest.data[0] : 0;
    return true;
}

/* --- writing --------------------------------------------------------------------------------- */

static void put_byte(struct buffer *buffer, unsigned value)
{
    uint8_t byte = (uint8_t)value;
    buffer_append(buffer, (struct bytes){&byte, 1});
}

static void put_number(struct buffer *buffer, unsigned value)
{
    put_byte(buffer, value >> 8 & 0xFF);
    put_byte(buffer, value & 0xFF);
}

static void put_text(struct buffer *buffer, struct bytes text)
{
    put_number(buffer, (unsigned)text.size);
    buffer_append(buffer, text);
}

static void put_head(struct buffer *buffer, enum packet_kind kind, unsigned flags, size_t body_size)
{
    put_byte(buffer, (unsigned)kind << 4 | flags);
    for (; body_size > 0x7F; body_size >>= 7) {
        put_byte(buffer, (unsigned)(body_size & 0x7F) | 0x80);
    }
    put_byte(buffer, (unsigned)body_size);
}

void packet_connect(struct buffer *buffer, enum packet_version version,
                    const struct packet_guest *guest)
{
    size_t properties_size = version == PACKET_MQTT_5 ? 6 : 0;
    put_head(buffer, PACKET_CONNECT, 0,
             10 + properties_size + 2 + strlen(guest->client_id) + 2 + strlen(guest->username) + 2 +
                 strlen(guest->password));
    put_text(buffer, bytes_of_text("MQTT"));
    put_byte(buffer, version);
    put_byte(buffer, CONNECT_WITH_NAME_AND_PASSWORD);
    put_number(buffer, guest->keep_alive_seconds);
    if (version == PACKET_MQTT_5) {
        put_byte(buffer, 5);
        put_byte(buffer, PROPERTY_SESSION_SECONDS);
        put_number(buffer, guest->session_seconds >> 16);
        put_number(buffer, guest->session_seconds & 0xFFFF);
    }
    put_text(buffer, bytes_of_text(guest->client_id));
    put_text(buffer, bytes_of_text(guest->username));
    put_text(buffer, bytes_of_text(guest->password));
}

void packet_subscribe(struct buffer *buffer, enum packet_version version, uint16_t number,
                      const char *filter)
{
    size_t properties_size = version == PACKET_MQTT_5 ? 1 : 0;
    put_head(buffer, PACKET_SUBSCRIBE, 2, 2 + properties_size + 2 + strlen(filter) + 1);
    put_number(buffer, number);
    if (version == PACKET_MQTT_5) {
        put_byte(buffer, 0);
    }
    put_text(buffer, bytes_of_text(filter));
    put_byte(buffer, 1);
}

void packet_publish(struct buffer *buffer, enum packet_version version,
                    const struct packet_message *message)
{
    assert(message->number != 0);
    size_t properties_size = version == PACKET_MQTT_5 ? 1 : 0;
    put_head(buffer, PACKET_PUBLISH, FLAG_QUALITY_1 | (message->retain ? FLAG_RETAIN : 0),
             2 + message->topic.size + 2 + properties_size + message->payload.size);
    put_text(buffer, message->topic);
    put_number(buffer, message->number);
    if (version == PACKET_MQTT_5) {
        put_byte(buffer, 0);
    }
    buffer_append(buffer, message->payload);
}

void packet_acknowledge(struct buffer *buffer, uint16_t number)
{
    put_head(buffer, PACKET_PUBACK, 0, 2);
    put_number(buffer, number);
}

void packet_ping(struct buffer *buffer)
{
    put_head(buffer, PACKET_PINGREQ, 0, 0);
}

void packet_disconnect(struct buffer *buffer)
{
    put_head(buffer, PACKET_DISCONNECT, 0, 0);
}
