/* The command resume: questions are asked again after a pause. */
#include "cli/call.h"
#include "cli/commands.h"
#include "cli/door.h"
#include "cli/speech.h"

static void print(const struct call *call, const json_t *answer)
{
    (void)answer;
    speech_note(call, "Welcome back. The next check-in asks as before; nothing has to be made up "
                      "for.");
}

static enum daybook_status resume_run(const struct call *call)
{
    struct question question = question_begin("resume");
    question_text(&question, "patient", call_value(call, "patient"));
    return door_command(call, &question, print);
}

static const struct command_option options[] = {
    {"patient", OPTION_TEXT, "PATIENT", "in whose journal, when there are several", NULL},
    {0},
};

const struct command resume_command = {
    .name = "resume",
    .group = GROUP_DAILY,
    .summary = "Go on after a pause",
    .usage = "",
    .options = options,
    .run = resume_run,
};
