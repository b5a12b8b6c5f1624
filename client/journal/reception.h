/* One envelope while it is handled. For receiving*.c only. */
#ifndef JOURNAL_RECEPTION_H
#define JOURNAL_RECEPTION_H

#include <stdbool.h>

#include <daybook/status.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/bytes.h"
#include "journal/receiving.h"
#include "journal/topic.h"
#include "wire/envelope.h"

struct held_epoch;
struct own_circle;

/* The arena holds what is decoded. */
struct reception {
    struct own_circle *circle;
    struct topic topic;
    struct bytes payload;
    bool retained;
    struct envelope_clear clear;
    struct arena *arena;
    struct receiving_tally tally;
    bool opened; /* a key fitted, and opened it */
};

/* Open the envelope under a key of its stream. OK with *out_epoch NULL: it is not for us to read.
 */
enum daybook_status receiving_open(struct reception *reception, struct key256 sender,
                                   struct buffer *out_plain, const struct held_epoch **out_epoch);

/* Take the operations of an OPS; those of a KEYS, if it is sealed to this device. What is not
 * authentic is dropped. Statuses of the store. */
enum daybook_status receiving_ops(struct reception *reception);
enum daybook_status receiving_keys(struct reception *reception);

/* Take a HAVE of this device, if it opens as one and is signed so. */
enum daybook_status receiving_have(struct reception *reception, struct key256 sender);

#endif
