/* The command circle admit: let count what somebody who was removed had written before. */

#include "cli/call.h"
#include "cli/commands.h"
#include "cli/door.h"
#include "cli/reply.h"
#include "cli/speech.h"
#include "cli/terminal.h"

static void print(const struct call *call, const json_t *answer)
{
    json_int_t count = reply_integer(answer, "admitted");
    speech_note(call, "%" JSON_INTEGER_FORMAT " %s now; what they write from here on does not.",
                count, count == 1 ? "thing of theirs counts" : "things of theirs count");
}

static enum daybook_status circle_admit_run(const struct call *call)
{
    enum daybook_status status =
        terminal_make_sure(call,
                           "Let everything count that this person wrote and that is in "
                           "quarantine here, erasures too?",
                           "To let something in without being asked, add --yes.");
    if (status != DAYBOOK_OK) {
        return status;
    }
    struct question question = question_begin("circle.admit");
    question_text(&question, "who", call->words[0]);
    question_text(&question, "patient", call_value(call, "patient"));
    return door_command(call, &question, print);
}

static const struct command_option options[] = {
    {"yes", OPTION_FLAG, NULL, "do not ask whether you are sure", NULL},
    {"patient", OPTION_TEXT, "PATIENT", "in whose circle, when there are several", NULL},
    {0},
};

const struct command circle_admit_command = {
    .name = "circle admit",
    .group = GROUP_CIRCLE,
    .summary = "Let count what somebody wrote before they heard of their removal",
    .usage = "WHO",
    .options = options,
    .words_min = 1,
    .words_max = 1,
    .run = circle_admit_run,
};
