/* The command answer: answer a question of the household. */
#include <stdio.h>

#include "cli/call.h"
#include "cli/commands.h"
#include "cli/door.h"

static void print(const struct call *call, const json_t *answer)
{
    (void)answer;
    if (!call_has(call, "quiet")) {
        puts("The patient will see it once their device has heard of it.");
    }
}

static enum daybook_status answer_run(const struct call *call)
{
    struct question question = question_begin("answer");
    question_text(&question, "id", call->words[0]);
    question_text(&question, "text", call->words[1]);
    return door_command(call, &question, print);
}

const struct command answer_command = {
    .name = "answer",
    .group = GROUP_DAILY,
    .summary = "Answer a question of the household",
    .usage = "ID TEXT",
    .details =
        "Everybody in the circle reads the answer; the question is not open any more then.\n",
    .words_min = 2,
    .words_max = 2,
    .run = answer_run,
};
