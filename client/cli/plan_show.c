/* The command plan show: what is planned for a day. */
#include <stdio.h>

#include "cli/call.h"
#include "cli/commands.h"
#include "cli/door.h"
#include "cli/plan_text.h"
#include "cli/reply.h"
#include "cli/speech.h"

static void print_plan(const json_t *plan)
{
    const json_t *beside = reply_list(plan, "beside");
    const json_t *next = json_object_get(plan, "next");
    plan_text_print_heading(plan);
    plan_text_print_fields(plan);
    for (size_t i = 0; i < json_array_size(beside); i++) {
        fputs("  Written at the same time, and not settled: ", stdout);
        plan_text_print_heading(json_array_get(beside, i));
        plan_text_print_fields(json_array_get(beside, i));
    }
    if (json_array_size(beside) > 0) {
        puts("  The next \"daybook plan set\" settles which of them holds.");
    }
    if (next != NULL) {
        fputs("  Then: ", stdout);
        plan_text_print_heading(next);
        plan_text_print_fields(next);
    }
}

static void print(const struct call *call, const json_t *answer)
{
    const json_t *plans = reply_list(answer, "plans");
    if (json_array_size(plans) == 0) {
        speech_note(call, "Nothing is planned.");
    }
    for (size_t i = 0; i < json_array_size(plans); i++) {
        fputs(i == 0 ? "" : "\n", stdout);
        print_plan(json_array_get(plans, i));
    }
}

static enum daybook_status plan_show_run(const struct call *call)
{
    struct question question = question_begin("plan.show");
    question_text(&question, "what", call->word_count > 0 ? call->words[0] : NULL);
    question_text(&question, "on", call_value(call, "on"));
    question_bool(&question, "all", call_has(call, "all"));
    question_text(&question, "patient", call_value(call, "patient"));
    return door_command(call, &question, print);
}

static const struct command_option options[] = {
    {"on", OPTION_TEXT, "DATE", "as it is on this day; today if left out", "today yesterday -4w"},
    {"all", OPTION_FLAG, NULL, "plans that have ended, too", NULL},
    {"patient", OPTION_TEXT, "PATIENT", "whose, when there are several", NULL},
    {0},
};

const struct command plan_show_command = {
    .name = "plan show",
    .group = GROUP_LOOK,
    .summary = "Show what is planned",
    .usage = "[KIND|ID]",
    .details = "What begins later stands below the version of the day.\n",
    .options = options,
    .words_max = 1,
    .run = plan_show_run,
};
