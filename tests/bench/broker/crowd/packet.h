/* MQTT's packets, as much of versions 3.1.1 and 5 as a Daybook device sends and gets. */
#ifndef BENCH_BROKER_CROWD_PACKET_H
#define BENCH_BROKER_CROWD_PACKET_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buffer.h"
#include "base/bytes.h"

enum packet_version { PACKET_MQTT_3_1_1 = 4, PACKET_MQTT_5 = 5 };

enum packet_kind {
    PACKET_CONNECT = 1,
    PACKET_CONNACK = 2,
    PACKET_PUBLISH = 3,
    PACKET_PUBACK = 4,
    PACKET_SUBSCRIBE = 8,
    PACKET_SUBACK = 9,
    PACKET_PINGREQ = 12,
    PACKET_PINGRESP = 13,
    PACKET_DISCONNECT = 14,
};

enum { PACKET_REFUSED = 0x80 /* the first code that says no, but for the CONNACK of 3.1.1 */ };

/* One packet as it came, borrowed from what was read. */
struct packet {
    unsigned kind; /* an enum packet_kind, if it is one */
    unsigned flags;
    struct bytes body;
};

/* What a PUBLISH says; borrowed. */
struct packet_message {
    struct bytes topic;
    struct bytes payload;
    uint16_t number; /* to be acknowledged, 0 where nothing is */
    bool retain;
};

/* Who connects; borrowed for the call. */
struct packet_guest {
    const char *client_id;
    const char *username;
    const char *password;
    uint16_t keep_alive_seconds;
    uint32_t session_seconds; /* version 5 says how long its session is to be kept */
};

enum packet_found { PACKET_WHOLE, PACKET_IN_PART, PACKET_BROKEN };

/* Take the next packet off the front of *rest. IN_PART: there is not all of it yet; *rest stays. */
enum packet_found packet_take(struct bytes *rest, struct packet *out_packet);

/* What a PUBLISH says; false when it is malformed. */
bool packet_read_message(const struct packet *packet, enum packet_version version,
                         struct packet_message *out_message);

/* The number that a PUBACK or SUBACK answers (0 for a CONNACK), and its code, 0 where it has none;
 * false when it is malformed. */
bool packet_read_answer(const struct packet *packet, enum packet_version version,
                        uint16_t *out_number, unsigned *out_code);

/* Each appends one packet. A session is continued where there is one. */
void packet_connect(struct buffer *buffer, enum packet_version version,
                    const struct packet_guest *guest);
void packet_subscribe(struct buffer *buffer, enum packet_version version, uint16_t number,
                      const char *filter);
void packet_publish(struct buffer *buffer, enum packet_version version,
                    const struct packet_message *message);
void packet_acknowledge(struct buffer *buffer, uint16_t number);
void packet_ping(struct buffer *buffer);
void packet_disconnect(struct buffer *buffer);

#endif
