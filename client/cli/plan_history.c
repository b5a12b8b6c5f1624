/* The command plan history: how plans changed, and by whom. */
#include <stdio.h>

#include "cli/call.h"
#include "cli/commands.h"
#include "cli/door.h"
#include "cli/plan_text.h"
#include "cli/reply.h"
#include "cli/speech.h"

static void print_version(const json_t *version)
{
    char moment[REPLY_MOMENT_SIZE];
    const json_t *changes = reply_list(version, "changes");
    reply_moment(version, "written_at", moment);
    printf("%s  ", moment);
    plan_text_print_heading(version);
    if (reply_is(version, "beside")) {
        puts("  Written at the same time as another version of that number.");
    }
    if (reply_integer(version, "number") == 1) {
        plan_text_print_fields(version);
        return;
    }
    for (size_t i = 0; i < json_array_size(changes); i++) {
        plan_text_print_change(json_array_get(changes, i));
    }
    plan_text_print_note(version);
}

static void print(const struct call *call, const json_t *answer)
{
    const json_t *history = reply_list(answer, "history");
    if (json_array_size(history) == 0) {
        speech_note(call, "Nothing like that was planned.");
    }
    for (size_t i = 0; i < json_array_size(history); i++) {
        print_version(json_array_get(history, i));
    }
}

static enum daybook_status plan_history_run(const struct call *call)
{
    struct question question = question_begin("plan.history");
    question_text(&question, "what", call->words[0]);
    question_text(&question, "patient", call_value(call, "patient"));
    return door_command(call, &question, print);
}

static const struct command_option options[] = {
    {"patient", OPTION_TEXT, "PATIENT", "whose, when there are several", NULL},
    {0},
};

const struct command plan_history_command = {
    .name = "plan history",
    .group = GROUP_LOOK,
    .summary = "Show how a plan changed, and by whom",
    .usage = "KIND|ID",
    .details = "The first version in full, then what each later one says otherwise.\n",
    .options = options,
    .words_min = 1,
    .words_max = 1,
    .run = plan_history_run,
};
