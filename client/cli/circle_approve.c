/* The command circle approve: let in who has called. */
#include <stdio.h>

#include "cli/call.h"
#include "cli/commands.h"
#include "cli/door.h"
#include "cli/reply.h"
#include "cli/speech.h"

static void print(const struct call *call, const json_t *answer)
{
    if (!call_has(call, "quiet")) {
        speech_put(stdout, reply_text(answer, "next"));
        putchar('\n');
    }
}

static enum daybook_status circle_approve_run(const struct call *call)
{
    struct question question = question_begin("circle.approve");
    question_text(&question, "who", call->word_count > 0 ? call->words[0] : NULL);
    if (call_has(call, "wait")) {
        question_integer(&question, "wait", call_number(call, "wait", 0));
    }
    return door_command(call, &question, print);
}

static const struct command_option options[] = {
    {"wait", OPTION_NUMBER, "SECONDS", "wait so long for the call, and until the answer is out",
     NULL},
    {0},
};

const struct command circle_approve_command = {
    .name = "circle approve",
    .group = GROUP_CIRCLE,
    .summary = "Let in who has called",
    .usage = "[WHO]",
    .details =
        "First compare the four words of \"daybook circle pending\" with those the other side\n"
        "sees, by telephone or face to face. WHO is the start of the name; it may be left out\n"
        "when one person has called.\n",
    .options = options,
    .words_max = 1,
    .run = circle_approve_run,
};
