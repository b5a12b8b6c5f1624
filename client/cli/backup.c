/* The command backup: everything in one sealed file. */
#include <stdio.h>
#include <stdlib.h>

#include "cli/call.h"
#include "cli/commands.h"
#include "cli/door.h"
#include "cli/file_path.h"
#include "cli/reply.h"
#include "cli/speech.h"

static void print(const struct call *call, const json_t *answer)
{
    (void)call;
    printf("backed up and read back: %" JSON_INTEGER_FORMAT " operations, %" JSON_INTEGER_FORMAT
           " bytes, ",
           reply_integer(answer, "operations"), reply_integer(answer, "size"));
    speech_put(stdout, reply_text(answer, "file"));
    putchar('\n');
}

static enum daybook_status backup_run(const struct call *call)
{
    char *path = NULL;
    enum daybook_status status = file_path_absolute(call->words[0], &path);
    if (status != DAYBOOK_OK) {
        return status;
    }
    struct question question = question_begin("backup");
    question_text(&question, "file", path);
    if (call_has(call, "force")) {
        question_bool(&question, "replace", true);
    }
    free(path);
    return door_command(call, &question, print);
}

static const struct command_option options[] = {
    {"force", OPTION_FLAG, NULL, "replace a file of that name", NULL},
    {0},
};

const struct command backup_command = {
    .name = "backup",
    .group = GROUP_JOURNAL,
    .summary = "Keep everything in one sealed file",
    .usage = "FILE",
    .details = "The file opens with the passphrase of today or the recovery words; keep it on "
               "another machine.\nIt is read back and checked before it gets its name.\n",
    .options = options,
    .words = WORDS_FILE,
    .words_min = 1,
    .words_max = 1,
    .run = backup_run,
};
