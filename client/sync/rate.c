/* How many messages may leave: a bucket of tokens that fills with time. */
#include "sync/rate.h"

#include "sync/engine.h"

enum { RATE_TOKEN = 1000 /* one message, so that a millisecond is worth a whole number */ };

/* The tokens it holds when it is full. */
static uint64_t bucket_size(const struct sync *sync)
{
    uint64_t two_seconds = 2 * (uint64_t)sync->options.messages_per_second;
    return (two_seconds > sync->options.burst ? two_seconds : sync->options.burst) * RATE_TOKEN;
}

void rate_fill(struct sync *sync)
{
    sync->tokens = bucket_size(sync);
    sync->tokens_ms = sync->now_ms;
}

void rate_refill(struct sync *sync)
{
    uint64_t full = bucket_size(sync);
    uint64_t elapsed_ms = (uint64_t)(sync->now_ms - sync->tokens_ms);
    sync->tokens_ms = sync->now_ms;
    uint64_t rate = sync->options.messages_per_second;
    if (elapsed_ms > full / rate) {
        sync->tokens = full;
        return;
    }
    uint64_t tokens = sync->tokens + elapsed_ms * rate;
    sync->tokens = tokens < full ? tokens : full;
}

bool rate_allows(const struct sync *sync)
{
    return sync->tokens >= RATE_TOKEN;
}

void rate_take(struct sync *sync)
{
    sync->tokens -= RATE_TOKEN;
}

int64_t rate_next_ms(const struct sync *sync)
{
    if (rate_allows(sync)) {
        return sync->now_ms;
    }
    uint64_t rate = sync->options.messages_per_second;
    return sync->now_ms + (int64_t)((RATE_TOKEN - sync->tokens + rate - 1) / rate);
}
