/* The command show: one entry in full, with its history on demand. */
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

static void print_fields(json_t *fields)
{
    const char *name = NULL;
    json_t *value = NULL;
    json_object_foreach(fields, name, value)
    {
        fputs("  ", stdout);
        speech_put(stdout, name);
        fputs(": ", stdout);
        entry_text_print_value(value);
        putchar('\n');
    }
}

static void print_note(const json_t *holder, const char *name)
{
    const char *note = reply_text(holder, name);
    if (note[0] != '\0') {
        printf("  %s:\n", name);
        speech_put_lines(stdout, "    ", note);
    }
}

static void print_version(const json_t *version)
{
    char moment[REPLY_MOMENT_SIZE];
    reply_moment(version, "written_at", moment);
    printf("\n%s %s by ", moment, reply_text(version, "type"));
    speech_put(stdout, reply_text(version, "author"));
    printf(" (%s)%s%s\n", reply_text(version, "author_role"),
           reply_is(version, "shown") ? ", shown" : "",
           reply_is(version, "also_recorded") ? ", stands beside it" : "");
    print_fields(json_object_get(version, "fields"));
    print_note(version, "note");
    print_note(version, "reason");
}

/* A version that stands beside the shown one: only what it says otherwise. */
static void print_beside(const json_t *version)
{
    char moment[REPLY_MOMENT_SIZE];
    const json_t *differs = reply_list(version, "differs");
    const json_t *fields = json_object_get(version, "fields");
    reply_moment(version, "written_at", moment);
    printf("  Also recorded by ");
    speech_put(stdout, reply_text(version, "author"));
    printf(" (%s) on %s:\n", reply_text(version, "author_role"), moment);
    for (size_t i = 0; i < json_array_size(differs); i++) {
        const char *name = json_string_value(json_array_get(differs, i));
        const json_t *value = json_object_get(fields, name);
        fputs("    ", stdout);
        speech_put(stdout, name);
        fputs(": ", stdout);
        if (value != NULL) {
            entry_text_print_value(value);
        } else if (json_is_string(json_object_get(version, name))) {
            speech_put(stdout, reply_text(version, name));
        } else {
            fputs(strcmp(name, "retracted") != 0                          ? "(nothing)"
                  : strcmp(reply_text(version, "type"), "retracted") == 0 ? "yes"
                                                                          : "no",
                  stdout);
        }
        putchar('\n');
    }
}

static void print_all_beside(const json_t *answer)
{
    char id[REPLY_SHORT_ID_SIZE];
    const json_t *beside = reply_list(answer, "beside");
    reply_short_id(answer, "id", id);
    for (size_t i = 0; i < json_array_size(beside); i++) {
        print_beside(json_array_get(beside, i));
    }
    if (json_array_size(beside) > 0) {
        printf("  Both were written without knowing of the other. \"daybook amend %s FIELD=VALUE\" "
               "settles it.\n",
               id);
    }
}

/* Where the entry is, for the three words of "sync". */
static const char *reach_sentence(const json_t *answer)
{
    const char *reach = reply_text(answer, "sync");
    if (strcmp(reach, "everywhere") == 0) {
        return "on every device of the circle";
    }
    return strcmp(reach, "shared") == 0 ? "on at least one other device" : "saved on this device";
}

static void print(const struct call *call, const json_t *answer)
{
    char moment[REPLY_MOMENT_SIZE];
    const json_t *history = reply_list(answer, "history");
    (void)call;
    if (reply_is(answer, "erased")) {
        erasure_text_print(answer);
        return;
    }
    reply_moment(answer, "at", moment);
    speech_put(stdout, reply_text(answer, "kind"));
    printf(" at %s, by ", moment);
    speech_put(stdout, reply_text(answer, "author"));
    printf(" (%s)", reply_text(answer, "author_role"));
    entry_text_print_marks(answer, terminal_is_unicode());
    putchar('\n');
    print_fields(json_object_get(answer, "fields"));
    print_note(answer, "note");
    reply_moment(answer, "recorded_at", moment);
    printf("  id %s, recorded %s, %s\n", reply_text(answer, "id"), moment, reach_sentence(answer));
    if (entry_text_was_locked(answer)) {
        puts("  Added while the journal was locked: nobody's identity was checked.");
    }
    print_all_beside(answer);
    for (size_t i = 0; i < json_array_size(history); i++) {
        print_version(json_array_get(history, i));
    }
}

static enum daybook_status show_run(const struct call *call)
{
    struct question question = question_begin("show");
    question_text(&question, "id", call->words[0]);
    question_bool(&question, "history", call_has(call, "history"));
    return door_command(call, &question, print);
}

static const struct command_option options[] = {
    {"history", OPTION_FLAG, NULL, "every version, oldest first", NULL},
    {0},
};

const struct command show_command = {
    .name = "show",
    .group = GROUP_LOOK,
    .summary = "Show one entry in full",
    .usage = "ID",
    .details =
        "ID is the beginning of an entry's id, 4 digits or more, as \"daybook list\" shows it.\n",
    .options = options,
    .words_min = 1,
    .words_max = 1,
    .run = show_run,
};
