/* The command pause: nothing is asked for a while. */
#include "cli/call.h"
#include "cli/commands.h"
#include "cli/door.h"
#include "cli/reply.h"
#include "cli/speech.h"

static void print(const struct call *call, const json_t *answer)
{
    const char *until = reply_text(answer, "until");
    speech_note(call,
                until[0] != '\0' ? "Everything pauses until %s: nothing is asked, and your team "
                                   "sees that you pause. \"daybook resume\" goes on earlier."
                                 : "Everything pauses%s: nothing is asked, and your team sees that "
                                   "you pause. \"daybook resume\" goes on.",
                until);
}

static enum daybook_status pause_run(const struct call *call)
{
    struct question question = question_begin("pause");
    question_text(&question, "until", call_value(call, "until"));
    question_text(&question, "reason", call_value(call, "reason"));
    question_text(&question, "patient", call_value(call, "patient"));
    return door_command(call, &question, print);
}

static const struct command_option options[] = {
    {"until", OPTION_TEXT, "DAY", "its last day; until you resume if left out", NULL},
    {"reason", OPTION_TEXT, "TEXT", "why, if you want to say it", NULL},
    {"patient", OPTION_TEXT, "PATIENT", "in whose journal, when there are several", NULL},
    {0},
};

const struct command pause_command = {
    .name = "pause",
    .group = GROUP_DAILY,
    .summary = "Pause everything: no questions, no reminders",
    .usage = "",
    .details = "What you write down is kept as always. The team sees since when you pause.\n",
    .options = options,
    .run = pause_run,
};
