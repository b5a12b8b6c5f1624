/* The command circle log: who changed the circle, and when. */
#include <stdio.h>
#include <string.h>

#include "cli/call.h"
#include "cli/commands.h"
#include "cli/door.h"
#include "cli/reply.h"
#include "cli/speech.h"

/* What each change is called in a sentence, before and after whom it is about. */
static const struct {
    const char *change;
    const char *before;
    const char *after;
} sayings[] = {
    {"founded", "the circle of ", " begins"},
    {"person-added", "", " comes in"},
    {"device-added", "a device of ", ""},
    {"granted", "the rights of ", ""},
    {"device-retired", "a device of ", " is retired"},
    {"person-removed", "", " is removed"},
    {"key-made", "a new key", ""},
    {"sheet-used", "the recovery sheet gives a device to ", ""},
};

static void print_name(const char *name)
{
    speech_put(stdout, name[0] == '\0' ? "somebody unknown" : name);
}

static void print_what(const json_t *change)
{
    const char *what = reply_text(change, "change");
    const size_t count = sizeof sayings / sizeof sayings[0];
    size_t at = 0;
    while (at < count && strcmp(what, sayings[at].change) != 0) {
        at++;
    }
    fputs(at < count ? sayings[at].before : what, stdout);
    if (json_is_string(json_object_get(change, "person"))) {
        print_name(reply_text(change, "person"));
    }
    fputs(at < count ? sayings[at].after : "", stdout);
}

static void print_details(const json_t *change)
{
    char device[REPLY_SHORT_ID_SIZE];
    const json_t *grants = reply_list(change, "grants");
    const char *stream = reply_text(change, "stream");
    reply_short_id(change, "device", device);
    if (device[0] != '\0') {
        printf(", device %s", device);
    }
    if (stream[0] != '\0') {
        printf(" for %s", stream);
    }
    if (json_array_size(grants) > 0) {
        fputs(", granted: ", stdout);
        reply_print_texts(grants);
    } else if (strcmp(reply_text(change, "change"), "granted") == 0) {
        fputs(": none beyond the role", stdout);
    }
}

static void print_change(const json_t *change)
{
    char moment[REPLY_MOMENT_SIZE];
    reply_moment(change, "said_at", moment);
    printf("  %s  ", moment);
    print_what(change);
    print_details(change);
    fputs(", by ", stdout);
    if (reply_is(change, "by_sheet")) {
        fputs("the recovery sheet", stdout);
    } else {
        print_name(reply_text(change, "author"));
    }
    puts(reply_is(change, "refused") ? " - REFUSED, it changed nothing" : "");
}

static void print(const struct call *call, const json_t *answer)
{
    const json_t *changes = reply_list(answer, "changes");
    fputs("The circle of ", stdout);
    speech_put(stdout, reply_text(answer, "patient"));
    puts(":");
    for (size_t i = 0; i < json_array_size(changes); i++) {
        const json_t *change = json_array_get(changes, i);
        bool is_key = strcmp(reply_text(change, "change"), "key-made") == 0;
        if (!is_key || reply_is(change, "refused") || call_has(call, "keys")) {
            print_change(change);
        }
    }
}

static enum daybook_status circle_log_run(const struct call *call)
{
    struct question question = question_begin("circle.log");
    question_text(&question, "patient", call_value(call, "patient"));
    return door_command(call, &question, print);
}

static const struct command_option options[] = {
    {"keys", OPTION_FLAG, NULL, "show new keys too", NULL},
    {"patient", OPTION_TEXT, "PATIENT", "of whose circle, when there are several", NULL},
    {0},
};

const struct command circle_log_command = {
    .name = "circle log",
    .group = GROUP_CIRCLE,
    .summary = "Show who changed the circle, and when",
    .usage = "",
    .details =
        "Times are by the clock of the device that made the change. What was refused changed\n"
        "nothing, and stays here so that everybody sees who tried.\n",
    .options = options,
    .run = circle_log_run,
};
