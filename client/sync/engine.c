/* Small questions and answers every part of the engine needs. */
#include "sync/engine.h"

#include <assert.h>

bool engine_in_hurry(const struct sync *sync)
{
    return sync->now_ms < sync->hurry_until_ms;
}

bool engine_owns(const struct sync *sync, const struct feed *feed)
{
    return feed->author_known && key256_equal(feed->author, sync->options.self);
}

uint32_t engine_back_off(const struct sync *sync, uint32_t retry_ms)
{
    if (retry_ms == 0) {
        return sync->options.retry_min_ms;
    }
    return retry_ms > sync->options.retry_max_ms / 2 ? sync->options.retry_max_ms : retry_ms * 2;
}

struct sync_action *engine_act(struct sync *sync, enum sync_action_type type)
{
    assert(sync->action_count < ENGINE_ACTION_MAX);
    struct sync_action *action = &sync->actions[sync->action_count++];
    *action = (struct sync_action){.type = type};
    if (type != SYNC_ACTION_TELL && type != SYNC_ACTION_WAKE_AT) {
        action->ticket = ++sync->ticket;
    }
    return action;
}

static struct sync_action *tell_of(struct sync *sync, const struct feed *feed, enum sync_tell tell,
                                   bool differs)
{
    sync->tell_count++;
    struct sync_action *action = engine_act(sync, SYNC_ACTION_TELL);
    action->tell = tell;
    action->stream = feed->stream;
    action->feed = feed->id;
    action->device = feed->author;
    action->differs = differs;
    return action;
}

void engine_tell(struct sync *sync, struct feed *feed, enum sync_tell tell, bool differs)
{
    if (!feed->told && sync->tell_count < ENGINE_TELL_MAX) {
        feed->told = true;
        (void)tell_of(sync, feed, tell, differs);
    }
}

void engine_tell_proven(struct sync *sync, struct feed *feed, enum sync_tell tell, bool differs,
                        uint64_t last)
{
    if (sync->tell_count < ENGINE_TELL_MAX) {
        struct sync_action *action = tell_of(sync, feed, tell, differs);
        action->proven = true;
        action->last = last;
    }
}
