/* Every operation that was ever written in a simulation, so that none can be lost or altered
 * unnoticed. */
#ifndef SIMULATION_LEDGER_H
#define SIMULATION_LEDGER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/bytes.h"
#include "domain/stream.h"

enum { LEDGER_CHANGE_MAX = 64, LEDGER_SLOT_MAX = 8 };

/* What an operation in `circle` does to the circle. */
enum change_kind { CHANGE_NONE, CHANGE_ADD, CHANGE_REMOVE, CHANGE_GRANT, CHANGE_UNGRANT };

struct change {
    enum change_kind kind;
    size_t subject; /* identity */
};

/* What somebody wrote; written again, it is another operation with the same content. */
struct content {
    size_t author; /* identity */
    enum stream stream;
    uint32_t holders; /* slots whose disks hold it, a bit each */
    uint64_t change;  /* bit in a view; 0 when it changes nothing */
    bool excused;     /* the last disk that held it was destroyed, or none ever did */
};

struct ledger_feed {
    size_t identity;
    enum stream stream;
    uint64_t incarnation;
    uint64_t longest;
    uint64_t durable[LEDGER_SLOT_MAX]; /* as far as it ever was on the disk of a slot */
    bool forked;                       /* two operations were written under one number */
};

struct ledger_operation {
    uint32_t feed;
    uint32_t content;
    uint32_t previous; /* operation, 0 for none */
    uint64_t number;
    bool is_signed; /* a signature of its head exists */
};

/* Operations count from 1, so that 0 is none; the others from 0. */
struct ledger {
    uint64_t salt;
    uint64_t incarnations;
    struct ledger_operation *operations;
    size_t operation_count;
    size_t operation_capacity;
    struct content *contents;
    size_t content_count;
    size_t content_capacity;
    struct ledger_feed *feeds;
    size_t feed_count;
    size_t feed_capacity;
    struct change changes[LEDGER_CHANGE_MAX];
    size_t change_count;
};

void ledger_begin(struct ledger *ledger, uint64_t salt);
void ledger_end(struct ledger *ledger);

/* The feed an identity writes in a stream in one incarnation, added when it is new. */
uint32_t ledger_feed_of(struct ledger *ledger, size_t identity, uint64_t incarnation,
                        enum stream stream);

/* New content by whoever writes this feed; change may be of kind CHANGE_NONE. */
uint32_t ledger_write(struct ledger *ledger, uint32_t feed, struct change change);

/* Append content to a feed behind an operation of it, 0 for the first. */
uint32_t ledger_append(struct ledger *ledger, uint32_t feed, uint32_t previous, uint32_t content);

/* Names and hashes on the wire, and back; false or 0 when there is no such thing. */
struct id128 ledger_feed_id(const struct ledger *ledger, uint32_t feed);
bool ledger_find_feed(const struct ledger *ledger, struct id128 id, uint32_t *out_feed);
struct key256 ledger_hash(const struct ledger *ledger, uint32_t operation);
uint32_t ledger_find(const struct ledger *ledger, const struct key256 *hash);

#endif
