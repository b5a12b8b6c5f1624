/* A message between simulated devices, as it looks after opening: the broker only carries it. */
#ifndef SIMULATION_MESSAGE_H
#define SIMULATION_MESSAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/bytes.h"
#include "domain/stream.h"
#include "sync/sync.h"

enum message_kind { MESSAGE_RUN, MESSAGE_HAVE, MESSAGE_KEYS };

struct message {
    enum message_kind kind;
    enum stream stream;
    size_t sender;    /* slot of the device */
    size_t identity;  /* whose key it has */
    size_t to;        /* KEYS: the identity it is sealed to */
    uint64_t view;    /* membership changes its sender knew of */
    uint32_t readers; /* identities it is sealed to, a bit each */
    size_t references;

    struct id128 feed; /* RUN, KEYS */
    struct key256 author;
    uint64_t first;
    struct key256 previous;

    uint64_t counter; /* HAVE */
    bool wants_answer;

    size_t count; /* RUN, KEYS: hashes, HAVE: positions */
    struct key256 *hashes;
    struct sync_position *positions;
};

/* Zeroed, with room for count hashes or positions, and one reference. */
struct message *message_create(enum message_kind kind, size_t count);

struct message *message_keep(struct message *message);

/* NULL is allowed. */
void message_release(struct message *message);

/* Bytes of the envelope it would be, by the sizes of schema/wire: a body of some 150 bytes,
 * padded. */
uint64_t message_size(const struct message *message);

#endif
