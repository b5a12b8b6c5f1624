/* Sentences about clocks that are wrong. */
#include "cli/clocks.h"

#include <stdio.h>

#include "cli/call.h"
#include "cli/reply.h"
#include "cli/speech.h"

static void put_lines(FILE *out, const json_t *answer, const char *before)
{
    const json_t *clocks = reply_list(answer, "clocks");
    for (size_t i = 0; i < json_array_size(clocks); i++) {
        fputs(before, out);
        speech_put(out, reply_text(json_array_get(clocks, i), "text"));
        fputc('\n', out);
    }
}

void clocks_tell(const struct call *call, const json_t *answer)
{
    if (!call_has(call, "quiet")) {
        put_lines(stderr, answer, "");
    }
}

void clocks_print(const json_t *answer)
{
    put_lines(stdout, answer, "  ! ");
}
