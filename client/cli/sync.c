/* The command sync: give what others lack, take what they announce. */
#include <stdio.h>

#include "cli/call.h"
#include "cli/commands.h"
#include "cli/door.h"
#include "cli/reply.h"
#include "cli/speech.h"

static void print(const struct call *call, const json_t *answer)
{
    if (!call_has(call, "quiet")) {
        speech_put(stdout, reply_text(answer, "summary"));
        putchar('\n');
    }
}

static enum daybook_status sync_run(const struct call *call)
{
    struct question question = question_begin("sync");
    if (call_has(call, "wait")) {
        question_integer(&question, "wait", call_number(call, "wait", 0));
    }
    return door_command(call, &question, print);
}

static const struct command_option options[] = {
    {"wait", OPTION_NUMBER, "SECONDS", "how long at most; 10", NULL},
    {0},
};

const struct command sync_command = {
    .name = "sync",
    .group = GROUP_CIRCLE,
    .summary = "Exchange entries with the circle now",
    .usage = "",
    .details = "Ends when nothing is owed among the devices that are there. Exit status 6 when no\n"
               "broker was reached; what you wrote is safe here and goes out the next time.\n",
    .options = options,
    .run = sync_run,
};
