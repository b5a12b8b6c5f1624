/* The command disclosed: what one person of the circle can see. */
#include <stdio.h>
#include <string.h>

#include "cli/call.h"
#include "cli/commands.h"
#include "cli/door.h"
#include "cli/reply.h"
#include "cli/speech.h"
#include "cli/text_table.h"

/* "1 day", "3 days"; printed. */
static void print_count(json_int_t count, const char *one, const char *several)
{
    printf("%lld %s", (long long)count, count == 1 ? one : several);
}

static void how_often(const json_t *measure, char *text, size_t size)
{
    json_int_t days = reply_integer(measure, "days");
    json_int_t weeks = reply_integer(measure, "weeks");
    const char *day_word = days == 1 ? "day" : "days";
    const char *week_word = weeks == 1 ? "week" : "weeks";
    if (weeks == 0) {
        (void)snprintf(text, size, "%lld %s", (long long)days, day_word);
    } else if (days == 0) {
        (void)snprintf(text, size, "%lld %s", (long long)weeks, week_word);
    } else {
        (void)snprintf(text, size, "%lld %s, %lld %s", (long long)days, day_word, (long long)weeks,
                       week_word);
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
    fputs(sentence, stdout);
    print_count(count, "day", "days");
    printf(" from %s to %s, in each how many entries there were and by which role, and one number "
           "of:\n",
           reply_text(days, "first"), reply_text(days, "last"));
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
        puts("No entry of the log, and no time of day.");
    }
}

/* What is words and no figure. */
static void print_words(const json_t *answer)
{
    print_count(reply_integer(answer, "plans"), "plan or evaluation", "plans and evaluations");
    fputs(", ", stdout);
    print_count(reply_integer(answer, "questions"), "question for the team",
                "questions for the team");
    fputs(", ", stdout);
    print_count(reply_integer(answer, "messages"), "message of a therapist",
                "messages of therapists");
    fputs(", and the names of everybody in the circle: ", stdout);
    reply_print_texts(reply_list(answer, "names"));
    puts(".");
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
    print_words(answer);
    if (waiting > 0) {
        print_count(waiting, "day changed", "days changed");
        puts(" on this device, to be published next; seen until then is what stands above.");
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
