/* An engine on the bench: short words for events, and a list of the actions they caused. */
#include "sync/rig.h"

#include <assert.h>
#include <string.h>

struct key256 rig_device(size_t device)
{
    return (struct key256){{0xDE, (uint8_t)device}};
}

struct id128 rig_feed(size_t author, enum stream stream)
{
    return (struct id128){{0xFE, (uint8_t)stream, (uint8_t)author, (uint8_t)(author >> 8)}};
}

struct key256 rig_hash(size_t author, uint64_t number)
{
    struct key256 hash = {{0}};
    if (number > 0) {
        memcpy(hash.bytes, &number, sizeof number);
        hash.bytes[7] = (uint8_t)(0x80 + author);
    }
    return hash;
}

struct sync_position rig_position(size_t author, enum stream stream, uint64_t number)
{
    struct sync_position position = {.feed = rig_feed(author, stream), .number = number};
    struct key256 hash = rig_hash(author, number);
    memcpy(position.hash_start, hash.bytes, sizeof position.hash_start);
    return position;
}

void rig_begin(struct rig *rig, size_t member_count)
{
    *rig = (struct rig){.member_count = member_count, .now_ms = 50000, .wake_ms = INT64_MAX};
    for (size_t i = 0; i < member_count; i++) {
        rig->members[i].device = rig_device(i);
        memset(rig->members[i].reads, true, sizeof rig->members[i].reads);
    }
    struct sync_options options = sync_options_default(rig_device(RIG_SELF), 1);
    rig->sync = sync_create(&options);
    assert(rig->sync != NULL);
    rig_members(rig);
}

void rig_end(struct rig *rig)
{
    sync_free(rig->sync);
}

/* What the journal would report at once; false when there is nothing. */
static bool report(const struct rig *rig, const struct sync_action *action,
                   const struct sync_event *cause, struct sync_event *out_event)
{
    *out_event = (struct sync_event){.stream = action->stream, .ticket = action->ticket};
    if (action->type == SYNC_ACTION_STORE) {
        assert(cause->type == SYNC_EVENT_RUN && cause->hashes != NULL);
        out_event->type = rig->full ? SYNC_EVENT_STORE_FAILED : SYNC_EVENT_STORED;
        out_event->position.feed = action->feed;
        out_event->position.number = cause->first + cause->hash_count - 1;
        memcpy(out_event->position.hash_start, cause->hashes[cause->hash_count - 1].bytes, 8);
        return true;
    }
    out_event->type = SYNC_EVENT_PUBLISHED;
    out_event->last = action->last;
    return !rig->mute &&
           (action->type == SYNC_ACTION_PUBLISH_RUN || action->type == SYNC_ACTION_PUBLISH_HAVE ||
            action->type == SYNC_ACTION_SEND_KEYS);
}

void rig_event(struct rig *rig, struct sync_event event)
{
    struct sync_event events[RIG_EVENT_MAX] = {event};
    size_t event_count = 1;
    for (size_t next = 0; next < event_count; next++) {
        events[next].now_ms = rig->now_ms;
        struct sync_actions actions;
        sync_handle(rig->sync, &events[next], &actions);
        rig->wake_ms = INT64_MAX;
        for (size_t i = 0; i < actions.count; i++) {
            const struct sync_action *action = &actions.items[i];
            assert(rig->count < RIG_ACTION_MAX && event_count < RIG_EVENT_MAX);
            rig->actions[rig->count++] = *action;
            event_count += report(rig, action, &events[next], &events[event_count]);
            rig->wake_ms = action->type == SYNC_ACTION_WAKE_AT ? action->wake_ms : rig->wake_ms;
        }
    }
}

void rig_pass(struct rig *rig, int64_t duration_ms)
{
    int64_t until_ms = rig->now_ms + duration_ms;
    while (rig->wake_ms <= until_ms) {
        assert(rig->wake_ms > rig->now_ms);
        rig->now_ms = rig->wake_ms;
        rig_event(rig, (struct sync_event){.type = SYNC_EVENT_CLOCK});
    }
    rig->now_ms = until_ms;
}

void rig_members(struct rig *rig)
{
    rig_event(rig, (struct sync_event){.type = SYNC_EVENT_MEMBERS,
                                       .members = rig->members,
                                       .member_count = rig->member_count});
}

void rig_connect(struct rig *rig)
{
    rig_event(rig, (struct sync_event){.type = SYNC_EVENT_CONNECTED});
}

void rig_settle(struct rig *rig)
{
    rig_connect(rig);
    rig_pass(rig, 60000);
    rig_forget(rig);
}

void rig_holds(struct rig *rig, size_t author, uint64_t number)
{
    rig_event(rig, (struct sync_event){.type = SYNC_EVENT_FEED,
                                       .stream = STREAM_LOG,
                                       .device = rig_device(author),
                                       .position = rig_position(author, STREAM_LOG, number)});
}

void rig_writes(struct rig *rig, uint64_t number)
{
    rig_event(rig, (struct sync_event){.type = SYNC_EVENT_WRITTEN,
                                       .stream = STREAM_LOG,
                                       .position = rig_position(RIG_SELF, STREAM_LOG, number)});
}

void rig_run(struct rig *rig, size_t author, uint64_t first, uint64_t last)
{
    struct key256 hashes[BATCH_OPERATIONS_MAX];
    assert(last - first < BATCH_OPERATIONS_MAX);
    for (uint64_t number = first; number <= last; number++) {
        hashes[number - first] = rig_hash(author, number);
    }
    rig_event(rig, (struct sync_event){.type = SYNC_EVENT_RUN,
                                       .stream = STREAM_LOG,
                                       .device = rig_device(author),
                                       .position.feed = rig_feed(author, STREAM_LOG),
                                       .first = first,
                                       .previous = rig_hash(author, first - 1),
                                       .hashes = hashes,
                                       .hash_count = (size_t)(last - first + 1)});
}

static void have(struct rig *rig, size_t peer, const struct sync_position *position, bool asks)
{
    rig_event(rig, (struct sync_event){.type = SYNC_EVENT_HAVE,
                                       .stream = STREAM_LOG,
                                       .device = rig_device(peer),
                                       .positions = position,
                                       .position_count = 1,
                                       .counter = ++rig->counter,
                                       .wants_answer = asks});
}

void rig_have(struct rig *rig, size_t peer, size_t author, uint64_t number)
{
    struct sync_position position = rig_position(author, STREAM_LOG, number);
    have(rig, peer, &position, false);
}

void rig_have_asking(struct rig *rig, size_t peer, size_t author, uint64_t number)
{
    struct sync_position position = rig_position(author, STREAM_LOG, number);
    have(rig, peer, &position, true);
}

void rig_forget(struct rig *rig)
{
    rig->count = 0;
}

size_t rig_count(const struct rig *rig, enum sync_action_type type)
{
    size_t count = 0;
    for (size_t i = 0; i < rig->count; i++) {
        count += rig->actions[i].type == type;
    }
    return count;
}

const struct sync_action *rig_find(const struct rig *rig, enum sync_action_type type)
{
    for (size_t i = 0; i < rig->count; i++) {
        if (rig->actions[i].type == type) {
            return &rig->actions[i];
        }
    }
    return NULL;
}

size_t rig_haves(const struct rig *rig, enum stream stream)
{
    size_t count = 0;
    for (size_t i = 0; i < rig->count; i++) {
        count +=
            rig->actions[i].type == SYNC_ACTION_PUBLISH_HAVE && rig->actions[i].stream == stream;
    }
    return count;
}

uint64_t rig_operations(const struct rig *rig)
{
    uint64_t count = 0;
    for (size_t i = 0; i < rig->count; i++) {
        const struct sync_action *action = &rig->actions[i];
        if (action->type == SYNC_ACTION_PUBLISH_RUN) {
            count += action->last - action->first + 1;
        }
    }
    return count;
}
