/* The command share: how much of each measure those see who do not read the entries. */
#include <stdio.h>
#include <string.h>

#include "cli/call.h"
#include "cli/commands.h"
#include "cli/door.h"
#include "cli/reply.h"
#include "cli/speech.h"
#include "cli/text_table.h"

static void print_set(const struct call *call, const json_t *answer)
{
    const char *level = reply_text(answer, "level");
    if (strcmp(level, "withheld") == 0) {
        speech_note(call, "%s is shared no more; what was published of it is taken back.",
                    call->words[0]);
    } else {
        speech_note(call, "%s is shared %s from now on, the past as well.", call->words[0], level);
    }
}

static const char *level_text(const char *level)
{
    if (strcmp(level, "withheld") == 0) {
        return "not shared";
    }
    return strcmp(level, "weekly") == 0 ? "a number a week" : "a number a day";
}

static bool is_daily(const json_t *measure)
{
    return strcmp(reply_text(measure, "level"), "daily") == 0;
}

static void print_list(const struct call *call, const json_t *answer)
{
    const json_t *measures = reply_list(answer, "measures");
    struct text_table table = {0};
    size_t daily = 0;
    (void)call;
    for (size_t i = 0; i < json_array_size(measures); i++) {
        const json_t *measure = json_array_get(measures, i);
        daily += is_daily(measure) ? 1 : 0;
        text_table_measure(&table, 0, reply_text(measure, "measure"));
        text_table_measure(&table, 1, level_text(reply_text(measure, "level")));
    }
    for (size_t i = 0; i < json_array_size(measures); i++) {
        const json_t *measure = json_array_get(measures, i);
        if (!is_daily(measure)) {
            text_table_print(&table, 0, reply_text(measure, "measure"));
            text_table_print(&table, 1, level_text(reply_text(measure, "level")));
            puts(reply_text(measure, "label"));
        }
    }
    printf("%s%zu measures are shared as one number a day; \"daybook share all weekly\" changes "
           "that.\n",
           daily == json_array_size(measures) ? "All " : "The other ", daily);
}

static enum daybook_status share_run(const struct call *call)
{
    if (call->word_count == 1) {
        speech_error("Say how much of it: \"daily\", \"weekly\" or \"withheld\".");
        return DAYBOOK_INVALID;
    }
    bool sets = call->word_count == 2;
    struct question question = question_begin(sets ? "share.set" : "share");
    if (sets) {
        question_text(&question, "what", call->words[0]);
        question_text(&question, "level", call->words[1]);
    }
    question_text(&question, "patient", call_value(call, "patient"));
    return door_command(call, &question, sets ? print_set : print_list);
}

static const struct command_option options[] = {
    {"patient", OPTION_TEXT, "PATIENT", "whose, when there are several", NULL},
    {0},
};

const struct command share_command = {
    .name = "share",
    .group = GROUP_CIRCLE,
    .summary = "Choose how much of each measure is shared",
    .usage = "[MEASURE|PART|all daily|weekly|withheld]",
    .details =
        "Those who do not read your entries see one number a measure and day. Choose one a week\n"
        "instead, or nothing; days that were published are published anew. A part is comfort,\n"
        "breathing, eating, movement, function or care. Without words: what is shared how.\n"
        "Only the patient chooses; \"daybook undo\" takes the last choice back.\n",
    .options = options,
    .words_max = 2,
    .run = share_run,
};
