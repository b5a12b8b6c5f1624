/* The command retract: say that an entry should not count. */
#include <stdio.h>

#include "cli/call.h"
#include "cli/commands.h"
#include "cli/door.h"
#include "cli/reply.h"

static void print(const struct call *call, const json_t *answer)
{
    char id[REPLY_SHORT_ID_SIZE];
    reply_short_id(answer, "id", id);
    if (!call_has(call, "quiet")) {
        printf("retracted %s\n", id);
    }
}

static enum daybook_status retract_run(const struct call *call)
{
    struct question question = question_begin("retract");
    question_text(&question, "id", call->words[0]);
    question_text(&question, "reason", call_value(call, "reason"));
    return door_command(call, &question, print);
}

static const struct command_option options[] = {
    {"reason", OPTION_TEXT, "TEXT", "why", NULL},
    {0},
};

const struct command retract_command = {
    .name = "retract",
    .group = GROUP_DAILY,
    .summary = "Take an entry back",
    .usage = "ID",
    .details = "It no longer counts in trends, and stays visible as retracted.\n",
    .options = options,
    .words_min = 1,
    .words_max = 1,
    .run = retract_run,
};
