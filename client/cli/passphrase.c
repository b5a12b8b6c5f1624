/* The command passphrase: change the passphrase. */
#include <stdio.h>

#include "cli/call.h"
#include "cli/commands.h"
#include "cli/door.h"
#include "cli/passphrase_source.h"
#include "cli/speech.h"

static void print(const struct call *call, const json_t *answer)
{
    (void)answer;
    speech_note(call, "The passphrase is changed. The recovery words stay as they are.");
}

static enum daybook_status passphrase_run(const struct call *call)
{
    struct question question = question_begin("passphrase");
    question_key_memory(&question, call);
    return door_command_with_secret(call, &question, &passphrase_source_new, print);
}

static const struct command_option options[] = {
    {"new-passphrase-fd", OPTION_NUMBER, "N", "read the new passphrase from this descriptor", NULL},
    {"new-passphrase-file", OPTION_FILE, "FILE", "read it from this private file", NULL},
    {"key-memory", OPTION_NUMBER, "MIB", "memory a guess of it takes; else measured", NULL},
    {0},
};

const struct command passphrase_command = {
    .name = "passphrase",
    .group = GROUP_JOURNAL,
    .summary = "Change the passphrase",
    .usage = "",
    .details = "Asks for the new one twice, then for the one that opens the journal today.\n",
    .options = options,
    .run = passphrase_run,
};
