/* The command agent: stay, own the journal, exchange, and answer the other commands. */
#include <errno.h>
#include <signal.h>
#include <string.h>
#include <time.h>

#include "cli/agent_process.h"
#include "cli/call.h"
#include "cli/commands.h"
#include "cli/door.h"
#include "cli/speech.h"

enum { STOP_LOOKS_MAX = 500, STOP_PAUSE_NS = 20000000 };

/* Ask it to end, and look until it is gone; it saves and says goodbye first. */
static enum daybook_status stop(struct door *door)
{
    static const struct timespec PAUSE = {.tv_nsec = STOP_PAUSE_NS};
    pid_t process = 0;
    enum daybook_status status = agent_process_find(door, &process);
    if (status != DAYBOOK_OK) {
        return status;
    }
    if (process <= 0) {
        speech_error("No agent runs in this home.");
        return DAYBOOK_NOT_FOUND;
    }
    if (kill(process, SIGTERM) != 0) {
        speech_error("The agent cannot be ended: %s.", strerror(errno));
        return DAYBOOK_FAILED;
    }
    for (int looks = 0; looks < STOP_LOOKS_MAX; looks++) {
        if (kill(process, 0) != 0) {
            speech_note(door->call, "The agent has ended.");
            return DAYBOOK_OK;
        }
        nanosleep(&PAUSE, NULL);
    }
    speech_error("The agent was asked to end and is still busy.");
    return DAYBOOK_UNFINISHED;
}

static enum daybook_status agent_stop(const struct call *call)
{
    struct door door;
    enum daybook_status status = door_open(call, &door);
    if (status == DAYBOOK_OK) {
        status = stop(&door);
    }
    door_close(&door);
    return status;
}

static enum daybook_status agent_run(const struct call *call)
{
    if (call_has(call, "stop")) {
        return agent_stop(call);
    }
    if (!call_has(call, "background")) {
        return agent_process_stay(call);
    }
    enum daybook_status status = agent_process_leave(call);
    if (status == DAYBOOK_OK) {
        speech_note(call, "The agent runs in the background; \"daybook agent --stop\" ends it.");
    }
    return status;
}

static const struct command_option options[] = {
    {"background", OPTION_FLAG, NULL, "go on in the background once it answers", NULL},
    {"lock-after", OPTION_NUMBER, "MINUTES", "lock when nobody used the journal for so long", NULL},
    {"stop", OPTION_FLAG, NULL, "end the agent of this home", NULL},
    {0},
};

const struct command agent_command = {
    .name = "agent",
    .group = GROUP_JOURNAL,
    .summary = "Stay, exchange, and answer the other commands",
    .usage = "",
    .details =
        "While it runs, the other commands need no passphrase. It ends on Ctrl-C or SIGTERM.\n"
        "\n"
        "It locks itself before the machine sleeps, and with --lock-after when no command but\n"
        "status and sync came for so many minutes. \"daybook lock\" locks at once: what is being\n"
        "answered ends as locked. While locked it exchanges nothing, and nothing is lost: what "
        "was\n"
        "written goes out after the next \"daybook unlock\".\n",
    .options = options,
    .run = agent_run,
};
