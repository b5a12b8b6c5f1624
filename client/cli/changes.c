/* The command changes: what is different since a day, one line each. */
#include <stdio.h>
#include <string.h>

#include "cli/call.h"
#include "cli/commands.h"
#include "cli/door.h"
#include "cli/reply.h"
#include "cli/speech.h"

static void print(const struct call *call, const json_t *answer)
{
    const json_t *changes = reply_list(answer, "changes");
    const char *contact = reply_text(answer, "contact");
    speech_put(stdout, reply_text(answer, "patient"));
    printf(", since %s\n", reply_text(answer, "since"));
    if (strcmp(contact, "here") != 0) {
        fputs(strcmp(contact, "recent") == 0 ? "  " : "! ", stdout);
        speech_put(stdout, reply_text(answer, "contact_text"));
        putchar('\n');
    }
    if (json_array_size(changes) == 0) {
        speech_note(call, "Nothing changed by as much as matters.");
    }
    for (size_t i = 0; i < json_array_size(changes); i++) {
        fputs("  ", stdout);
        speech_put(stdout, reply_text(json_array_get(changes, i), "text"));
        putchar('\n');
    }
}

static enum daybook_status changes_run(const struct call *call)
{
    struct question question = question_begin("changes");
    question_text(&question, "since", call_has(call, "since") ? call_value(call, "since") : "-4w");
    question_text(&question, "patient", call_value(call, "patient"));
    return door_command(call, &question, print);
}

static const struct command_option options[] = {
    {"since", OPTION_TEXT, "DAY", "such as the last visit; four weeks ago when left out",
     "-1w -4w -12w"},
    {"patient", OPTION_TEXT, "PATIENT", "whose journal, when there are several", NULL},
    {0},
};

const struct command changes_command = {
    .name = "changes",
    .group = GROUP_LOOK,
    .summary = "Show what is different since a day",
    .usage = "",
    .details =
        "The four weeks before that day are compared with the last four weeks, events by the days\n"
        "with entries; what changed by less than matters is left out. Flags and plans come first,\n"
        "then what got worse; what nobody told about any more comes last.\n",
    .options = options,
    .run = changes_run,
};
