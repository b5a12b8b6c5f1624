/* The command erase: drop an entry for good, here and on every device of the circle. */
#include <stdio.h>

#include "cli/call.h"
#include "cli/commands.h"
#include "cli/door.h"
#include "cli/reply.h"
#include "cli/speech.h"
#include "cli/terminal.h"

static void print(const struct call *call, const json_t *answer)
{
    char id[REPLY_SHORT_ID_SIZE];
    size_t waiting = json_array_size(reply_list(answer, "not_confirmed"));
    reply_short_id(answer, "id", id);
    if (!call_has(call, "quiet")) {
        printf("erased %s\n", id);
    }
    if (waiting > 0) {
        speech_note(call, "%zu other %s not erased it yet; \"daybook show %s\" tells which.",
                    waiting, waiting == 1 ? "device has" : "devices have", id);
    }
}

/* What is about to go is shown once more. */
static void print_victim(const json_t *entry)
{
    char moment[REPLY_MOMENT_SIZE];
    reply_moment(entry, "at", moment);
    speech_put(stderr, reply_text(entry, "kind"));
    fprintf(stderr, " at %s, by ", moment);
    speech_put(stderr, reply_text(entry, "author"));
    fputc('\n', stderr);
}

/* OK: erase it. */
static enum daybook_status confirm(const struct call *call, struct door *door)
{
    json_t *entry = NULL;
    if (call_has(call, "yes")) {
        return DAYBOOK_OK;
    }
    if (!terminal_can_ask(call)) {
        speech_error("Nothing brings back what is erased. To erase without being asked, add "
                     "--yes.");
        return DAYBOOK_INVALID;
    }
    struct question question = question_begin("show");
    question_text(&question, "id", call->words[0]);
    enum daybook_status status = door_ask(door, &question, &entry);
    if (status == DAYBOOK_OK && !reply_is(entry, "erased")) {
        print_victim(entry);
        if (!terminal_confirm("Erase it on every device, for good? Nothing brings it back.")) {
            speech_note(call, "Nothing was changed.");
            status = DAYBOOK_INTERRUPTED;
        }
    }
    json_decref(entry);
    return status;
}

static enum daybook_status erase_run(const struct call *call)
{
    struct door door;
    json_t *answer = NULL;
    enum daybook_status status = door_open(call, &door);
    if (status != DAYBOOK_OK) {
        return status;
    }
    status = confirm(call, &door);
    if (status == DAYBOOK_OK) {
        struct question question = question_begin("erase");
        question_text(&question, "id", call->words[0]);
        status = door_ask(&door, &question, &answer);
    }
    if (status == DAYBOOK_OK && call_has(call, "json")) {
        door_print_json(answer);
    } else if (status == DAYBOOK_OK) {
        print(call, answer);
    }
    json_decref(answer);
    door_close(&door);
    return status;
}

static const struct command_option options[] = {
    {"yes", OPTION_FLAG, NULL, "do not ask whether you are sure", NULL},
    {0},
};

const struct command erase_command = {
    .name = "erase",
    .group = GROUP_DAILY,
    .summary = "Erase an entry for good, on every device",
    .usage = "ID",
    .details =
        "Every version goes, is overwritten on the disk, and leaves the trends. Nothing brings it\n"
        "back. Its author may erase it, the patient, and who stands in for the patient. \"daybook\n"
        "show ID\" then tells which devices have erased it. Backups made before, what a person "
        "who\n"
        "left has kept, and what was printed or photographed are out of reach.\n",
    .options = options,
    .words_min = 1,
    .words_max = 1,
    .run = erase_run,
};
