/* A hostile broker between whole journals: it loses, doubles, delays, replays, misplaces, alters,
 * refuses, swallows and forgets, and never forgets what can be held against somebody. */
#ifndef SIMULATION_JOURNALS_RELAY_H
#define SIMULATION_JOURNALS_RELAY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "simulation/chance.h"
#include "simulation/journals/tally.h"
#include "transport/transport.h"

struct relay;
struct relay_link;

/* How hostile, each in thousandths of all messages. */
struct relay_faults {
    uint32_t lose;      /* one receiver does not get it, and it is acknowledged */
    uint32_t repeat;    /* one receiver gets it twice */
    uint32_t delay;     /* one receiver gets it up to delay_ms late, behind later ones */
    uint32_t refuse;    /* the publish is refused */
    uint32_t replay;    /* something sent at any time comes again beside it */
    uint32_t misplace;  /* the same, on the topic of this one */
    uint32_t poison;    /* an altered copy comes beside it */
    uint32_t retained;  /* a retained message is lost, set back, or another device's */
    uint32_t take_over; /* the publisher's connection ends: somebody took over */
    uint32_t delay_ms;
    size_t swallow_size; /* larger payloads are acknowledged and dropped; 0: none are */
    bool forgets_absent; /* nothing is queued for devices that are away */
};

/* What is asked at each publish: does it leave at all? */
struct relay_watch {
    void *context;
    bool (*leaves)(void *context, size_t owner, const struct transport_publish *message);
};

/* An empty broker; everything is borrowed. */
struct relay *relay_create(struct chance *chance, struct tally *tally, const int64_t *now_ms,
                           struct relay_watch watch);
void relay_free(struct relay *relay);

void relay_set_faults(struct relay *relay, const struct relay_faults *faults);

/* A transport for the journal of this number. */
void relay_attach(struct relay *relay, size_t owner, struct transport *out_transport);

/* When the next event waits for the links of this owner; INT64_MAX: none does. */
int64_t relay_due_ms(const struct relay *relay, size_t owner);

/* Nobody with this name towards the broker is let in before that. */
void relay_part(struct relay *relay, const char *client_id, int64_t until_ms);

/* Whoever has this name towards the broker is sent nothing on the topics of a filter before that.
 */
void relay_withhold(struct relay *relay, const char *client_id, const char *filter,
                    int64_t until_ms);

/* Everybody is disconnected, and everything forgotten. */
void relay_restart(struct relay *relay);

/* A hash over everything that was published so far. */
uint64_t relay_trace(const struct relay *relay);

#endif
