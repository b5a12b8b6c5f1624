/* A seat: how a device reaches its broker, as the broker's keeper handed it out. */
#ifndef TRANSPORT_SEAT_H
#define TRANSPORT_SEAT_H

#include <stdbool.h>

#include <daybook/status.h>

#include "base/bytes.h"

enum { TRANSPORT_REASON_SIZE = 160, SEAT_URI_SIZE = 272, SEAT_CA_MAX = 16384 };

/* What a seat file says, and what was learnt of its broker. Every text is zero-terminated. The
 * password is the broker's, never a patient's; whoever fills a seat wipes it with seat_wipe(). */
struct seat {
    char broker[256];   /* "mqtts://host:port"; "mqtt://…" only for an address on loopback */
    char circle[40];    /* the circle's name towards the broker, [a-z0-9]{16,32} */
    char client_id[40]; /* the device's name towards the broker, likewise */
    char username[80];  /* empty: none is sent */
    char password[160]; /* empty: none is sent */
    uint32_t messages_per_second; /* that its keeper lets the device send; 0: not said */
    bool begins_older;   /* its broker was found to speak MQTT 3.1.1 alone: that is tried first */
    struct bytes ca_pem; /* the only authority to trust, borrowed; size 0: the system's store */
};

/* Check what can be known of a seat without a network: a broker address of the form above with a
 * port of 1 to 65535 (missing: 8883, or 1883 without TLS), no WebSocket, TLS unless on loopback,
 * the two names well-formed. INVALID leaves one sentence in out_reason. */
enum daybook_status seat_check(const struct seat *seat,
                               char out_reason[static TRANSPORT_REASON_SIZE]);

/* How many messages a second a device may send there: what the seat says, else 5, which a shared
 * broker bears, or 200 to a broker on loopback, which is one's own. Only for a seat that
 * seat_check() accepts. */
uint32_t seat_rate(const struct seat *seat);

/* Overwrite a seat with zeros in a way the compiler may not skip. */
void seat_wipe(struct seat *seat);

/* Write the seat's address the way paho wants it, "ssl://host:port" or "tcp://host:port", an
 * IPv6 address without its brackets, and say whether it is a TLS one. Only for a seat that
 * seat_check() accepts. */
void seat_uri(const struct seat *seat, char out_uri[static SEAT_URI_SIZE], bool *out_tls);

#endif
