/* The command status: what is saved here only, what others have, and when they were heard. */
#include <stdio.h>

#include "cli/call.h"
#include "cli/clocks.h"
#include "cli/commands.h"
#include "cli/door.h"
#include "cli/notices.h"
#include "cli/reply.h"
#include "cli/speech.h"
#include "cli/team_text.h"

static void print_device(const json_t *device)
{
    json_int_t lacks = reply_integer(device, "lacks");
    fputs("  ", stdout);
    speech_put(stdout, reply_text(device, "name"));
    printf(" (%s): %s", reply_text(device, "role"), reply_text(device, "silence"));
    if (lacks > 0) {
        printf(", lacks %" JSON_INTEGER_FORMAT " of what was written here", lacks);
    }
    putchar('\n');
}

static void print_erased(const json_t *circle)
{
    json_int_t erased = reply_integer(circle, "erased");
    json_int_t waiting = reply_integer(circle, "erased_waiting");
    if (erased == 0) {
        return;
    }
    printf("  %" JSON_INTEGER_FORMAT " erased", erased);
    if (waiting > 0) {
        printf(", %" JSON_INTEGER_FORMAT " not confirmed by every device yet", waiting);
    }
    putchar('\n');
}

/* The first figure is what would be lost with this device. */
static void print_written(const json_t *circle)
{
    const json_t *written = json_object_get(circle, "written");
    json_int_t here = reply_integer(written, "here");
    printf("  written here: %" JSON_INTEGER_FORMAT " on this device only", here);
    if (here > 0) {
        printf(" (the oldest for %s)", reply_text(circle, "only_here_for"));
    }
    printf(", %" JSON_INTEGER_FORMAT " shared, %" JSON_INTEGER_FORMAT " everywhere\n",
           reply_integer(written, "shared"), reply_integer(written, "everywhere"));
}

static void print_circle(const json_t *circle)
{
    const json_t *devices = reply_list(circle, "devices");
    json_int_t quarantined = reply_integer(circle, "quarantined");
    fputs("\nThe journal of ", stdout);
    speech_put(stdout, reply_text(circle, "patient"));
    json_int_t entries = reply_integer(circle, "entries");
    printf(": %" JSON_INTEGER_FORMAT " %s\n", entries, entries == 1 ? "entry" : "entries");
    print_written(circle);
    if (quarantined > 0) {
        printf("  %" JSON_INTEGER_FORMAT " received and set aside, because they break a rule: see "
               "\"daybook circle quarantine\"\n",
               quarantined);
    }
    print_erased(circle);
    team_text_print_news(circle, "  ");
    clocks_print(circle);
    for (size_t i = 0; i < json_array_size(devices); i++) {
        print_device(json_array_get(devices, i));
    }
}

static void print_exchange(const json_t *exchange)
{
    const char *reason = reply_text(exchange, "reason");
    if (!reply_is(exchange, "broker")) {
        puts("\nNo broker is set: everything stays on this device. \"daybook backup FILE\" keeps a "
             "sealed copy elsewhere.");
        return;
    }
    if (!reply_is(exchange, "agent")) {
        puts("\nExchange: not connected, because no agent runs; \"daybook sync\" exchanges once.");
        return;
    }
    if (reply_is(exchange, "connected")) {
        printf("\nExchange: connected, %" JSON_INTEGER_FORMAT " to send, %" JSON_INTEGER_FORMAT
               " to fetch",
               reply_integer(exchange, "to_send"), reply_integer(exchange, "to_fetch"));
    } else {
        fputs(reason[0] == '\0' ? "\nExchange: not connected yet; the broker has not answered"
                                : "\nExchange: not connected, and tried again by itself",
              stdout);
    }
    if (reason[0] != '\0') {
        fputs(". ", stdout);
        speech_put(stdout, reason);
    }
    putchar('\n');
    if (reply_integer(exchange, "set_aside") > 0) {
        puts(
            "The broker lets something written here, or passed on from here, not through, as small "
            "as"
            " it may be: what was written after it waits, too. Ask the broker's keeper for a larger"
            " message size, or hand it over in a file.");
    }
}

static void print(const struct call *call, const json_t *answer)
{
    const json_t *circles = reply_list(answer, "circles");
    const json_t *notices = reply_list(answer, "notices");
    (void)call;
    if (json_array_size(notices) > 0) {
        notices_print(notices);
        puts("Say that this was seen with \"daybook notices --seen\".\n");
    }
    speech_put(stdout, reply_text(answer, "name"));
    printf(" (%s), ", reply_text(answer, "role"));
    speech_put(stdout, reply_text(answer, "home"));
    putchar('\n');
    for (size_t i = 0; i < json_array_size(circles); i++) {
        print_circle(json_array_get(circles, i));
    }
    print_exchange(json_object_get(answer, "exchange"));
}

static enum daybook_status status_run(const struct call *call)
{
    struct question question = question_begin("status");
    return door_command(call, &question, print);
}

const struct command status_command = {
    .name = "status",
    .group = GROUP_LOOK,
    .summary = "Show what is saved where, and who was heard when",
    .usage = "",
    .run = status_run,
};
