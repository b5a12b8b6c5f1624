/* The command circle revoke: take back what circle grant gave. */
#include <string.h>

#include "cli/call.h"
#include "cli/commands.h"
#include "cli/door.h"
#include "cli/speech.h"

static void print(const struct call *call, const json_t *answer)
{
    (void)answer;
    speech_note(call,
                strcmp(call->words[1], "log") == 0
                    ? "%s sees new summaries only, no new entries; what they have read stays with "
                      "them."
                    : "%s no longer stands in for the patient, and still reads and writes entries.",
                call->words[0]);
}

static enum daybook_status circle_revoke_run(const struct call *call)
{
    bool log = strcmp(call->words[1], "log") == 0;
    if (!log && strcmp(call->words[1], "co-owner") != 0) {
        speech_error("The right is \"log\" or \"co-owner\".");
        return DAYBOOK_INVALID;
    }
    struct question question = question_begin("circle.grant");
    question_text(&question, "who", call->words[0]);
    question_bool(&question, log ? "log" : "co_owner", false);
    question_text(&question, "patient", call_value(call, "patient"));
    return door_command(call, &question, print);
}

static const struct command_option options[] = {
    {"patient", OPTION_TEXT, "PATIENT", "in whose circle, when there are several", NULL},
    {0},
};

const struct command circle_revoke_command = {
    .name = "circle revoke",
    .group = GROUP_CIRCLE,
    .summary = "Take back what circle grant gave",
    .usage = "WHO log|co-owner",
    .details =
        "New entries are closed to a therapist without \"log\" from the moment the others know.\n"
        "Only the patient takes \"co-owner\" from somebody; everybody may give up their own.\n",
    .options = options,
    .words_min = 2,
    .words_max = 2,
    .run = circle_revoke_run,
};
