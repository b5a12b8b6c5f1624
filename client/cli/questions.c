/* The command questions: what the household asked, and what was answered. */
#include <stdio.h>

#include "cli/call.h"
#include "cli/commands.h"
#include "cli/door.h"
#include "cli/reply.h"
#include "cli/speech.h"

static void print_said(const json_t *said)
{
    char at[REPLY_MOMENT_SIZE];
    reply_moment(said, "at", at);
    speech_put(stdout, reply_text(said, "by"));
    printf(", %s: ", at);
    speech_put(stdout, reply_text(said, "text"));
    putchar('\n');
}

static void print_question(const json_t *question)
{
    char id[REPLY_SHORT_ID_SIZE];
    const json_t *answers = reply_list(question, "answers");
    reply_short_id(question, "id", id);
    speech_put(stdout, id);
    fputs("  ", stdout);
    speech_put(stdout, reply_text(question, "patient"));
    fputs("  ", stdout);
    print_said(question);
    for (size_t i = 0; i < json_array_size(answers); i++) {
        fputs("          answered by ", stdout);
        print_said(json_array_get(answers, i));
    }
}

static void print(const struct call *call, const json_t *answer)
{
    const json_t *questions = reply_list(answer, "questions");
    if (json_array_size(questions) == 0) {
        speech_note(call,
                    call_has(call, "all") ? "There are no questions." : "No question is open.");
    }
    for (size_t i = 0; i < json_array_size(questions); i++) {
        print_question(json_array_get(questions, i));
    }
}

static enum daybook_status questions_run(const struct call *call)
{
    struct question question = question_begin("questions");
    question_text(&question, "patient", call_value(call, "patient"));
    question_bool(&question, "all", call_has(call, "all"));
    return door_command(call, &question, print);
}

static const struct command_option options[] = {
    {"patient", OPTION_TEXT, "PATIENT", "of one patient only", NULL},
    {"all", OPTION_FLAG, NULL, "answered ones, too", NULL},
    {0},
};

const struct command questions_command = {
    .name = "questions",
    .group = GROUP_LOOK,
    .summary = "Show the questions nobody has answered",
    .usage = "",
    .details = "The 8 digits name a question for \"daybook answer\" and \"daybook retract\".\n",
    .options = options,
    .run = questions_run,
};
