/* The command list: the entries of some days. */
#include <stdio.h>
#include <string.h>

#include "cli/call.h"
#include "cli/commands.h"
#include "cli/door.h"
#include "cli/entry_text.h"
#include "cli/erasure_text.h"
#include "cli/reply.h"
#include "cli/speech.h"
#include "cli/terminal.h"
#include "cli/text_table.h"

enum { DAY_SIZE = 11, CLOCK_START = 11 };

struct listing {
    struct text_table table;
    bool unicode;
    bool alone; /* there is no other device: nothing to say of where entries are */
};

static void print_heading(const char *at, char shown_day[static DAY_SIZE])
{
    if (strncmp(at, shown_day, DAY_SIZE - 1) == 0) {
        return;
    }
    if (shown_day[0] != '\0') {
        putchar('\n');
    }
    snprintf(shown_day, DAY_SIZE, "%s", at);
    speech_put(stdout, shown_day);
    putchar('\n');
}

/* What has not arrived everywhere yet; of what has, nothing is said. */
static void print_reach(const json_t *entry, bool unicode)
{
    const char *reach = reply_text(entry, "sync");
    if (strcmp(reach, "everywhere") != 0) {
        fputs(unicode ? " \302\267 " : " - ", stdout);
        fputs(strcmp(reach, "shared") == 0 ? "not on every device yet" : "on no other device yet",
              stdout);
    }
}

static void print_entry(const json_t *entry, const struct listing *listing)
{
    char id[REPLY_SHORT_ID_SIZE];
    char moment[REPLY_MOMENT_SIZE];
    const char *note = reply_text(entry, "note");

    reply_short_id(entry, "id", id);
    reply_moment(entry, "at", moment);
    printf("  %5s  ", strlen(moment) > CLOCK_START ? moment + CLOCK_START : "");
    text_table_print(&listing->table, 0, reply_text(entry, "kind"));
    speech_put(stdout, id);
    fputs("  ", stdout);
    entry_text_print_fields(json_object_get(entry, "fields"));
    if (note[0] != '\0') {
        fputs(" \"", stdout);
        speech_put(stdout, note);
        putchar('"');
    }
    entry_text_print_marks(entry, listing->unicode);
    if (!listing->alone) {
        print_reach(entry, listing->unicode);
    }
    putchar('\n');
}

static void print(const struct call *call, const json_t *answer)
{
    struct listing listing = {.unicode = terminal_is_unicode(), .alone = reply_is(answer, "alone")};
    char shown_day[DAY_SIZE] = "";
    const json_t *entries = reply_list(answer, "entries");

    if (json_array_size(entries) == 0) {
        speech_note(call, "There are no entries.");
    }
    for (size_t i = 0; i < json_array_size(entries); i++) {
        text_table_measure(&listing.table, 0, reply_text(json_array_get(entries, i), "kind"));
    }
    for (size_t i = 0; i < json_array_size(entries); i++) {
        const json_t *entry = json_array_get(entries, i);
        print_heading(reply_text(entry, "at"), shown_day);
        print_entry(entry, &listing);
    }
}

static void print_erased(const struct call *call, const json_t *answer)
{
    const json_t *entries = reply_list(answer, "entries");
    if (json_array_size(entries) == 0) {
        speech_note(call, "Nothing was erased.");
    }
    for (size_t i = 0; i < json_array_size(entries); i++) {
        erasure_text_print_line(json_array_get(entries, i));
    }
}

static void print_lines(const struct call *call, const json_t *answer)
{
    (void)call;
    const json_t *entries = reply_list(answer, "entries");
    for (size_t i = 0; i < json_array_size(entries); i++) {
        door_print_json(json_array_get(entries, i));
    }
}

static enum daybook_status list_run(const struct call *call)
{
    struct question question = question_begin("list");
    question_text(&question, "kind", call_value(call, "kind"));
    question_text(&question, "since", call_value(call, "since"));
    question_text(&question, "until", call_value(call, "until"));
    question_text(&question, "patient", call_value(call, "patient"));
    question_bool(&question, "erased", call_has(call, "erased"));
    return door_command_in_lines(call, &question, print_lines,
                                 call_has(call, "erased") ? print_erased : print);
}

static const struct command_option options[] = {
    {"kind", OPTION_KIND, "KIND", "only this kind", NULL},
    {"since", OPTION_TEXT, "TIME", "from this day or moment on", "today yesterday -1w"},
    {"until", OPTION_TEXT, "TIME", "up to the end of this day, or before this moment",
     "today yesterday -1w"},
    {"patient", OPTION_TEXT, "PATIENT", "whose journal, when there are several", NULL},
    {"erased", OPTION_FLAG, NULL, "what was erased instead, and which devices confirmed it", NULL},
    {0},
};

const struct command list_command = {
    .name = "list",
    .group = GROUP_LOOK,
    .summary = "Show the entries of some days",
    .usage = "",
    .details = "The 8 digits name an entry for \"daybook show\" and \"daybook amend\".\n"
               "With --json each entry is an object on a line of its own.\n",
    .options = options,
    .run = list_run,
};
