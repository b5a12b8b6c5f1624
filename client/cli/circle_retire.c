/* The command circle retire: end one device, such as a phone that was lost. */

#include "cli/call.h"
#include "cli/commands.h"
#include "cli/door.h"
#include "cli/speech.h"
#include "cli/terminal.h"

static void print(const struct call *call, const json_t *answer)
{
    (void)answer;
    speech_note(call,
                "The device is retired: what is written from now on it cannot read. What it holds "
                "already stays on it.");
}

static enum daybook_status circle_retire_run(const struct call *call)
{
    enum daybook_status status =
        terminal_make_sure(call, "Retire this device? It cannot come back under the same keys.",
                           "To retire a device without being asked, add --yes.");
    if (status != DAYBOOK_OK) {
        return status;
    }
    struct question question = question_begin("circle.retire");
    question_text(&question, "device", call->words[0]);
    question_text(&question, "patient", call_value(call, "patient"));
    return door_command(call, &question, print);
}

static const struct command_option options[] = {
    {"yes", OPTION_FLAG, NULL, "do not ask whether you are sure", NULL},
    {"patient", OPTION_TEXT, "PATIENT", "in whose circle, when there are several", NULL},
    {0},
};

const struct command circle_retire_command = {
    .name = "circle retire",
    .group = GROUP_CIRCLE,
    .summary = "End one device, such as a phone that was lost",
    .usage = "DEVICE",
    .details =
        "DEVICE is the beginning of its id as \"circle members\" shows it, 4 digits or more, or "
        "the\n"
        "name of a person who has only that one. Everybody may retire their own devices; the\n"
        "patient, and who stands in for the patient, those of others. The person stays.\n",
    .options = options,
    .words_min = 1,
    .words_max = 1,
    .run = circle_retire_run,
};
