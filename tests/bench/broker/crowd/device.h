/* A simulated device of Daybook: it takes its seat at the broker as a real one does, sends messages
 * that real ones sent, and counts what it hears of the others in its circle. */
#ifndef BENCH_BROKER_CROWD_DEVICE_H
#define BENCH_BROKER_CROWD_DEVICE_H

#include <stdbool.h>
#include <stdint.h>

#include "figures.h"
#include "line.h"
#include "packet.h"
#include "seats.h"
#include "tape.h"

enum device_state { DEVICE_AWAY, DEVICE_ARRIVING, DEVICE_SEATED, DEVICE_CUT };

struct device {
    struct line line;
    enum device_state state;
    uint16_t number;                      /* of its last packet that wants an answer */
    size_t subscribed;                    /* filters that were granted */
    uint64_t began_ns;                    /* when it began to arrive */
    uint64_t last_sent_ns;                /* anything: it pings when this is long ago */
    uint32_t sent;                        /* messages */
    uint32_t awaited[SEATS_A_CIRCLE_MAX]; /* the next message of each in the circle */
};

/* What the devices did and heard so far, all together. */
struct device_tally {
    uint64_t sent;
    uint64_t acknowledged;
    uint64_t heard;          /* for the first time, by each in the circle, the sender too */
    uint64_t doubled;        /* heard again, or late */
    uint64_t altered;        /* not what was sent, or under another's name */
    uint64_t foreign;        /* of another circle */
    uint64_t refused;        /* by a code */
    uint64_t cut;            /* devices that were hung up on */
    struct figures arrivals; /* from the first packet of TCP to the last subscription granted */
    struct figures journeys; /* from being due to being heard by another */
};

/* What they have in common. Whoever makes it owns what it points to. */
struct device_company {
    struct line_exchange exchange;
    const struct line_address *addresses; /* devices of a circle take them in turn */
    size_t address_count;
    enum packet_version version;
    struct seats seats;
    struct tape tape;
    struct device *devices; /* one for each place of the seats */
    size_t device_count;
    size_t arriving;
    size_t seated;
    uint64_t looked_ns; /* when they were last asked whether they keep alive */
    struct device_tally tally;
};

/* Begin to take its seat. */
void device_arrive(struct device_company *company, struct device *device);

/* Do what the line is ready for: epoll said so. */
void device_serve(struct device_company *company, struct device *device);

/* Send the next message of the tape. It is due at this time, and its journey counts from there. */
void device_publish(struct device_company *company, struct device *device, uint64_t due_ns);

/* May it send, as far as its line goes? */
bool device_is_ready(const struct device *device);

/* Say that it is still there, if it said nothing for as long as a real one keeps quiet. */
void device_keep_alive(struct device_company *company, struct device *device, uint64_t now_ns);

void device_leave(struct device_company *company, struct device *device);

/* Messages that were sent and not heard by everybody in the circle, counted once for each. */
uint64_t device_on_way(const struct device_company *company);

#endif
