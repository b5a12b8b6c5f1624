/* The command disclosed: what one person of the circle can see. */
#include <stdio.h>
#include <string.h>

#include "cli/call.h"
#include "cli/commands.h"
#include "cli/door.h"
#include "cli/reply.h"
#include "cli/speech.h"
#include "cli/text_table.h"

static void how_often(const json_t *measure, char *text, size_t size)
{
    json_int_t days = reply_integer(measure, "days");
    json_int_t weeks = reply_integer(measure, "weeks");
    if (weeks == 0) {
        (void)snprintf(text, size, "%lld days", (long long)days);
    } else if (days == 0) {
        (void)snprintf(text, size, "%lld weeks", (long long)weeks);
    } else {
        (void)snprintf(text, size, "%lld days, %lld weeks", (long long)days, (long long)weeks);
    }
}

static void print_measures(const json_t *measures)
{
    enum { TEXT_SIZE = 64 };
    struct text_table table = {0};
    char text[TEXT_SIZE];
    for (size_t i = 0; i < json_array_size(measures); i++) {
        text_table_measure(&table, 0, reply_text(json_array_get(measures, i), "measure"));
    }
    for (size_t i = 0; i < json_array_size(measures); i++) {
        const json_t *measure = json_array_get(measures, i);
        how_often(measure, text, sizeof text);
        fputs("  ", stdout);
        text_table_print(&table, 0, reply_text(measure, "measure"));
        puts(text);
    }
}

static void print_days(const char *sentence, const json_t *days)
{
    json_int_t count = reply_integer(days, "days");
    if (count == 0) {
        return;
    }
    printf("%s%lld days from %s to %s, in each how many entries there were and by which role, and "
           "one number of:\n",
           sentence, (long long)count, reply_text(days, "first"), reply_text(days, "last"));
    print_measures(reply_list(days, "measures"));
}

static void print_log(const json_t *answer)
{
    const char *log = reply_text(answer, "log");
    if (strcmp(log, "now") == 0) {
        printf("Every entry, with its words and times: %lld of them.\n",
               (long long)reply_integer(answer, "entries"));
    } else if (strcmp(log, "before") == 0) {
        puts("No new entries; those written while they were granted may still be on their device.");
    } else {
        puts("No entry, no word and no time of day.");
    }
}

static void print(const struct call *call, const json_t *answer)
{
    const json_t *team = json_object_get(answer, "trends");
    json_int_t waiting = reply_integer(answer, "waiting_days");
    (void)call;
    speech_put(stdout, reply_text(answer, "to"));
    printf(" (%s) can see:\n", reply_text(answer, "role"));
    print_log(answer);
    if (reply_integer(team, "days") == 0) {
        puts("No figures of any day.");
    }
    print_days("Of ", team);
    print_days("Kept from the team: of ", json_object_get(answer, "kept_from_team"));
    printf("%lld plans and evaluations, %lld questions for the team, and the names of everybody in "
           "the circle: ",
           (long long)reply_integer(answer, "plans"),
           (long long)reply_integer(answer, "questions"));
    reply_print_texts(reply_list(answer, "names"));
    puts(".");
    if (waiting > 0) {
        printf("%lld days changed on this device and are published next; until then they are seen "
               "as above.\n",
               (long long)waiting);
    }
}

static enum daybook_status disclosed_run(const struct call *call)
{
    if (call_value(call, "to") == NULL) {
        speech_error("Say about whom, such as --to NAME; \"daybook circle members\" lists them.");
        return DAYBOOK_INVALID;
    }
    struct question question = question_begin("disclosed");
    question_text(&question, "to", call_value(call, "to"));
    question_text(&question, "patient", call_value(call, "patient"));
    return door_command(call, &question, print);
}

static const struct command_option options[] = {
    {"to", OPTION_TEXT, "PERSON", "about whom, by the start of the name or id", NULL},
    {"patient", OPTION_TEXT, "PATIENT", "in whose circle, when there are several", NULL},
    {0},
};

const struct command disclosed_command = {
    .name = "disclosed",
    .group = GROUP_CIRCLE,
    .summary = "Show exactly what somebody can see",
    .usage = "",
    .details =
        "Read from what was really published and granted, and not from what was meant: which\n"
        "days and measures, which entries, plans and names. \"daybook share\" changes it.\n",
    .options = options,
    .run = disclosed_run,
};
