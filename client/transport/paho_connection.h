/* One attempt to reach a broker, and the connection it becomes: a paho handle with everything its
 * callbacks touch. It is never used again after it ended, because paho 1.3.12 and 1.3.13 read freed
 * memory when a handle reconnects. */
#ifndef TRANSPORT_PAHO_CONNECTION_H
#define TRANSPORT_PAHO_CONNECTION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <daybook/status.h>

#include "transport/inbox.h"
#include "transport/reason.h"
#include "transport/transport.h"

struct paho_connection;

/* A SUBSCRIBE or PUBLISH that waits for its answer. Whoever owns it keeps it until its item came
 * out of the inbox or the connection was freed. */
struct request {
    struct request *next;
    struct inbox *inbox;
    struct inbox_item answer; /* type and ticket are set before the request leaves */
    bool is_publish;
    size_t payload_size;
    char topic[TRANSPORT_TOPIC_MAX + 1];
};

/* Why a connection ended, for the choice of the protocol's version. */
enum paho_connection_end {
    PAHO_CONNECTION_LOST,              /* after the broker had answered, or it was never reached */
    PAHO_CONNECTION_CLOSED_UNANSWERED, /* reached, then closed before a CONNACK */
    PAHO_CONNECTION_VERSION_REFUSED,
};

/* How to reach a broker, beside the seat. */
struct paho_connection_options {
    const char *ca_file; /* with the only authority to trust, or NULL; must stay until the
                            connection ended */
    enum mqtt_version version;
    unsigned keep_alive_seconds;
};

/* Begin to reach the seat's broker. Exactly one CONNECTED or DISCONNECTED follows in the inbox,
 * and after CONNECTED at most one DISCONNECTED. Seat and options are only read during the call. The
 * inbox must outlive the connection. NO_MEMORY or FAILED: nothing was begun. */
enum daybook_status paho_connection_open(const struct seat *seat,
                                         const struct paho_connection_options *options,
                                         struct inbox *inbox,
                                         struct paho_connection **out_connection);

/* Close in good form where that needs no waiting, empty the inbox, and free. No callback runs
 * after it, and none of its requests is in the inbox any more. NULL is allowed. */
void paho_connection_close(struct paho_connection *connection);

/* Why the connection ended; only after its DISCONNECTED came out of the inbox. */
enum paho_connection_end paho_connection_end(const struct paho_connection *connection);

/* Send a request; its answer follows in the inbox unless the connection ends before. OFFLINE: it
 * has ended already and its DISCONNECTED waits. FAILED: paho does not take it. */
enum daybook_status paho_connection_subscribe(struct paho_connection *connection,
                                              struct request *request);
enum daybook_status paho_connection_publish(struct paho_connection *connection,
                                            struct request *request,
                                            const struct transport_publish *message);

#endif
