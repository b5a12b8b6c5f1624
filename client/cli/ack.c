/* The command ack: say what was done about a flag, for the patient to see. */
#include <stdio.h>

#include "cli/call.h"
#include "cli/commands.h"
#include "cli/door.h"
#include "cli/reply.h"

static void print(const struct call *call, const json_t *answer)
{
    if (!call_has(call, "quiet")) {
        printf("Of %s the patient will see it once their device has heard of it.\n",
               reply_text(answer, "flag"));
    }
}

static enum daybook_status ack_run(const struct call *call)
{
    struct question question = question_begin("ack");
    question_text(&question, "flag", call->words[0]);
    question_text(&question, "action",
                  call_has(call, "action") ? call_value(call, "action") : "noted");
    question_text(&question, "message", call_value(call, "message"));
    question_text(&question, "patient", call_value(call, "patient"));
    return door_command(call, &question, print);
}

static const struct command_option options[] = {
    {"action", OPTION_TEXT, "ACTION", "what was done; noted when left out",
     "noted call plan_changed referred not_relevant"},
    {"message", OPTION_TEXT, "TEXT", "what the patient should know", NULL},
    {"patient", OPTION_TEXT, "PATIENT", "whose flag, when there are several patients", NULL},
    {0},
};

const struct command ack_command = {
    .name = "ack",
    .group = GROUP_DAILY,
    .summary = "Say what was done about a flag",
    .usage = "FLAG",
    .details = "FLAG is its rule and the day it was raised, such as R16@2026-08-12, or the rule\n"
               "alone, for the one that is raised now. Patient and caregivers see who has seen\n"
               "it, when, and what was done.\n",
    .options = options,
    .words_min = 1,
    .words_max = 1,
    .run = ack_run,
};
