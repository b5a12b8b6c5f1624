/* The command circle grant: let a therapist read the entries, or no longer. */
#include <stdio.h>
#include <string.h>

#include "cli/call.h"
#include "cli/commands.h"
#include "cli/door.h"
#include "cli/reply.h"
#include "cli/speech.h"

static void print(const struct call *call, const json_t *answer)
{
    speech_note(call,
                reply_is(answer, "log") ? "%s may now read the entries."
                                        : "%s sees new summaries only, no new entries.",
                call->words[0]);
}

static enum daybook_status circle_grant_run(const struct call *call)
{
    bool log = strcmp(call->words[1], "log") == 0;
    if (!log && strcmp(call->words[1], "no-log") != 0) {
        speech_error("The right is \"log\" or \"no-log\".");
        return DAYBOOK_INVALID;
    }
    struct question question = question_begin("circle.grant");
    question_text(&question, "who", call->words[0]);
    question_bool(&question, "log", log);
    question_text(&question, "patient", call_value(call, "patient"));
    return door_command(call, &question, print);
}

static const struct command_option options[] = {
    {"patient", OPTION_TEXT, "PATIENT", "in whose circle, when there are several", NULL},
    {0},
};

const struct command circle_grant_command = {
    .name = "circle grant",
    .group = GROUP_CIRCLE,
    .summary = "Let a therapist read the entries, or no longer",
    .usage = "WHO log|no-log",
    .details =
        "Without it a therapist sees the trends, not the entries behind them. The patient and\n"
        "caregivers read the entries anyway.\n",
    .options = options,
    .words_min = 2,
    .words_max = 2,
    .run = circle_grant_run,
};
