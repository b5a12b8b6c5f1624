/* What the two halves of the broker in memory share: mail on its way, sessions, and transports. */
#ifndef TRANSPORT_MEMORY_PARTS_H
#define TRANSPORT_MEMORY_PARTS_H

#include <stdbool.h>
#include <stddef.h>

#include "transport/memory_broker.h"

/* An event on its way, with the topic and the payload it speaks of. */
struct mail {
    struct mail *next;
    struct transport_event event;
    size_t in_flight_size; /* of an answer to a publish */
    char content[];
};

struct mail_queue {
    struct mail *first;
    struct mail *last;
};

struct filter {
    struct filter *next;
    char text[TRANSPORT_TOPIC_MAX + 1];
};

/* A device the broker knows, with what it keeps for it between connections. */
struct session {
    struct session *next;
    struct seat seat;
    bool banned;
    bool begun; /* a connection was made since the session was last empty */
    struct filter *filters;
    struct mail_queue waiting;
    struct memory_transport *connection; /* NULL while away */
};

enum memory_state { MEMORY_DISCONNECTED, MEMORY_CONNECTING, MEMORY_CONNECTED };

struct memory_transport {
    struct memory_broker *broker;
    struct session *session; /* NULL while the broker knows of no connection */
    enum memory_state state; /* as its user has read it */
    struct mail_queue events;
    struct mail *lent;
    size_t in_flight_count;
    size_t in_flight_size;
};

/* Zeroed memory; ends the test when there is none. */
void *memory_take(size_t size);

/* Make mail that copies the event's topic and payload. */
struct mail *mail_create(const struct transport_event *event);
void mail_append(struct mail_queue *queue, struct mail *mail);
struct mail *mail_take(struct mail_queue *queue);
void mail_clear(struct mail_queue *queue);

/* The broker's half of the transport's calls. */

/* Begin a connection: puts CONNECTED and what waited, or DISCONNECTED, into the transport's
 * events. */
void memory_broker_accept(struct memory_broker *broker, struct memory_transport *transport,
                          const struct seat *seat);

/* Forget the transport's connection without telling it. */
void memory_broker_release(struct memory_transport *transport);

/* Answer a SUBSCRIBE and send what is retained. The session must have a connection. */
void memory_broker_subscribe(struct memory_broker *broker, struct session *session,
                             const char *topic_filter);

/* Whether a payload of this size is taken; otherwise what is done about it. */
bool memory_broker_takes(const struct memory_broker *broker, size_t payload_size,
                         enum memory_habit *out_habit);

/* Pass a message on; false when the session may not publish there. */
bool memory_broker_publish(struct memory_broker *broker, const struct session *session,
                           const struct transport_publish *message);

#endif
