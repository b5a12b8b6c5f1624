/* What reaches a simulated device: whether it can read it, and what its journal makes of it. */
#include "simulation/hearing.h"

#include <string.h>

#include "simulation/incarnation.h"
#include "simulation/message.h"

/* A run of an own feed may tell another history than the one that is here; what gives way to it
 * leaves room for it. */
static void receive_run(struct device *device, int64_t world_ms, const struct message *message)
{
    const struct sync_event run = {.type = SYNC_EVENT_RUN,
                                   .stream = message->stream,
                                   .device = message->author,
                                   .position.feed = message->feed,
                                   .first = message->first,
                                   .previous = message->previous,
                                   .hashes = message->hashes,
                                   .hash_count = message->count,
                                   .retained = message->kind == MESSAGE_KEYS};
    if (incarnation_refuses(device, &run)) {
        return;
    }
    bool is_up = device_handle(device, run, world_ms);
    if (!is_up || !key256_equal(message->author, device->key)) {
        return;
    }
    struct sync_position last = {.feed = message->feed,
                                 .number = message->first + message->count - 1};
    memcpy(last.hash_start, message->hashes[message->count - 1].bytes, sizeof last.hash_start);
    incarnation_proven(device, &last);
    if (device_handle(device, (struct sync_event){.type = SYNC_EVENT_CLOCK}, world_ms) &&
        sync_position(device->sync, message->feed).number < last.number) {
        (void)device_handle(device, run, world_ms);
    }
}

/* What lies at a broker tells nothing of who is there. */
static void check_present(const struct device *device)
{
    struct sync_owing owing = {0};
    size_t spoke = 0;
    for (size_t identity = 0; identity < BROKER_DEVICE_MAX; identity++) {
        spoke += device->spoke >> identity & 1;
    }
    sync_owing(device->sync, &owing);
    verdict_check(device->circle->verdict, INVARIANT_PRESENT, owing.present <= spoke,
                  "somebody is taken to be there who did not speak");
}

/* What a journal keeps of a HAVE, and what it makes of it besides. */
static bool take_have(struct device *device, int64_t world_ms, struct message *have, bool retained)
{
    bool others = have->identity != device->identity;
    device->spoke |= (uint32_t)(others && !retained) << have->identity;
    device->asked[have->stream] |= others && !retained && have->wants_answer;
    bool is_up = device_handle(device,
                               (struct sync_event){.type = SYNC_EVENT_HAVE,
                                                   .stream = have->stream,
                                                   .device = have->author,
                                                   .counter = have->counter,
                                                   .wants_answer = have->wants_answer,
                                                   .retained = retained,
                                                   .positions = have->positions,
                                                   .position_count = have->count},
                               world_ms);
    if (!is_up) {
        return false;
    }
    check_present(device);
    if (others && device->heard) {
        disk_hear(&device->disk, have, retained);
    } else if (!others && have->counter > device->disk.have_counter) {
        device->disk.have_counter = have->counter; /* it said so before it was set back */
    }
    for (size_t i = 0; i < have->count; i++) {
        incarnation_heard(device, &have->positions[i]);
    }
    return device->pending_count == 0 ||
           device_handle(device, (struct sync_event){.type = SYNC_EVENT_CLOCK}, world_ms);
}

/* What cannot be opened says that `circle` operations are missing here. */
static bool is_readable(const struct device *device, const struct message *message)
{
    if (message->kind == MESSAGE_KEYS) {
        return message->to == device->identity;
    }
    bool sealed_to = (message->readers >> device->identity & 1) != 0;
    bool behind = (message->view & ~device->view) != 0 && (device->view & ~message->view) == 0;
    return sealed_to && !behind;
}

/* Whoever writes what cannot be opened here may have missed changes just as well. */
static void receive_unreadable(struct device *device, int64_t world_ms,
                               const struct message *message, bool retained)
{
    bool is_up = device_handle(
        device, (struct sync_event){.type = SYNC_EVENT_UNREADABLE, .stream = message->stream},
        world_ms);
    if (is_up && message->stream == STREAM_CIRCLE && message->kind != MESSAGE_KEYS && !retained) {
        (void)device_handle(device,
                            (struct sync_event){.type = SYNC_EVENT_STALE_KEYS,
                                                .device = device_key(message->identity)},
                            world_ms);
    }
}

void hearing_message(struct device *device, int64_t world_ms, struct message *message,
                     bool retained)
{
    bool echo = message->identity == device->identity &&
                (message->kind != MESSAGE_HAVE || (message->sender == device->slot && !retained));
    if (device->sync == NULL || !device->connected || echo) {
        return;
    }
    if (!is_readable(device, message)) {
        receive_unreadable(device, world_ms, message, retained);
        return;
    }
    if (message->kind != MESSAGE_HAVE) {
        receive_run(device, world_ms, message);
        return;
    }
    bool stale = (device->view & ~message->view) != 0 && message->stream == STREAM_CIRCLE;
    if (take_have(device, world_ms, message, retained) && stale && !retained) {
        (void)device_handle(
            device, (struct sync_event){.type = SYNC_EVENT_STALE_KEYS, .device = message->author},
            world_ms);
    }
}
