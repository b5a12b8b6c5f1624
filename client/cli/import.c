/* The command import: take in the recordings of an oximeter. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/call.h"
#include "cli/commands.h"
#include "cli/door.h"
#include "cli/file_path.h"
#include "cli/reply.h"

static double reply_real(const json_t *answer, const char *name)
{
    return json_number_value(json_object_get(answer, name));
}

static void print_night(const json_t *night, bool dry_run)
{
    const char *state = reply_text(night, "state");
    printf("%s  ", reply_text(night, "day"));
    if (strcmp(state, "empty") == 0) {
        puts("left out: no valid reading");
        return;
    }
    printf("%.1f h valid, mean %.1f %%, lowest %d %%, %.1f %% of it below 90 %%, longest run at or "
           "below 88 %% %.1f min, %.1f %% unusable",
           reply_real(night, "valid_s") / 3600.0, reply_real(night, "mean"),
           (int)reply_integer(night, "nadir"), reply_real(night, "t90_pct"),
           reply_real(night, "longest88_s") / 60.0, reply_real(night, "artefact_pct"));
    if (strcmp(state, "known") == 0) {
        puts(" (taken in before)");
    } else {
        puts(dry_run ? " (new)" : "");
    }
}

static void print(const struct call *call, const json_t *answer)
{
    const json_t *nights = reply_list(answer, "nights");
    bool dry_run = reply_is(answer, "dry_run");
    for (size_t i = 0; i < json_array_size(nights); i++) {
        print_night(json_array_get(nights, i), dry_run);
    }
    json_int_t count = reply_integer(answer, "new");
    if (!call_has(call, "quiet")) {
        printf("%s%" JSON_INTEGER_FORMAT " night%s.\n", dry_run ? "Would log " : "Logged ", count,
               count == 1 ? "" : "s");
    }
    if (reply_is(answer, "order_assumed")) {
        puts("Its dates were read as day/month; if they are month/day, undo and give --dates "
             "month-first.");
    }
}

static enum daybook_status import_run(const struct call *call)
{
    char *path = NULL;
    enum daybook_status status = file_path_absolute(call->words[0], &path);
    if (status != DAYBOOK_OK) {
        return status;
    }
    struct question question = question_begin("import.oximeter");
    question_text(&question, "file", path);
    free(path);
    question_bool(&question, "dry_run", call_has(call, "dry-run"));
    question_text(&question, "supply", call_value(call, "supply"));
    question_text(&question, "dates", call_value(call, "dates"));
    question_text(&question, "date", call_value(call, "date"));
    question_text(&question, "for", call_value(call, "for"));
    question_text(&question, "patient", call_value(call, "patient"));
    return door_command(call, &question, print);
}

static const struct command_option options[] = {
    {"dry-run", OPTION_FLAG, NULL, "only show what would be logged", NULL},
    {"supply", OPTION_TEXT, "WHAT", "what was breathed in those nights; unknown if left out",
     "room_air oxygen niv niv_oxygen"},
    {"dates", OPTION_TEXT, "ORDER", "how dates such as 07/08/2026 are meant",
     "day-first month-first"},
    {"date", OPTION_TEXT, "DAY", "the day a recording began whose file holds no dates",
     "today yesterday"},
    {"for", OPTION_TEXT, "PERSON", "on behalf of this person", NULL},
    {"patient", OPTION_TEXT, "PATIENT", "in whose journal, when there are several", NULL},
    {0},
};

const struct command import_command = {
    .name = "import",
    .group = GROUP_DAILY,
    .summary = "Take in the recordings of an oximeter",
    .usage = "FILE",
    .details =
        "Reads the tables that programs of Viatom, Wellue, Contec and EMAY oximeters write, and\n"
        "any with a heading that names a time and SpO2, such as time,spo2,pulse. One entry is\n"
        "logged a night, on the day it ends. Readings of 127, 0 and others outside of 50 to 100 "
        "are\n"
        "counted as unusable, never as low. The file itself is not kept; taking it in again adds\n"
        "nothing.\n",
    .options = options,
    .words = WORDS_FILE,
    .words_min = 1,
    .words_max = 1,
    .run = import_run,
};
