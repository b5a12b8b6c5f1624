/* The port through which a journal reaches its broker: an MQTT connection as a struct of functions,
 * with one implementation on paho and one in memory for tests. It moves bytes and never knows what
 * they mean. */
#ifndef TRANSPORT_TRANSPORT_H
#define TRANSPORT_TRANSPORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <daybook/status.h>

#include "base/bytes.h"
#include "transport/seat.h"

enum {
    TRANSPORT_IN_FLIGHT_MAX = 20,           /* publishes without an answer */
    TRANSPORT_IN_FLIGHT_SIZE_MAX = 262144,  /* bytes of payload in those */
    TRANSPORT_PAYLOAD_MAX = 131072,         /* bytes of one payload every broker we know takes */
    TRANSPORT_TOPIC_MAX = 255,              /* bytes of a topic or a topic filter */
    TRANSPORT_INBOX_SIZE_MAX = 16777216,    /* bytes received and not yet read; more is dropped */
    TRANSPORT_SESSION_SECONDS = 7 * 86400,  /* how long a broker keeps our session */
    TRANSPORT_CONNECT_TIMEOUT_SECONDS = 15, /* for one attempt to reach a broker */
    /* A line that is quiet and dead is noticed within twice this. Less would wake a radio without
     * need; more would let a person wait who was told "connected". */
    TRANSPORT_KEEP_ALIVE_SECONDS = 30,
};

enum transport_event_type {
    TRANSPORT_CONNECTED,         /* session_present, packet_max, older; subscribe again whatever it
                                    says */
    TRANSPORT_DISCONNECTED,      /* status and reason; nobody knows what became of the unanswered */
    TRANSPORT_SUBSCRIBED,        /* topic is the filter */
    TRANSPORT_SUBSCRIBE_REFUSED, /* topic is the filter; reason */
    TRANSPORT_PUBLISHED,       /* ticket; acknowledged, which promises neither storage nor leave */
    TRANSPORT_PUBLISH_REFUSED, /* ticket, reason */
    TRANSPORT_MESSAGE,         /* topic, payload, retained */
};

/* What happened. Fields the type above does not name are zero. topic and payload are borrowed until
 * the next call of next_event, disconnect or destroy. */
struct transport_event {
    enum transport_event_type type;
    enum daybook_status status; /* of DISCONNECTED: OFFLINE (not reached, or lost), DENIED (the
                                   broker refuses this seat), FORGED (its certificate is of another
                                   authority), FAILED (a breach of the protocol) */
    uint64_t ticket;
    bool session_present;
    bool older; /* of CONNECTED: in MQTT 3.1.1, because the broker does not take 5 */
    size_t
        packet_max;  /* of CONNECTED: bytes of a packet the broker takes, 0 where it does not say */
    bool taken_over; /* of DISCONNECTED: the broker said that this client id connected again */
    bool unexplained; /* of DISCONNECTED: it was connected, and the broker did not say why not any
                         more, if it was the broker */
    bool retained;
    const char *topic;
    struct bytes payload;
    char reason[TRANSPORT_REASON_SIZE]; /* one sentence without a secret */
};

/* One message to send, everything borrowed for the call. */
struct transport_publish {
    const char *topic;
    struct bytes payload;
    bool retain;
    uint64_t ticket; /* chosen by the caller, given back by PUBLISHED or PUBLISH_REFUSED */
};

/* The functions behind a transport. None of them waits for a broker (disconnect may take some
 * tenths of a second until paho's threads have ended), and none is called from another thread than
 * the others. A connection's state changes when next_event hands over the event that says so, and
 * in disconnect: what the caller has read is what counts.
 *
 * connect      Begin to reach the seat's broker; CONNECTED or DISCONNECTED follows. The seat is
 *              copied. Only for a transport that is disconnected. INVALID: seat_check() refuses it.
 *              A session begun earlier under this client id is continued where the broker has it.
 * disconnect   End the connection, or the attempt, in good form where that needs no waiting. No
 *              event follows; what was received and not read is gone, and so is what was sent and
 *              not answered. Does nothing when disconnected.
 * subscribe    Ask for a topic filter at QoS 1; SUBSCRIBED or SUBSCRIBE_REFUSED follows. OFFLINE
 *              when not connected, INVALID for a filter that is empty or too long.
 * publish      Send at QoS 1; PUBLISHED or PUBLISH_REFUSED follows. FULL: too much is in flight,
 *              try again after the next PUBLISHED. OFFLINE when not connected, INVALID for a topic
 *              or payload over the limits above or a topic with a wildcard.
 * next_event   Take the oldest event; false when none waits.
 * wake_fd      A descriptor that is readable while events wait, for poll(); -1 where events only
 *              ever appear during a call (in memory). The transport owns it.
 * destroy      Disconnect and free everything. */
struct transport_calls {
    enum daybook_status (*connect)(void *context, const struct seat *seat);
    void (*disconnect)(void *context);
    enum daybook_status (*subscribe)(void *context, const char *topic_filter);
    enum daybook_status (*publish)(void *context, const struct transport_publish *message);
    bool (*next_event)(void *context, struct transport_event *out_event);
    int (*wake_fd)(void *context);
    void (*destroy)(void *context);
};

struct transport {
    void *context;
    const struct transport_calls *calls;
};

/* The calls, spelled as functions; contracts above. */
enum daybook_status transport_connect(const struct transport *transport, const struct seat *seat);
void transport_disconnect(const struct transport *transport);
enum daybook_status transport_subscribe(const struct transport *transport,
                                        const char *topic_filter);
enum daybook_status transport_publish(const struct transport *transport,
                                      const struct transport_publish *message);
bool transport_next_event(const struct transport *transport, struct transport_event *out_event);
int transport_wake_fd(const struct transport *transport);

/* Free the transport and forget it: *transport is zeroed, and zero is allowed. */
void transport_destroy(struct transport *transport);

/* What every implementation accepts as a topic to publish to, and as a filter to subscribe to. */
bool transport_topic_is_valid(const char *topic);
bool transport_filter_is_valid(const char *topic_filter);

#endif
