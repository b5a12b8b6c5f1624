/* A real broker of a test's own: broker-config/private-broker in a temporary directory. */
#ifndef BROKER_RUNNING_BROKER_H
#define BROKER_RUNNING_BROKER_H

#include <stddef.h>

#include "transport/seat.h"

struct running_broker {
    char directory[64];
    char address[64];
};

/* A seat with the memory its authority needs. */
struct running_seat {
    struct seat seat;
    char ca_pem[4096];
};

/* Each of these ends the program when its script fails: there is nothing to test then. */

/* Make a directory and start a broker in it, with TLS on a free port of 127.0.0.1. */
void running_broker_start(struct running_broker *broker);

/* Stop the broker and remove its directory. */
void running_broker_stop(struct running_broker *broker);

/* Kill the broker's process without a chance to save. */
void running_broker_kill(const struct running_broker *broker);

/* Stop the broker's process where it stands, and let it go on: its connections stay open and answer
 * nothing meanwhile. */
void running_broker_freeze(const struct running_broker *broker);
void running_broker_thaw(const struct running_broker *broker);

/* Start a broker again that was killed, on its old port. */
void running_broker_resume(const struct running_broker *broker);

/* Make a circle. */
void running_broker_add_circle(const struct running_broker *broker, char out_circle[static 40]);

/* Seat a device in a circle and read its seat file. */
void running_broker_add_device(const struct running_broker *broker, const char *circle,
                               struct running_seat *out_seat);

#endif
