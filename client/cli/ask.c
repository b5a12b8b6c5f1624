/* The command ask: a question for the team. */
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
        printf("asked %s; everybody in the circle can read it. In an emergency, call for help: "
               "nobody watches this all the time.\n",
               id);
    }
}

static enum daybook_status ask_run(const struct call *call)
{
    struct question question = question_begin("ask");
    question_text(&question, "text", call->words[0]);
    question_text(&question, "patient", call_value(call, "patient"));
    return door_command(call, &question, print);
}

static const struct command_option options[] = {
    {"patient", OPTION_TEXT, "PATIENT", "whose circle, when there are several", NULL},
    {0},
};

const struct command ask_command = {
    .name = "ask",
    .group = GROUP_DAILY,
    .summary = "Ask the team a question",
    .usage = "TEXT",
    .details =
        "It is listed by \"daybook questions\" until a therapist answers it. Unlike entries,\n"
        "everybody in the circle reads it, therapists without the log among them.\n",
    .options = options,
    .words_min = 1,
    .words_max = 1,
    .run = ask_run,
};
