/* The command remind: when the agent reminds of a check-in. */
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "cli/call.h"
#include "cli/commands.h"
#include "cli/door.h"
#include "cli/reply.h"

static void print(const struct call *call, const json_t *answer)
{
    const char *at = reply_text(answer, "at");
    bool own = strcmp(reply_text(answer, "chosen"), "own") == 0;
    (void)call;
    if (at[0] == '\0') {
        puts("Nobody is reminded of a check-in here.");
        return;
    }
    printf("A running \"daybook agent\" reminds of a check-in at %s%s.\n", at,
           own ? ""
               : "; \"daybook remind HH:MM\" chooses another hour, \"daybook remind off\" none");
}

static enum daybook_status remind_run(const struct call *call)
{
    struct question question = question_begin("remind");
    question_text(&question, "at", call->word_count > 0 ? call->words[0] : NULL);
    return door_command(call, &question, print);
}

const struct command remind_command = {
    .name = "remind",
    .group = GROUP_DAILY,
    .summary = "Choose when to be reminded of a check-in",
    .usage = "[HH:MM|off|plan]",
    .details =
        "At most once a day, between 08:00 and 21:00, and never in the quiet hours of the plan or\n"
        "during a pause; who leaves out two check-ins is reminded once a week. A patient is\n"
        "reminded at the hour of the monitoring plan, at 18:00 when it names none, as long as\n"
        "check-ins are made or planned; a caregiver after choosing an hour. The reminder says\n"
        "only that it is time.\n",
    .words_max = 1,
    .run = remind_run,
};
