/* What the hostile broker is made of. */
#ifndef SIMULATION_JOURNALS_RELAY_PARTS_H
#define SIMULATION_JOURNALS_RELAY_PARTS_H

#include "simulation/journals/relay.h"

enum { RELAY_SESSION_MAX = 24, RELAY_FILTER_MAX = 24, RELAY_WAITING_MAX = 200 };

/* One message, shared by everybody it goes to. */
struct letter {
    size_t references;
    size_t size;
    bool retained;
    char topic[TRANSPORT_TOPIC_MAX + 1];
    uint8_t payload[];
};

/* An event on its way to a link. */
struct parcel {
    struct parcel *next;
    int64_t at_ms;
    uint64_t order;
    size_t in_flight; /* of an answer: bytes that are no longer in flight */
    struct letter *letter;
    struct transport_event event;
};

struct relay_link {
    struct relay *relay;
    struct relay_link *next;
    size_t owner;
    bool connected; /* as its user knows */
    struct session *session;
    struct parcel *parcels; /* by time */
    struct parcel *lent;
    size_t in_flight_count;
    size_t in_flight_size;
};

struct session {
    char client_id[40];
    bool begun;
    int64_t parted_until_ms;
    char withheld[TRANSPORT_TOPIC_MAX + 1]; /* a filter */
    int64_t withheld_until_ms;
    struct relay_link *link;
    char filters[RELAY_FILTER_MAX][TRANSPORT_TOPIC_MAX + 1];
    size_t filter_count;
    struct letter *waiting[RELAY_WAITING_MAX];
    size_t waiting_count;
};

struct relay {
    struct chance *chance;
    struct tally *tally;
    const int64_t *now_ms;
    struct relay_watch watch;
    struct relay_faults faults;
    struct relay_link *links;
    struct session sessions[RELAY_SESSION_MAX];
    size_t session_count;
    struct letter **history; /* everything ever published */
    size_t history_count;
    size_t history_capacity;
    size_t forgotten; /* retained letters before this number of the history are gone */
    uint64_t order;
    uint64_t trace;
};

/* Broker and link: what each asks of the other. */
struct letter *letter_create(const char *topic, struct bytes payload);
struct letter *letter_keep(struct letter *letter);
void letter_release(struct letter *letter);

/* Put an event on its way; takes over the letter, which may be NULL. */
void relay_link_post(struct relay_link *link, const struct parcel *parcel);
void relay_link_drop_all(struct relay_link *link);

struct session *relay_session(struct relay *relay, const char *client_id);
void relay_enter(struct relay_link *link, const char *client_id);
void relay_end_connection(struct session *session, const char *reason);
void relay_subscribe(struct relay_link *link, const char *filter);
void relay_publish(struct relay_link *link, const struct transport_publish *message);

#endif
