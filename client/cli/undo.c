/* The command undo: take back the last thing written on this device. */
#include <stdio.h>

#include "cli/call.h"
#include "cli/commands.h"
#include "cli/door.h"
#include "cli/entry_text.h"
#include "cli/reply.h"
#include "cli/speech.h"

static void print(const struct call *call, const json_t *answer)
{
    char id[REPLY_SHORT_ID_SIZE];
    reply_short_id(answer, "id", id);
    if (!call_has(call, "quiet")) {
        printf("undone %s: ", id);
        speech_put(stdout, reply_text(answer, "what"));
        if (reply_text(answer, "kind")[0] != '\0') {
            printf(" %s  ", reply_text(answer, "kind"));
            entry_text_print_fields(json_object_get(answer, "fields"));
        }
        putchar('\n');
    }
}

static enum daybook_status undo_run(const struct call *call)
{
    struct question question = question_begin("undo");
    return door_command(call, &question, print);
}

const struct command undo_command = {
    .name = "undo",
    .group = GROUP_DAILY,
    .summary = "Take back the last thing you wrote",
    .usage = "",
    .details = "There is no time limit. Again undoes the one before.\n",
    .run = undo_run,
};
