/* The command circle quarantine: what is kept and counts for nothing. */
#include <stdio.h>
#include <string.h>

#include "cli/call.h"
#include "cli/commands.h"
#include "cli/door.h"
#include "cli/reply.h"
#include "cli/speech.h"

static const struct {
    const char *reason;
    const char *sentence;
} reasons[] = {
    {"late", "written after they were removed, as far as anybody had seen"},
    {"no-right", "they may not do that"},
    {"unknown", "nobody of the circle wrote it"},
};

static void print_one(const json_t *row)
{
    char moment[REPLY_MOMENT_SIZE];
    const char *author = reply_text(row, "author");
    const char *kind = reply_text(row, "kind");
    reply_moment(row, "said_at", moment);
    printf("  %s  %s", moment, reply_text(row, "what"));
    if (kind[0] != '\0') {
        fputs(" (", stdout);
        speech_put(stdout, kind);
        putchar(')');
    }
    fputs(" by ", stdout);
    speech_put(stdout, author[0] == '\0' ? "somebody unknown" : author);
    for (size_t i = 0; i < sizeof reasons / sizeof reasons[0]; i++) {
        if (strcmp(reply_text(row, "reason"), reasons[i].reason) == 0) {
            printf(": %s", reasons[i].sentence);
        }
    }
    putchar('\n');
}

static void print(const struct call *call, const json_t *answer)
{
    const json_t *rows = reply_list(answer, "quarantined");
    bool late = false;
    if (json_array_size(rows) == 0) {
        speech_note(call, "Nothing is in quarantine.");
    }
    for (size_t i = 0; i < json_array_size(rows); i++) {
        const json_t *row = json_array_get(rows, i);
        print_one(row);
        late = late || strcmp(reply_text(row, "reason"), "late") == 0;
    }
    if (late) {
        speech_note(call, "To let in what somebody wrote late: daybook circle admit WHO");
    }
}

static enum daybook_status circle_quarantine_run(const struct call *call)
{
    struct question question = question_begin("circle.quarantine");
    question_text(&question, "patient", call_value(call, "patient"));
    return door_command(call, &question, print);
}

static const struct command_option options[] = {
    {"patient", OPTION_TEXT, "PATIENT", "of whose circle, when there are several", NULL},
    {0},
};

const struct command circle_quarantine_command = {
    .name = "circle quarantine",
    .group = GROUP_CIRCLE,
    .summary = "Show what was received and counts for nothing",
    .usage = "",
    .details = "What its author may not write, or wrote when nobody else had seen it before the\n"
               "author was removed, is kept and not shown. Times are by the author's clock.\n",
    .options = options,
    .run = circle_quarantine_run,
};
