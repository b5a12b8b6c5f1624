/* The command sync: give what others lack and take what they announce, by a broker or in a file. */
#include <stdio.h>
#include <stdlib.h>

#include "cli/call.h"
#include "cli/commands.h"
#include "cli/door.h"
#include "cli/file_path.h"
#include "cli/reply.h"
#include "cli/speech.h"

/* Options that mean something only beside others. */
struct company {
    const char *option;
    bool is_fine;
    const char *sentence;
};

static void print(const struct call *call, const json_t *answer)
{
    if (!call_has(call, "quiet")) {
        speech_put(stdout, reply_text(answer, "summary"));
        putchar('\n');
    }
}

static enum daybook_status check(const struct call *call)
{
    bool to = call_has(call, "to");
    bool from = call_has(call, "from");
    const char *only_to = "only --to FILE takes that option.";
    const struct company rows[] = {
        {"to", !from, "give one of --to and --from, then the other."},
        {"wait", !to && !from, "a file needs no waiting."},
        {"for", to, only_to},
        {"all", to, only_to},
        {"force", to, only_to},
        {"patient", to, only_to},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        if (call_has(call, rows[i].option) && !rows[i].is_fine) {
            speech_error("--%s: %s", rows[i].option, rows[i].sentence);
            return DAYBOOK_INVALID;
        }
    }
    return DAYBOOK_OK;
}

static enum daybook_status exchange(const struct call *call)
{
    struct question question = question_begin("sync");
    if (call_has(call, "wait")) {
        question_integer(&question, "wait", call_number(call, "wait", 0));
    }
    return door_command(call, &question, print);
}

static enum daybook_status hand_over(const struct call *call)
{
    char *path = NULL;
    bool to = call_has(call, "to");
    enum daybook_status status = file_path_absolute(call_value(call, to ? "to" : "from"), &path);
    if (status != DAYBOOK_OK) {
        return status;
    }
    struct question question = question_begin(to ? "handover.write" : "handover.read");
    question_text(&question, "file", path);
    free(path);
    if (to) {
        question_text(&question, "who", call_value(call, "for"));
        question_text(&question, "patient", call_value(call, "patient"));
        question_bool(&question, "all", call_has(call, "all"));
        question_bool(&question, "replace", call_has(call, "force"));
    }
    return door_command(call, &question, print);
}

static enum daybook_status sync_run(const struct call *call)
{
    enum daybook_status status = check(call);
    if (status != DAYBOOK_OK) {
        return status;
    }
    return call_has(call, "to") || call_has(call, "from") ? hand_over(call) : exchange(call);
}

static const struct command_option options[] = {
    {"wait", OPTION_NUMBER, "SECONDS", "how long at most; 10", NULL},
    {"to", OPTION_FILE, "FILE", "write what others lack to a file, sealed for them", NULL},
    {"from", OPTION_FILE, "FILE", "take in a file that somebody wrote with --to", NULL},
    {"for", OPTION_TEXT, "WHO", "with --to: only what this person lacks", NULL},
    {"all", OPTION_FLAG, NULL, "with --to: also what they are known to hold", NULL},
    {"force", OPTION_FLAG, NULL, "with --to: replace a file of that name", NULL},
    {"patient", OPTION_TEXT, "PATIENT", "with --to: whose circle, when there are several", NULL},
    {0},
};

const struct command sync_command = {
    .name = "sync",
    .group = GROUP_CIRCLE,
    .summary = "Exchange entries with the circle now",
    .usage = "",
    .details =
        "Ends when nothing is owed among the devices that are there. Exit status 6 when no\n"
        "broker was reached; what you wrote is safe here and goes out the next time.\n"
        "--to and --from need no broker: the file goes by stick or mail, and nobody but the\n"
        "circle can read it. Hand one file each way and both hold the same.\n",
    .options = options,
    .run = sync_run,
};
