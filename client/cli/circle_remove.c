/* The command circle remove: take a person out of the circle. */
#include <stdio.h>

#include "cli/call.h"
#include "cli/commands.h"
#include "cli/door.h"
#include "cli/speech.h"
#include "cli/terminal.h"

static void print(const struct call *call, const json_t *answer)
{
    (void)answer;
    speech_note(call,
                "%s is removed. What they have read already stays with them; what is written "
                "from now on they cannot read.",
                call->words[0]);
}

static enum daybook_status circle_remove_run(const struct call *call)
{
    enum daybook_status status =
        terminal_make_sure(call, "Remove this person and all their devices from the circle?",
                           "To remove somebody without being asked, add --yes.");
    if (status != DAYBOOK_OK) {
        return status;
    }
    struct question question = question_begin("circle.remove");
    question_text(&question, "who", call->words[0]);
    question_text(&question, "patient", call_value(call, "patient"));
    return door_command(call, &question, print);
}

static const struct command_option options[] = {
    {"yes", OPTION_FLAG, NULL, "do not ask whether you are sure", NULL},
    {"patient", OPTION_TEXT, "PATIENT", "from whose circle, when there are several", NULL},
    {0},
};

const struct command circle_remove_command = {
    .name = "circle remove",
    .group = GROUP_CIRCLE,
    .summary = "Take a person out of the circle",
    .usage = "WHO",
    .options = options,
    .words_min = 1,
    .words_max = 1,
    .run = circle_remove_run,
};
