/* The command rekey: write the journal anew under a fresh key. */
#include "cli/call.h"
#include "cli/commands.h"
#include "cli/door.h"
#include "cli/passphrase_source.h"
#include "cli/speech.h"

static void print(const struct call *call, const json_t *answer)
{
    (void)answer;
    speech_note(call,
                "The journal has a new key. The passphrase and the recovery words stay as they "
                "are;\nolder copies and backups still open with what opened them: delete them.");
}

static enum daybook_status rekey_run(const struct call *call)
{
    struct question question = question_begin("rekey");
    question_key_memory(&question, call);
    return door_command_with_secret(call, &question, &passphrase_source_open, print);
}

static const struct command_option options[] = {
    {"key-memory", OPTION_NUMBER, "MIB", "memory a guess of the passphrase takes; else measured",
     NULL},
    {0},
};

const struct command rekey_command = {
    .name = "rekey",
    .group = GROUP_JOURNAL,
    .summary = "Write the journal anew under a fresh key",
    .usage = "",
    .details =
        "For when somebody may have had an older copy of the file and what opened it. Needs\n"
        "the passphrase and room for the journal twice; can be interrupted at any moment.\n"
        "A keyring that opened the journal has to be switched on again.\n",
    .options = options,
    .run = rekey_run,
};
