/* Messages that real devices of Daybook sent through a broker, to be sent again by simulated ones.
 */
#ifndef BENCH_BROKER_CROWD_TAPE_H
#define BENCH_BROKER_CROWD_TAPE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { TAPE_STREAMS_MAX = 16, TAPE_STREAM_SIZE = 17, TAPE_ENDING_SIZE = 24, TAPE_STAMP_SIZE = 16 };

/* One message: what stood behind the device's name in its topic, and what it said. At least
 * TAPE_STAMP_SIZE bytes. */
struct tape_message {
    char ending[TAPE_ENDING_SIZE]; /* STREAM/ops or STREAM/have */
    bool retain;
    uint8_t *data;
    size_t size;
};

struct tape {
    struct tape_message *messages;
    size_t count;
    char streams[TAPE_STREAMS_MAX][TAPE_STREAM_SIZE];
    size_t stream_count;
    size_t size_max;   /* of one message */
    size_t size_total; /* of all */
};

/* Read a file with a line for each message, its topic and its payload in hexadecimal (mosquitto_sub
 * -F '%t %x'), and keep those to a stream; ends the program where there is none. The caller owns
 * what the tape holds. */
void tape_read(struct tape *tape, const char *path);

void tape_free(struct tape *tape);

#endif
