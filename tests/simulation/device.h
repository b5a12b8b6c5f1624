/* A simulated device: what its disk keeps, and the engine that runs on it. */
#ifndef SIMULATION_DEVICE_H
#define SIMULATION_DEVICE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/bytes.h"
#include "domain/stream.h"
#include "simulation/broker.h"
#include "sync/sync.h"

enum { DEVICE_FEED_MAX = BROKER_DEVICE_MAX * STREAM_COUNT };

/* A feed on disk. */
struct disk_feed {
    struct id128 id;
    struct key256 author;
    enum stream stream;
    struct key256 *hashes; /* operation n is hashes[n - 1] */
    uint64_t count;
    uint64_t capacity;
};

/* What survives a crash. */
struct disk {
    struct disk_feed feeds[DEVICE_FEED_MAX];
    size_t feed_count;
    uint64_t have_counter;
};

struct device_faults {
    uint32_t crash;      /* thousandths: the process ends before an action */
    uint32_t fail_store; /* thousandths: a commit does not work */
};

struct device {
    size_t number;
    struct key256 key;
    struct disk disk;
    struct sync *sync; /* NULL while it is down */
    bool connected;
    int64_t wake_ms;
    size_t fit; /* operations that fit one batch */

    const struct sync_member *members;
    size_t member_count;
    struct broker *broker;
    struct chance *chance;
    struct device_faults faults;
    uint64_t trace; /* hash of everything that happened to it */
    uint64_t stored;
    uint64_t received;
    uint64_t told;
};

/* The key of the device with this number. */
struct key256 device_key(size_t number);

/* Make an engine from the disk and tell it what is there. */
void device_start(struct device *device, int64_t now_ms);

/* The process ends; the disk stays. */
void device_crash(struct device *device);

void device_connect(struct device *device, int64_t now_ms);
void device_disconnect(struct device *device, int64_t now_ms);

/* Commit this many own operations to the disk, then tell the engine, unless a crash comes between.
 */
void device_write(struct device *device, int64_t now_ms, enum stream stream, uint64_t count);

/* What the broker brings; the clock. A device that is down hears nothing. */
void device_receive(struct device *device, int64_t now_ms, const struct message *message,
                    bool retained);
void device_answer(struct device *device, int64_t now_ms, const struct occurrence *answer);
void device_wake(struct device *device, int64_t now_ms);
void device_ask(struct device *device, int64_t now_ms);

/* The feed on the disk, NULL when it is not there. */
const struct disk_feed *device_feed(const struct device *device, struct id128 id);

void device_free(struct device *device);

#endif
