/* The command broker: take a seat at a broker, or show the one that is taken. */
#include <stdio.h>

#include "cli/call.h"
#include "cli/commands.h"
#include "cli/door.h"
#include "cli/reply.h"
#include "cli/seat_file.h"
#include "cli/speech.h"

static void print_member(const json_t *answer, const char *title, const char *name)
{
    printf("%-10s ", title);
    speech_put(stdout, reply_text(answer, name));
    putchar('\n');
}

static void print(const struct call *call, const json_t *answer)
{
    (void)call;
    print_member(answer, "broker", "broker");
    print_member(answer, "circle", "circle");
    print_member(answer, "client", "client_id");
    if (reply_text(answer, "username")[0] != '\0') {
        print_member(answer, "user", "username");
    }
    printf("password   %s\n", reply_is(answer, "has_password") ? "is set" : "none");
    printf("own CA     %s\n", reply_is(answer, "has_ca") ? "is set" : "none, the system's");
    printf("rate       %" JSON_INTEGER_FORMAT " messages a second at most\n",
           reply_integer(answer, "messages_per_second"));
}

static enum daybook_status broker_run(const struct call *call)
{
    json_t *seat = NULL;
    if (call->word_count > 0) {
        enum daybook_status status = seat_file_read(call->words[0], &seat);
        if (status != DAYBOOK_OK) {
            return status;
        }
    }
    struct question question = question_begin("broker");
    question_json(&question, "seat", seat);
    question_text(&question, "patient", call_value(call, "patient"));
    return door_command(call, &question, print);
}

static const struct command_option options[] = {
    {"patient", OPTION_TEXT, "PATIENT", "of which circle, when there are several", NULL},
    {0},
};

const struct command broker_command = {
    .name = "broker",
    .group = GROUP_CIRCLE,
    .summary = "Take a seat at a broker, or show it",
    .usage = "[SEAT.json]",
    .details =
        "The seat is a file from whoever runs the broker; \"-\" reads it from standard input.\n"
        "It says where the broker is and as whom this device speaks there. Without a file:\n"
        "shows the seat without its password.\n",
    .options = options,
    .words = WORDS_FILE,
    .words_max = 1,
    .run = broker_run,
};
