/* What the crowd is asked to do, by the words it was started with. */
#ifndef BENCH_BROKER_CROWD_PLAN_H
#define BENCH_BROKER_CROWD_PLAN_H

#include <stdbool.h>
#include <stddef.h>

#include "line.h"
#include "packet.h"

enum { PLAN_LIST_MAX = 16 };

struct plan {
    const char *folder;            /* of seats */
    const char *tape;              /* NULL when it holds */
    bool holds;                    /* seats alone, nothing is measured */
    size_t circles[PLAN_LIST_MAX]; /* of each step, growing */
    size_t step_count;
    long processes[PLAN_LIST_MAX];
    size_t process_count;
    struct line_address addresses[PLAN_LIST_MAX];
    size_t address_count; /* 0: where the seats say */
    enum packet_version version;
    unsigned seconds;
    unsigned every_seconds;
    unsigned patience_seconds;
};

/* Read the words; ends the program with status 2 where they make no sense, and with 0 after having
 * printed what they may be where that is asked. The plan borrows from them. */
void plan_read(struct plan *plan, int count, char **words);

#endif
