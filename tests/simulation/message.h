/* A message between simulated devices, as it looks after opening: the broker only carries it. */
#ifndef SIMULATION_MESSAGE_H
#define SIMULATION_MESSAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/bytes.h"
#include "domain/stream.h"
#include "sync/sync.h"

enum message_kind { MESSAGE_RUN, MESSAGE_HAVE };

struct message {
    enum message_kind kind;
    enum stream stream;
    size_t sender;
    size_t references;

    struct id128 feed; /* RUN */
    struct key256 author;
    uint64_t first;
    struct key256 previous;

    uint64_t counter; /* HAVE */
    bool wants_answer;

    size_t count; /* RUN: hashes, HAVE: positions */
    struct key256 *hashes;
    struct sync_position *positions;
};

/* Zeroed, with room for count hashes or positions, and one reference. */
struct message *message_create(enum message_kind kind, size_t count);

struct message *message_keep(struct message *message);

/* NULL is allowed. */
void message_release(struct message *message);

#endif
