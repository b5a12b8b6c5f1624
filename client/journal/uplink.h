/* One connection to one broker: connecting, subscribing, coming back after a loss. For journal/
 * only. */
#ifndef JOURNAL_UPLINK_H
#define JOURNAL_UPLINK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <daybook/status.h>

#include "base/bytes.h"
#include "domain/stream.h"
#include "sync/sync.h"
#include "transport/transport.h"

struct journal_ports;

enum uplink_stage {
    UPLINK_OFF, /* not wanted, or waiting to try again */
    UPLINK_CONNECTING,
    UPLINK_SUBSCRIBING,
    UPLINK_READY, /* every filter is granted or refused */
};

/* What the broker has not answered yet. */
enum uplink_owed { UPLINK_OWES_NOTHING, UPLINK_OWES_FILTERS, UPLINK_OWES_PUBLISHES };

enum { UPLINK_FILTERS_MAX = 12, UPLINK_TICKETS_MAX = TRANSPORT_IN_FLIGHT_MAX };

/* A publish the broker has not acknowledged yet, and what the engine calls it. */
struct uplink_ticket {
    uint64_t transport_ticket; /* 0: this row is free */
    uint64_t engine_ticket;    /* 0: nobody waits for it */
    uint64_t last;             /* last operation in the batch */
    size_t operations;
};

struct uplink {
    bool has_seat;
    struct seat seat;
    char *ca; /* owned copy seat.ca_pem borrows */
    struct transport transport;
    enum uplink_stage stage;
    int64_t retry_ms;   /* OFF: when to try again */
    uint32_t failures;  /* in a row, until a connection held for a while */
    size_t filters_due; /* answers still to come */
    int64_t step_ms;    /* when it was last looked after */
    int64_t ready_ms;   /* READY: since when */
    int64_t heard_ms;   /* when the broker last answered */
    int64_t waiting_ms; /* since when it owes an answer */
    uint32_t takeovers; /* connections in a row that another one with this seat ended */
    uint32_t closes;   /* and that the broker closed soon, without a word and for no reason known */
    bool refused;      /* not every filter was granted */
    bool refused_anew; /* of the answers that came by now */
    enum uplink_owed broke_off; /* what a broker that ended or froze the connection owed then */
    uint32_t refusals;          /* in a row */
    int64_t ask_again_ms;       /* when to ask for the filters anew */
    size_t packet_max;          /* bytes of a packet the broker takes, 0 where it did not say */
    uint64_t last_ticket;
    struct uplink_ticket tickets[UPLINK_TICKETS_MAX];
    bool hears_stream[STREAM_COUNT]; /* filters asked for on this connection */
    bool hears_own;
    bool hears_joins;
    bool ever_ready;            /* since going online */
    int64_t active_ms;          /* last time something arrived or left */
    enum daybook_status status; /* why the last attempt failed; OK when none did */
    char reason[TRANSPORT_REASON_SIZE];
};

/* Take a copy of the seat; an open connection is ended. */
enum daybook_status uplink_set_seat(struct uplink *uplink, const struct seat *seat);

/* Begin to connect when it is off, has a seat and the time has come. */
void uplink_try(struct uplink *uplink, const struct journal_ports *ports, int64_t now_ms);

/* Take the oldest event, and see to what only time brings: filters that were refused count as not
 * asked for once it is time to ask again. An event that says so is made up when the broker owes an
 * answer for too long: a connection may be dead without a sign, and what was published then has to
 * be offered again. False when nothing happened. */
bool uplink_next_event(struct uplink *uplink, int64_t now_ms, struct transport_event *out_event);

/* When it wants to be looked after though nothing happened; INT64_MAX for never. */
int64_t uplink_wake_ms(const struct uplink *uplink);

/* Another device seems to use this seat: three connections in a row were taken over, after which
 * the pauses are minutes, so that the two do not push each other off all day; or, where the broker
 * does not say so, five ended soon, while nothing was under way, and the broker knew the session
 * each time. A broker that is killed again and again looks like that, too, so the pauses stay below
 * a minute and a half. */
bool uplink_is_contested(const struct uplink *uplink);

/* Not all is as asked for, though the broker may be reached: it refused a filter, or ends the
 * connection whenever it is asked or sent something. status and reason say so. */
bool uplink_is_refused(const struct uplink *uplink);

/* Try now what failed before, to connect or to read, instead of after its pause; until then nothing
 * is known to fail. The pauses go on from where they were. */
void uplink_hurry(struct uplink *uplink);

/* Disconnect and forget failures. */
void uplink_stop(struct uplink *uplink);

/* Stop, destroy the transport and wipe the seat. */
void uplink_end(struct uplink *uplink);

/* The broker accepted: filters are to be asked for anew. */
void uplink_connected(struct uplink *uplink, const struct transport_event *event, int64_t now_ms);

/* A filter was granted or refused. Refused ones are asked for again after 1 min, doubled up to 15.
 */
void uplink_answered(struct uplink *uplink, const struct transport_event *event);

/* After a loss: when to come back, with the reason kept. Brokers of MQTT 3.1.1 know no other
 * refusal than to break off, so what was due at that moment is said. The pause is 1 s, doubled up
 * to 60 s, more or less by half; it begins anew only after a connection that held for a minute,
 * since a broker may accept everybody and close at once. */
void uplink_lost(struct uplink *uplink, const struct transport_event *event, int64_t now_ms);

/* Ask for filters; stage becomes READY when all are answered. */
enum daybook_status uplink_subscribe(struct uplink *uplink,
                                     char (*filters)[TRANSPORT_TOPIC_MAX + 1], size_t count);

/* Publish and remember the engine's ticket. FULL: too much in flight. */
enum daybook_status uplink_publish(struct uplink *uplink, const struct transport_publish *message,
                                   const struct uplink_ticket *engine);

/* Since when the broker owes an answer without having said anything; INT64_MAX: it owes none. */
int64_t uplink_unanswered_ms(const struct uplink *uplink);

/* Has the broker acknowledged everything that was published? */
bool uplink_is_idle(const struct uplink *uplink);

/* After the connection ended: what was under way, and forget it. */
size_t uplink_forget_tickets(struct uplink *uplink,
                             struct sync_batch out_batches[static UPLINK_TICKETS_MAX]);

/* The largest payload the broker said it takes; 0 when it named no limit. */
size_t uplink_payload_max(const struct uplink *uplink);

/* The row of an acknowledged or refused publish, freed; false when nobody knows it. */
bool uplink_take_ticket(struct uplink *uplink, uint64_t transport_ticket,
                        struct uplink_ticket *out_ticket);

#endif
