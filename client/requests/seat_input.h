/* A seat as its file says it, to struct seat and back without its password. */
#ifndef REQUESTS_SEAT_INPUT_H
#define REQUESTS_SEAT_INPUT_H

#include <jansson.h>
#include <stdbool.h>

#include "requests/input.h"
#include "transport/seat.h"

/* Read the object under a member, which must be there. The certificate is borrowed from it. The
 * caller wipes the seat with seat_wipe(), also after false, which means that it was complained. */
bool seat_input_read(const struct input *input, const char *name, struct seat *out_seat);

/* Set the members that tell of a seat. False when memory is short. */
bool seat_input_write(json_t *object, const struct seat *seat);

#endif
