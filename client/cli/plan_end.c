/* The command plan end: a plan is over. */

#include "cli/call.h"
#include "cli/commands.h"
#include "cli/door.h"
#include "cli/plan_text.h"
#include "cli/speech.h"

static void print(const struct call *call, const json_t *answer)
{
    if (!call_has(call, "quiet")) {
        plan_text_print_heading(answer);
    }
}

static enum daybook_status plan_end_run(const struct call *call)
{
    if (!call_has(call, "reason")) {
        speech_error("Say why it ends: --reason TEXT. The patient reads it.");
        return DAYBOOK_INVALID;
    }
    struct question question = question_begin("plan.end");
    question_text(&question, "what", call->words[0]);
    question_text(&question, "from", call_value(call, "on"));
    question_text(&question, "reason", call_value(call, "reason"));
    question_text(&question, "status", call_value(call, "as"));
    question_text(&question, "patient", call_value(call, "patient"));
    return door_command(call, &question, print);
}

static const struct command_option options[] = {
    {"reason", OPTION_TEXT, "TEXT", "why; the patient reads it", NULL},
    {"as", OPTION_TEXT, "HOW", "completed, or revoked when it should not be followed any more",
     "completed revoked"},
    {"on", OPTION_TEXT, "DATE", "the first day without it; today if left out", "today yesterday"},
    {"patient", OPTION_TEXT, "PATIENT", "whose, when there are several", NULL},
    {0},
};

const struct command plan_end_command = {
    .name = "plan end",
    .group = GROUP_DAILY,
    .summary = "End a plan",
    .usage = "KIND|ID --reason TEXT",
    .details = "It stays in \"plan history\", and days before stay scored against it.\n",
    .options = options,
    .words_min = 1,
    .words_max = 1,
    .run = plan_end_run,
};
