/* What will happen in a simulation, in the order of time. */
#ifndef SIMULATION_AGENDA_H
#define SIMULATION_AGENDA_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct message;

enum occurrence_kind {
    OCCURRENCE_DELIVERY, /* a message reaches a device */
    OCCURRENCE_ANSWER,   /* the broker acknowledges or refuses a publish */
    OCCURRENCE_CONNECT,
    OCCURRENCE_START, /* a device that crashed comes back */
    OCCURRENCE_MISCHIEF,
    OCCURRENCE_MEND, /* a trouble that lasts a while ends */
};

struct occurrence {
    int64_t at_ms;
    uint64_t order; /* among those of one moment */
    enum occurrence_kind kind;
    size_t device;
    uint64_t session; /* DELIVERY, ANSWER: void when the device has another by then */
    struct message *message;
    bool retained;
    uint64_t ticket;
    uint64_t last;
    bool refused;
};

struct agenda {
    struct occurrence *items; /* a heap */
    size_t count;
    size_t capacity;
    uint64_t order;
};

/* Takes over a reference to the message. */
void agenda_add(struct agenda *agenda, struct occurrence occurrence);

/* The earliest occurrence's time; INT64_MAX when there is none. */
int64_t agenda_next_ms(const struct agenda *agenda);

/* Take the earliest out; the caller takes over its message. */
struct occurrence agenda_take(struct agenda *agenda);

void agenda_free(struct agenda *agenda);

#endif
