/* The command circle rotate: new keys for everything that is written from now on. */

#include "cli/call.h"
#include "cli/commands.h"
#include "cli/door.h"
#include "cli/speech.h"

static void print(const struct call *call, const json_t *answer)
{
    (void)answer;
    speech_note(call, "There are new keys: what is written from now on is under them, on every "
                      "device once it has heard.");
}

static enum daybook_status circle_rotate_run(const struct call *call)
{
    struct question question = question_begin("circle.rotate");
    question_text(&question, "patient", call_value(call, "patient"));
    return door_command(call, &question, print);
}

static const struct command_option options[] = {
    {"patient", OPTION_TEXT, "PATIENT", "in whose circle, when there are several", NULL},
    {0},
};

const struct command circle_rotate_command = {
    .name = "circle rotate",
    .group = GROUP_CIRCLE,
    .summary = "Make new keys, after a device was out of sight",
    .usage = "",
    .details = "Who had a copy of the old keys reads nothing that is written under the new ones. A "
               "device\n"
               "that is gone for good is to be retired instead, which makes new keys too.\n",
    .options = options,
    .run = circle_rotate_run,
};
