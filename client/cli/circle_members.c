/* The command circle members: who is in the circle, and with which devices. */
#include <stdio.h>

#include "cli/call.h"
#include "cli/commands.h"
#include "cli/door.h"
#include "cli/reply.h"
#include "cli/speech.h"

static void print_device(const json_t *device)
{
    char id[REPLY_SHORT_ID_SIZE];
    char heard[REPLY_MOMENT_SIZE];
    reply_short_id(device, "id", id);
    reply_moment(device, "heard", heard);
    printf("    device %s", id);
    if (reply_is(device, "self")) {
        fputs(", this one", stdout);
    } else if (heard[0] != '\0') {
        printf(", last heard %s", heard);
    } else {
        fputs(", not heard yet", stdout);
    }
    puts(reply_is(device, "retired") ? ", retired" : "");
}

static void print_member(const json_t *member)
{
    char id[REPLY_SHORT_ID_SIZE];
    const json_t *grants = reply_list(member, "grants");
    const json_t *devices = reply_list(member, "devices");
    reply_short_id(member, "id", id);
    printf("  %s  ", id);
    speech_put(stdout, reply_text(member, "name"));
    printf(" (%s%s)%s", reply_text(member, "role"), reply_is(member, "self") ? ", you" : "",
           reply_is(member, "removed") ? ", removed" : "");
    if (json_array_size(grants) > 0) {
        fputs(", granted: ", stdout);
        reply_print_texts(grants);
    }
    putchar('\n');
    for (size_t i = 0; i < json_array_size(devices); i++) {
        print_device(json_array_get(devices, i));
    }
}

static void print(const struct call *call, const json_t *answer)
{
    const json_t *members = reply_list(answer, "members");
    (void)call;
    fputs("The circle of ", stdout);
    speech_put(stdout, reply_text(answer, "patient"));
    puts(":");
    for (size_t i = 0; i < json_array_size(members); i++) {
        print_member(json_array_get(members, i));
    }
}

static enum daybook_status circle_members_run(const struct call *call)
{
    struct question question = question_begin("circle.members");
    question_text(&question, "patient", call_value(call, "patient"));
    return door_command(call, &question, print);
}

static const struct command_option options[] = {
    {"patient", OPTION_TEXT, "PATIENT", "of whose circle, when there are several", NULL},
    {0},
};

const struct command circle_members_command = {
    .name = "circle members",
    .group = GROUP_CIRCLE,
    .summary = "Show who is in the circle",
    .usage = "",
    .options = options,
    .run = circle_members_run,
};
