/* The command notices: what must not be missed. */
#include "cli/notices.h"

#include <stdio.h>
#include <string.h>

#include "cli/call.h"
#include "cli/commands.h"
#include "cli/door.h"
#include "cli/reply.h"
#include "cli/speech.h"

void notices_print(const json_t *notices)
{
    for (size_t i = 0; i < json_array_size(notices); i++) {
        const json_t *notice = json_array_get(notices, i);
        char at[REPLY_MOMENT_SIZE];
        reply_moment(notice, "at", at);
        bool loud =
            !reply_is(notice, "seen") && strcmp(reply_text(notice, "kind"), "check-in") != 0;
        printf("%s %s", loud ? "!!!" : "   ", at);
        if (reply_text(notice, "patient")[0] != '\0') {
            fputs(", the journal of ", stdout);
            speech_put(stdout, reply_text(notice, "patient"));
        }
        puts(":");
        speech_put_lines(stdout, "    ", reply_text(notice, "text"));
    }
}

static void print(const struct call *call, const json_t *answer)
{
    const json_t *notices = reply_list(answer, "notices");
    if (json_array_size(notices) == 0) {
        speech_note(call, "There are no notices.");
    }
    notices_print(notices);
}

static enum daybook_status notices_run(const struct call *call)
{
    struct question question = question_begin("notices");
    question_bool(&question, "seen", call_has(call, "seen"));
    return door_command(call, &question, print);
}

static const struct command_option options[] = {
    {"seen", OPTION_FLAG, NULL, "say that they were read, which ends the reminders", NULL},
    {0},
};

const struct command notices_command = {
    .name = "notices",
    .group = GROUP_LOOK,
    .summary = "Show what must not be missed",
    .usage = "",
    .details = "Such as an older copy of the journal that was put back. Every command reminds of "
               "what was\nnot seen yet.\n",
    .options = options,
    .run = notices_run,
};
