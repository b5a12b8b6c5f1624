/* The command unlock: give the agent the key, or start one. */

#include "cli/agent_process.h"
#include "cli/call.h"
#include "cli/commands.h"
#include "cli/door.h"
#include "cli/passphrase_source.h"
#include "cli/reply.h"
#include "cli/speech.h"

static void print(const struct call *call, const json_t *answer)
{
    speech_note(call, "The journal is unlocked.");
    json_int_t added = reply_integer(answer, "added_while_locked");
    if (added > 0) {
        speech_note(call, "%" JSON_INTEGER_FORMAT " %s added while it was locked.", added,
                    added == 1 ? "entry was" : "entries were");
    }
}

static enum daybook_status unlock_run(const struct call *call)
{
    struct door door;
    pid_t agent = 0;
    enum daybook_status status = door_open(call, &door);
    if (status == DAYBOOK_OK) {
        status = agent_process_find(&door, &agent);
    }
    door_close(&door);
    if (status != DAYBOOK_OK) {
        return status;
    }
    if (agent != 0) {
        struct question question = question_begin("unlock");
        if (call_has(call, "lock-after")) {
            question_integer(&question, "lock_after", call_number(call, "lock-after", 0));
        }
        return door_command_with_secret(call, &question, &passphrase_source_open, print);
    }
    status = agent_process_leave(call);
    if (status == DAYBOOK_OK) {
        speech_note(call, "No agent was running: one was started and holds the journal open.");
    }
    return status;
}

static const struct command_option options[] = {
    {"lock-after", OPTION_NUMBER, "MINUTES",
     "lock again when nobody used the journal for so long; 0: never", NULL},
    {0},
};

const struct command unlock_command = {
    .name = "unlock",
    .group = GROUP_JOURNAL,
    .summary = "Open the journal for the other commands",
    .usage = "",
    .details = "Gives the running agent the passphrase. Without an agent, starts one in the\n"
               "background.\n",
    .options = options,
    .run = unlock_run,
};
