/* The words of the streams. */
#include "domain/stream.h"

#include <assert.h>
#include <stddef.h>

static const char *const names[STREAM_COUNT] = {
    [STREAM_CIRCLE] = "circle",
    [STREAM_LOG] = "log",
    [STREAM_TREND] = "trend",
    [STREAM_PLAN] = "plan",
};

const char *stream_name(enum stream stream)
{
    assert((unsigned)stream < STREAM_COUNT);
    return names[stream];
}
