/* The seats of many circles, read from the folder that `seats bulk` made. */
#ifndef BENCH_BROKER_CROWD_SEATS_H
#define BENCH_BROKER_CROWD_SEATS_H

#include <stddef.h>

enum { SEATS_A_CIRCLE_MAX = 8, SEATS_NAME_SIZE = 40, SEATS_PASSWORD_SIZE = 80 };

/* One device's place in one circle. */
struct seats_place {
    char circle[SEATS_NAME_SIZE];
    char client_id[SEATS_NAME_SIZE];
    char username[SEATS_NAME_SIZE];
    char password[SEATS_PASSWORD_SIZE];
};

/* All of them, circle by circle: place I is number I % a_circle of circle I / a_circle. */
struct seats {
    struct seats_place *places;
    size_t circle_count;
    size_t a_circle;
    char *broker;    /* "mqtts://host:port", as the first seat says */
    char *authority; /* PEM, likewise */
};

/* Read the first circles, as many as asked for or there are; ends the program where the folder is
 * not one of seats. The caller owns what seats hold. */
void seats_read(struct seats *seats, const char *folder, size_t circles_max);

/* Overwrite the passwords and free everything. */
void seats_free(struct seats *seats);

#endif
