/* daybook agent: stay, own the journal, exchange, and answer the other commands. */
#include "cli/agent_process.h"
#include "cli/call.h"
#include "cli/commands.h"
#include "cli/speech.h"

static enum daybook_status agent_run(const struct call *call)
{
    if (!call_has(call, "background")) {
        return agent_process_stay(call);
    }
    enum daybook_status status = agent_process_leave(call);
    if (status == DAYBOOK_OK) {
        speech_note(call, "The agent runs in the background; \"daybook lock\" locks it.");
    }
    return status;
}

static const struct command_option options[] = {
    {"background", OPTION_FLAG, NULL, "go on in the background once it answers", NULL},
    {0},
};

const struct command agent_command = {
    .name = "agent",
    .group = GROUP_JOURNAL,
    .summary = "Stay, exchange, and answer the other commands",
    .usage = "",
    .details =
        "While it runs, the other commands need no passphrase. It ends on Ctrl-C or SIGTERM.\n",
    .options = options,
    .run = agent_run,
};
