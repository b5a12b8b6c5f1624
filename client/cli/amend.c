/* The command amend: correct an entry; the earlier version stays in its history. */
#include <stdio.h>

#include "cli/call.h"
#include "cli/commands.h"
#include "cli/door.h"
#include "cli/reply.h"
#include "cli/speech.h"

static void print(const struct call *call, const json_t *answer)
{
    char id[REPLY_SHORT_ID_SIZE];
    reply_short_id(answer, "id", id);
    if (!call_has(call, "quiet")) {
        printf("amended %s\n", id);
    }
}

static enum daybook_status amend_run(const struct call *call)
{
    const char *note = call_value(call, "note");
    const char *at = call_value(call, "at");
    if (call->word_count == 1 && note == NULL && at == NULL) {
        speech_error("What should change? Write: daybook amend ID FIELD=VALUE ...");
        return DAYBOOK_INVALID;
    }
    struct question question = question_begin("amend");
    question_text(&question, "id", call->words[0]);
    if (call->word_count > 1) {
        question_texts(&question, "words", call->words + 1, call->word_count - 1);
    }
    question_text(&question, "note", note);
    question_text(&question, "at", at);
    return door_command(call, &question, print);
}

static const struct command_option options[] = {
    {"note", OPTION_TEXT, "TEXT", "another note; empty removes it", NULL},
    {"at", OPTION_TEXT, "TIME", "another moment", NULL},
    {0},
};

const struct command amend_command = {
    .name = "amend",
    .group = GROUP_DAILY,
    .summary = "Correct an entry",
    .usage = "ID [FIELD=VALUE ...]",
    .details =
        "Fields that are not named stay. \"FIELD=\" removes one. Nothing is lost: \"daybook show\n"
        "ID --history\" shows every version.\n",
    .options = options,
    .words_min = 1,
    .words_max = COMMAND_WORDS_MANY,
    .run = amend_run,
};
