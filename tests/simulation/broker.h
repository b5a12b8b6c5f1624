/* A hostile broker in memory: it loses, doubles, delays, reorders, replays, refuses and forgets. */
#ifndef SIMULATION_BROKER_H
#define SIMULATION_BROKER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "domain/stream.h"
#include "simulation/agenda.h"
#include "simulation/chance.h"
#include "simulation/faults.h"
#include "simulation/message.h"

enum { BROKER_DEVICE_MAX = 8, BROKER_QUEUE_MAX = 100, BROKER_HISTORY_MAX = 32 };

/* How hostile, each in thousandths of all messages. */
struct broker_faults {
    uint32_t lose;          /* one receiver does not get it, and it is acknowledged */
    uint32_t repeat;        /* one receiver gets it twice */
    uint32_t delay;         /* one receiver gets it up to delay_ms late, behind later ones */
    uint32_t replay;        /* an old message comes again */
    uint32_t refuse;        /* the publish is refused */
    uint32_t lose_retained; /* a retained message is not given to a newcomer */
    uint32_t old_retained;  /* or an older one is given instead */
    uint32_t delay_ms;
    uint32_t queue_max;  /* messages queued for a device that is away; 0: BROKER_QUEUE_MAX */
    uint32_t oversize;   /* a run of more operations is acknowledged and dropped; 0: none is */
    bool forgets_absent; /* nothing is queued for devices that are away */
};

struct broker_session {
    bool reads[STREAM_COUNT]; /* subscribed, now or when last connected */
    bool connected;
    uint64_t number; /* rises with every connection */
    uint32_t group;  /* of a partition: only those of one group hear each other */
    struct message *queue[BROKER_QUEUE_MAX];
    size_t queue_count;
};

struct broker {
    struct agenda *agenda;
    struct chance *chance;
    struct broker_faults faults;
    size_t device_count;
    size_t identities[BROKER_DEVICE_MAX]; /* whose name each device has */
    struct broker_session sessions[BROKER_DEVICE_MAX];
    struct message *retained[BROKER_DEVICE_MAX][STREAM_COUNT]; /* by identity */
    struct message *history[BROKER_HISTORY_MAX];
    size_t history_count;
    uint64_t published_operations;
    uint64_t published_messages;
    uint64_t published_bytes; /* of operations, envelopes included */
    uint64_t *injected;       /* counts of struct verdict; NULL: nobody counts */
};

/* A device connects and subscribes: retained and queued messages are on their way to it. */
void broker_connect(struct broker *broker, int64_t now_ms, size_t device,
                    const bool reads[static STREAM_COUNT]);
void broker_subscribe(struct broker *broker, size_t device, const bool reads[static STREAM_COUNT]);
void broker_disconnect(struct broker *broker, size_t device);

/* A device publishes; the answer to its ticket is put on the agenda. Takes over the message. */
void broker_publish(struct broker *broker, int64_t now_ms, struct message *message,
                    uint64_t ticket);

/* Forget everything: sessions, queues, retained messages. Everybody is disconnected. */
void broker_restart(struct broker *broker);

void broker_free(struct broker *broker);

#endif
