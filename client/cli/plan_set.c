/* The command plan set: a therapist writes a plan, or its next version. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "cli/call.h"
#include "cli/commands.h"
#include "cli/door.h"
#include "cli/plan_text.h"
#include "cli/reply.h"
#include "cli/speech.h"

static void print(const struct call *call, const json_t *answer)
{
    if (call_has(call, "quiet")) {
        return;
    }
    plan_text_print_heading(answer);
    speech_note(call, reply_is(answer, "new")
                          ? "The plan goes to everybody in the circle with the next exchange."
                          : "It replaces the version before for the days from then on.");
}

/* The fields of a plan from a file. */
static enum daybook_status read_file(const char *path, json_t **out_fields)
{
    json_error_t error;
    FILE *file = strcmp(path, "-") == 0 ? stdin : fopen(path, "re");
    if (file == NULL) {
        enum daybook_status status = errno == ENOENT ? DAYBOOK_NOT_FOUND : DAYBOOK_FAILED;
        speech_error("The plan's file %s cannot be opened: %s.", path, strerror(errno));
        return status;
    }
    json_t *fields = json_loadf(file, JSON_REJECT_DUPLICATES, &error);
    if (file != stdin) {
        fclose(file);
    }
    if (!json_is_object(fields)) {
        speech_error("%s is no plan: a JSON object with its fields was expected (line %d).", path,
                     fields == NULL ? error.line : 1);
        json_decref(fields);
        return DAYBOOK_INVALID;
    }
    *out_fields = fields;
    return DAYBOOK_OK;
}

static enum daybook_status plan_set_run(const struct call *call)
{
    const char *path = call_value(call, "file");
    json_t *fields = NULL;
    if (path != NULL) {
        enum daybook_status status = read_file(path, &fields);
        if (status != DAYBOOK_OK) {
            return status;
        }
    }
    struct question question = question_begin("plan.set");
    question_text(&question, "what", call->words[0]);
    if (call->word_count > 1) {
        question_texts(&question, "words", call->words + 1, call->word_count - 1);
    }
    question_json(&question, "fields", fields);
    question_text(&question, "from", call_value(call, "from"));
    question_text(&question, "until", call_value(call, "until"));
    question_text(&question, "note", call_value(call, "note"));
    question_bool(&question, "new", call_has(call, "new"));
    question_text(&question, "patient", call_value(call, "patient"));
    return door_command(call, &question, print);
}

static const struct command_option options[] = {
    {"file", OPTION_FILE, "FILE", "take the fields from this JSON object", NULL},
    {"from", OPTION_TEXT, "DATE", "its first day; today if left out", "today yesterday"},
    {"until", OPTION_TEXT, "DATE", "its last day; open if left out", NULL},
    {"note", OPTION_TEXT, "TEXT", "a note on this version", NULL},
    {"new", OPTION_FLAG, NULL, "beside the plan there is, and not its next version", NULL},
    {"patient", OPTION_TEXT, "PATIENT", "for whom, when there are several", NULL},
    {0},
};

const struct command plan_set_command = {
    .name = "plan set",
    .group = GROUP_DAILY,
    .summary = "Write a plan, or its next version",
    .usage = "KIND|ID [FIELD=VALUE ...]",
    .details =
        "KIND is exercise, respiratory, medication, nutrition, therapy, education, monitoring,\n"
        "aid, home-task, or one of the evaluations brace and home. When the patient has such a\n"
        "plan, this is its next version: what is not named stays. For example:\n"
        "  daybook plan set exercise item=calf item.type=stretch item.days_per_week=5 \\\n"
        "      item.instructions=\"20 s, slowly\" item.stop_rule=\"stop at pain\"\n"
        "  daybook plan set exercise item=calf item.days_per_week=3 --note \"tired\"\n"
        "  daybook plan set exercise no-item=calf\n"
        "  daybook plan set monitoring watch=pain watch.cadence=weekly rule=R18 "
        "rule.threshold=5\n"
        "item=NAME says which one the item.FIELD=VALUE after it are about, and begins it when\n"
        "there is none; no-item=NAME takes it away; FIELD= takes a field away. \"daybook kinds\n"
        "KIND\" shows the fields. A file holds the same as an object, {\"item\": [{...}]}, and\n"
        "what is typed comes on top. Past days stay scored against the version of their time.\n",
    .options = options,
    .words = WORDS_ANY,
    .words_min = 1,
    .words_max = COMMAND_WORDS_MANY,
    .run = plan_set_run,
};
