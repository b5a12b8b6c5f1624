/* The command lock: let the agent forget the key. */
#include "cli/call.h"
#include "cli/commands.h"
#include "cli/door.h"
#include "cli/speech.h"

static void print(const struct call *call, const json_t *answer)
{
    (void)answer;
    speech_note(call, "The journal is locked. \"daybook unlock\" opens it again.");
}

static enum daybook_status lock_run(const struct call *call)
{
    struct question question = question_begin("lock");
    return door_command(call, &question, print);
}

const struct command lock_command = {
    .name = "lock",
    .group = GROUP_JOURNAL,
    .summary = "Let the agent forget the key",
    .usage = "",
    .run = lock_run,
};
