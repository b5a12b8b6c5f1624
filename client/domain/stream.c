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

bool stream_from_name(struct bytes name, enum stream *out_stream)
{
    assert(out_stream != NULL);
    for (unsigned i = 0; i < STREAM_COUNT; i++) {
        if (bytes_equal_text(name, names[i])) {
            *out_stream = (enum stream)i;
            return true;
        }
    }
    return false;
}
