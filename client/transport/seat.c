/* What can be known of a seat without a network. */
#include "transport/seat.h"

#include <assert.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/limits.h"

enum { NAME_SIZE_MIN = 16, NAME_SIZE_MAX = 32, PORT_TLS = 8883, PORT_PLAIN = 1883 };
enum { RATE_SHARED = 5, RATE_OWN = 200 }; /* messages a second */

struct address {
    bool tls;
    struct bytes host; /* an IPv6 address keeps its brackets */
    uint16_t port;
};

static bool is_one_of(char letter, const char *letters)
{
    return letter != '\0' && strchr(letters, letter) != NULL;
}

static bool is_name(const char *text)
{
    size_t size = strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789");
    return text[size] == '\0' && size >= NAME_SIZE_MIN && size <= NAME_SIZE_MAX;
}

static bool is_terminated(const char *text, size_t size)
{
    return memchr(text, '\0', size) != NULL;
}

/* The size of a host at the start of text, 0 when there is none. */
static size_t host_size(const char *text)
{
    if (text[0] != '[') {
        return strspn(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-");
    }
    size_t inside = strspn(text + 1, "0123456789abcdefABCDEF:.");
    return inside > 0 && text[1 + inside] == ']' ? inside + 2 : 0;
}

static bool read_port(const char *text, uint16_t *out_port)
{
    uint32_t port = 0;
    size_t size = 0;
    for (; size < 5 && is_one_of(text[size], "0123456789"); size++) {
        port = port * 10 + (uint32_t)(text[size] - '0');
    }
    if (size == 0 || text[size] != '\0' || port == 0 || port > UINT16_MAX) {
        return false;
    }
    *out_port = (uint16_t)port;
    return true;
}

static bool read_address(const char *broker, struct address *out_address)
{
    static const char tls_scheme[] = "mqtts://";
    static const char plain_scheme[] = "mqtt://";
    bool tls = strncmp(broker, tls_scheme, sizeof tls_scheme - 1) == 0;
    if (!tls && strncmp(broker, plain_scheme, sizeof plain_scheme - 1) != 0) {
        return false;
    }
    const char *host = broker + (tls ? sizeof tls_scheme : sizeof plain_scheme) - 1;
    size_t size = host_size(host);
    uint16_t port = tls ? PORT_TLS : PORT_PLAIN;
    if (size == 0) {
        return false;
    }
    if (host[size] != '\0' && (host[size] != ':' || !read_port(host + size + 1, &port))) {
        return false;
    }
    *out_address =
        (struct address){.tls = tls, .host = {(const uint8_t *)host, size}, .port = port};
    return true;
}

/* 127.0.0.0/8 in dotted form, so that a name such as 127.example.org does not pass. */
static bool is_loopback(struct bytes host)
{
    if (bytes_equal_text(host, "localhost") || bytes_equal_text(host, "[::1]")) {
        return true;
    }
    size_t dots = 0;
    for (size_t i = 0; i < host.size; i++) {
        if (!is_one_of((char)host.data[i], ".0123456789")) {
            return false;
        }
        dots += host.data[i] == '.';
    }
    return dots == 3 && host.size > 4 && memcmp(host.data, "127.", 4) == 0;
}

/* A refusal of its own, because brokers' own manuals offer such addresses. */
static bool is_websocket(const char *broker)
{
    return strncmp(broker, "wss://", 6) == 0 || strncmp(broker, "ws://", 5) == 0;
}

static bool is_certificate(struct bytes pem)
{
    static const char begin[] = "-----BEGIN CERTIFICATE-----";
    return pem.size >= sizeof begin - 1 && pem.size <= SEAT_CA_MAX &&
           memcmp(pem.data, begin, sizeof begin - 1) == 0;
}

/* The first rule a seat breaks, NULL when it keeps all. */
static const char *broken_rule(const struct seat *seat)
{
    if (!is_terminated(seat->broker, sizeof seat->broker) ||
        !is_terminated(seat->circle, sizeof seat->circle) ||
        !is_terminated(seat->client_id, sizeof seat->client_id) ||
        !is_terminated(seat->username, sizeof seat->username) ||
        !is_terminated(seat->password, sizeof seat->password)) {
        return "A text of the seat is longer than its place.";
    }
    if (is_websocket(seat->broker)) {
        return "A broker is not reached by WebSocket (wss://, ws://): ask the broker's keeper for"
               " its address of the form mqtts://host:port.";
    }
    struct address address;
    if (!read_address(seat->broker, &address)) {
        return "The broker's address is not of the form mqtts://host:port.";
    }
    if (!address.tls && !is_loopback(address.host)) {
        return "A broker on another machine is only reached with TLS: mqtts://host:port.";
    }
    if (!is_name(seat->circle) || !is_name(seat->client_id)) {
        return "The seat's circle and client_id must be 16 to 32 of the characters a-z and 0-9.";
    }
    if (seat->ca_pem.size > 0 && !is_certificate(seat->ca_pem)) {
        return "The seat's certificate authority is not a certificate in PEM.";
    }
    if (seat->messages_per_second > MESSAGES_PER_SECOND_MAX) {
        return "The seat's messages_per_second must be 1 to 1000.";
    }
    return NULL;
}

enum daybook_status seat_check(const struct seat *seat,
                               char out_reason[static TRANSPORT_REASON_SIZE])
{
    assert(seat != NULL);
    assert(out_reason != NULL);
    const char *rule = broken_rule(seat);
    if (rule == NULL) {
        return DAYBOOK_OK;
    }
    (void)snprintf(out_reason, TRANSPORT_REASON_SIZE, "%s", rule);
    return DAYBOOK_INVALID;
}

uint32_t seat_rate(const struct seat *seat)
{
    struct address address;
    bool known = read_address(seat->broker, &address);
    assert(known);
    if (seat->messages_per_second != 0) {
        return seat->messages_per_second;
    }
    return known && is_loopback(address.host) ? RATE_OWN : RATE_SHARED;
}

void seat_wipe(struct seat *seat)
{
    assert(seat != NULL);
    volatile uint8_t *byte = (volatile uint8_t *)seat;
    for (size_t i = 0; i < sizeof *seat; i++) {
        byte[i] = 0;
    }
}

void seat_uri(const struct seat *seat, char out_uri[static SEAT_URI_SIZE], bool *out_tls)
{
    assert(seat != NULL);
    assert(out_tls != NULL);
    struct address address;
    bool valid = read_address(seat->broker, &address);
    assert(valid);
    /* paho looks for the host in the certificate as it is written here, brackets and all, and takes
     * what follows the last colon for the port. */
    struct bytes host = address.host;
    if (host.data[0] == '[') {
        host = (struct bytes){host.data + 1, host.size - 2};
    }
    int size = snprintf(out_uri, SEAT_URI_SIZE, "%s://%.*s:%u", address.tls ? "ssl" : "tcp",
                        (int)host.size, (const char *)host.data, (unsigned)address.port);
    assert(size > 0 && size < SEAT_URI_SIZE);
    *out_tls = address.tls;
}
