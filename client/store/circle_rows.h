/* The care circles of a store. */
#ifndef STORE_CIRCLE_ROWS_H
#define STORE_CIRCLE_ROWS_H

#include <stddef.h>
#include <stdint.h>

#include <daybook/status.h>

#include "base/arena.h"
#include "base/bytes.h"

struct database;

struct circle_row {
    int64_t circle_no;
    struct id128 circle;
    struct id128 person;      /* the store's owner in this circle */
    struct id128 incarnation; /* of this device */
    struct bytes seat;        /* CBOR, data NULL when none is set */
    int64_t joined_ms;
    int64_t older_mqtt_ms; /* when the seat's broker was found to speak MQTT 3.1.1 alone, 0: it was
                              not; not read when a circle is added */
};

/* Add a circle; circle_no is filled in. CONFLICT: it is there already. */
enum daybook_status circle_rows_add(struct database *database, struct circle_row *row);

/* All circles in the order they were joined, in the arena. */
enum daybook_status circle_rows_list(struct database *database, struct arena *arena,
                                     struct circle_row **out_rows, size_t *out_count);

/* Begin a new incarnation in a circle. */
enum daybook_status circle_rows_set_incarnation(struct database *database, int64_t circle_no,
                                                struct id128 incarnation);

/* Set or take away the seat, and forget what its broker was found to speak. */
enum daybook_status circle_rows_set_seat(struct database *database, int64_t circle_no,
                                         struct bytes seat);

/* Note when the seat's broker was found to speak MQTT 3.1.1 alone; 0: it speaks more. */
enum daybook_status circle_rows_set_older_mqtt(struct database *database, int64_t circle_no,
                                               int64_t found_ms);

#endif
