/* The command restore: a journal out of a backup, on a new device. */
#include <stdio.h>
#include <stdlib.h>

#include "cli/call.h"
#include "cli/commands.h"
#include "cli/door.h"
#include "cli/file_path.h"
#include "cli/passphrase_source.h"
#include "cli/reply.h"
#include "cli/speech.h"

static void print(const struct call *call, const json_t *answer)
{
    (void)call;
    json_int_t joined = reply_integer(answer, "joined");
    fputs("The journal of ", stdout);
    speech_put(stdout, reply_text(answer, "name"));
    printf(" is restored (%" JSON_INTEGER_FORMAT " operations) in ",
           reply_integer(answer, "operations"));
    speech_put(stdout, reply_text(answer, "home"));
    puts(".");
    if (joined > 0) {
        puts(
            "This device is in the circle now, and everybody there is told that the recovery sheet "
            "was used.\nFetch what was written since with \"daybook sync\".");
    } else if (reply_integer(answer, "circles") > 0) {
        puts("It can be read, and is no device of the circle: to write and exchange, join with an "
             "invitation\n(\"daybook circle join CODE\"), or, as the patient, restore with "
             "--words.");
    }
}

static enum daybook_status restore_run(const struct call *call)
{
    char *path = NULL;
    bool by_words =
        call_has(call, "words") || call_has(call, "words-fd") || call_has(call, "words-file");
    enum daybook_status status = file_path_absolute(call->words[0], &path);
    if (status != DAYBOOK_OK) {
        return status;
    }
    struct question question = question_begin("restore");
    question_text(&question, "file", path);
    free(path);
    question_bool(&question, "words", by_words);
    question_bool(&question, "keep_old_device", call_has(call, "keep-old-device"));
    return door_command_with_secrets(
        call, &question, by_words ? &passphrase_source_words : &passphrase_source_backup,
        &passphrase_source_new, print);
}

static const struct command_option options[] = {
    {"words", OPTION_FLAG, NULL, "open the backup with the 24 recovery words", NULL},
    {"words-fd", OPTION_NUMBER, "N", "read them, on one line, from this descriptor", NULL},
    {"words-file", OPTION_FILE, "FILE", "read them, on one line, from this private file", NULL},
    {"new-passphrase-fd", OPTION_NUMBER, "N", "read the new passphrase from this descriptor", NULL},
    {"new-passphrase-file", OPTION_FILE, "FILE", "read it from this private file", NULL},
    {"keep-old-device", OPTION_FLAG, NULL, "do not retire the device that made the backup", NULL},
    {0},
};

const struct command restore_command = {
    .name = "restore",
    .group = GROUP_JOURNAL,
    .summary = "Make a journal out of a backup",
    .usage = "FILE",
    .details = "Asks for the backup's passphrase, or its recovery words, and for a new passphrase. "
               "The journal is a new\ndevice: with the patient's words it takes the place of the "
               "one the backup was made on, which is retired,\nand its seat at the broker; "
               "otherwise it can be read, and joins the circle by an invitation.\n",
    .options = options,
    .words = WORDS_FILE,
    .words_min = 1,
    .words_max = 1,
    .run = restore_run,
};
