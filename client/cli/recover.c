/* The command recover: open the journal of this machine with the recovery words. */
#include <stdio.h>

#include "cli/call.h"
#include "cli/commands.h"
#include "cli/door.h"
#include "cli/passphrase_source.h"
#include "cli/reply.h"

static void print(const struct call *call, const json_t *answer)
{
    (void)call;
    puts("The new passphrase is set; the old one opens nothing any more.");
    if (reply_integer(answer, "told") > 0) {
        puts("Everybody in the circle is told that the recovery sheet was used.");
    }
}

static enum daybook_status recover_run(const struct call *call)
{
    struct question question = question_begin("recover");
    return door_command_with_secrets(call, &question, &passphrase_source_words,
                                     &passphrase_source_new, print);
}

static const struct command_option options[] = {
    {"words-fd", OPTION_NUMBER, "N", "read the words, on one line, from this descriptor", NULL},
    {"words-file", OPTION_FILE, "FILE", "read them, on one line, from this private file", NULL},
    {"new-passphrase-fd", OPTION_NUMBER, "N", "read the new passphrase from this descriptor", NULL},
    {"new-passphrase-file", OPTION_FILE, "FILE", "read it from this private file", NULL},
    {0},
};

const struct command recover_command = {
    .name = "recover",
    .group = GROUP_JOURNAL,
    .summary = "Set a new passphrase with the recovery words",
    .usage = "",
    .details = "For when the passphrase was forgotten. Asks for the 24 words, then for a new "
               "passphrase. The patient's\ncircle is told that the sheet was used.\n",
    .options = options,
    .run = recover_run,
};
