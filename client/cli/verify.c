/* The command verify: check every byte of the journal. */
#include <stdio.h>

#include "cli/call.h"
#include "cli/commands.h"
#include "cli/door.h"
#include "cli/reply.h"

static void print(const struct call *call, const json_t *answer)
{
    (void)call;
    if (reply_is(answer, "sound")) {
        printf("sound: %" JSON_INTEGER_FORMAT " pages, %" JSON_INTEGER_FORMAT
               " feeds, %" JSON_INTEGER_FORMAT " operations, %" JSON_INTEGER_FORMAT " entries\n",
               reply_integer(answer, "units"), reply_integer(answer, "feeds"),
               reply_integer(answer, "operations"), reply_integer(answer, "entries"));
    }
}

static enum daybook_status verify_run(const struct call *call)
{
    struct question question = question_begin("verify");
    return door_command(call, &question, print);
}

const struct command verify_command = {
    .name = "verify",
    .group = GROUP_JOURNAL,
    .summary = "Check every byte of the journal",
    .usage = "",
    .details =
        "Changes nothing. Exit status 1 when something is damaged, with a sentence on what.\n",
    .run = verify_run,
};
