/* The command circle pending: who was invited and is not in the circle yet. */
#include <stdio.h>

#include "cli/call.h"
#include "cli/commands.h"
#include "cli/door.h"
#include "cli/reply.h"
#include "cli/speech.h"

static void print_one(const json_t *invitation)
{
    char id[REPLY_SHORT_ID_SIZE];
    char expires[REPLY_MOMENT_SIZE];
    reply_short_id(invitation, "invitation", id);
    reply_moment(invitation, "expires", expires);
    printf("%s  ", id);
    speech_put(stdout, reply_text(invitation, "name"));
    printf(" (%s), ", reply_text(invitation, "role"));
    if (!reply_is(invitation, "answered")) {
        printf("has not called yet; the invitation ends %s\n", expires);
        return;
    }
    fputs("has called; the four words: ", stdout);
    reply_print_texts(reply_list(invitation, "words"));
    putchar('\n');
}

static void print(const struct call *call, const json_t *answer)
{
    const json_t *pending = reply_list(answer, "pending");
    if (json_array_size(pending) == 0) {
        speech_note(call, "No invitation is open.");
    }
    for (size_t i = 0; i < json_array_size(pending); i++) {
        print_one(json_array_get(pending, i));
    }
}

static enum daybook_status circle_pending_run(const struct call *call)
{
    struct question question = question_begin("circle.pending");
    if (call_has(call, "wait")) {
        question_integer(&question, "wait", call_number(call, "wait", 0));
    }
    return door_command(call, &question, print);
}

static const struct command_option options[] = {
    {"wait", OPTION_NUMBER, "SECONDS", "wait until somebody has called, or so long", NULL},
    {0},
};

const struct command circle_pending_command = {
    .name = "circle pending",
    .group = GROUP_CIRCLE,
    .summary = "Show who was invited and is not in yet",
    .usage = "",
    .options = options,
    .run = circle_pending_run,
};
