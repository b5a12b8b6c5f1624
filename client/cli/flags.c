/* The command flags: what of the journal somebody should look at. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/call.h"
#include "cli/commands.h"
#include "cli/door.h"
#include "cli/reply.h"
#include "cli/speech.h"
#include "cli/team_text.h"
#include "cli/terminal.h"

enum { INDENTATION = 4, LINE_MIN_COLUMNS = 40, LINE_MAX_COLUMNS = 100, LINE_SIZE = 512 };

/* How much of a text fits a line, up to a blank where there is one. */
static size_t line_size(const char *text, size_t room)
{
    size_t size = strlen(text);
    if (size <= room) {
        return size;
    }
    size = room;
    while (size > 0 && text[size] != ' ') {
        size--;
    }
    return size == 0 ? room : size;
}

/* Print a text broken at its blanks, each line indented. */
static void print_wrapped(const char *text)
{
    int columns = terminal_columns();
    columns = columns < LINE_MIN_COLUMNS ? LINE_MIN_COLUMNS : columns;
    size_t room = (size_t)(columns < LINE_MAX_COLUMNS ? columns : LINE_MAX_COLUMNS) - INDENTATION;
    while (*text != '\0') {
        char line[LINE_SIZE];
        size_t size = line_size(text, room);
        snprintf(line, sizeof line, "%.*s", (int)size, text);
        printf("%*s", INDENTATION, "");
        speech_put(stdout, line);
        putchar('\n');
        text += size;
        text += strspn(text, " ");
    }
}

static const char *tier_words(const json_t *flag)
{
    const char *tier = reply_text(flag, "tier");
    if (strcmp(tier, "urgent_contact") == 0) {
        return "contact now";
    }
    if (strcmp(tier, "review") == 0) {
        return reply_is(flag, "first") ? "review first" : "review";
    }
    return "for information";
}

static bool is_urgent(const json_t *flag)
{
    return strcmp(reply_text(flag, "tier"), "urgent_contact") == 0;
}

static bool is_state(const json_t *flag, const char *state)
{
    return strcmp(reply_text(flag, "state"), state) == 0;
}

static void print_heading(const json_t *flag)
{
    bool open = is_state(flag, "raised");
    fputs(open && is_urgent(flag) ? "!!! " : "    ", stdout);
    speech_put(stdout, reply_text(flag, "ref"));
    fputs("  ", stdout);
    speech_put(stdout, reply_text(flag, "title"));
    printf(", %s", tier_words(flag));
    if (!open) {
        printf(", cleared on %s", reply_text(flag, "cleared"));
    }
    putchar('\n');
}

static void print_flag(const json_t *flag)
{
    const json_t *acks = reply_list(flag, "acknowledged");
    print_heading(flag);
    print_wrapped(reply_text(flag, "text"));
    if (reply_text(flag, "received")[0] != '\0') {
        printf("%*sReceived on %s.\n", INDENTATION, "", reply_text(flag, "received"));
    }
    printf("%*sSource: ", INDENTATION, "");
    speech_put(stdout,
               reply_text(flag, "source")[0] == '\0' ? "our own" : reply_text(flag, "source"));
    printf(" (%s)\n", reply_text(flag, "mark"));
    for (size_t i = 0; i < json_array_size(acks); i++) {
        printf("%*s", INDENTATION, "");
        team_text_print_ack(json_array_get(acks, i));
        putchar('\n');
    }
    putchar('\n');
}

static bool is_of_digest(const json_t *flag, const char *day)
{
    return day[0] != '\0' && strcmp(reply_text(flag, "digest"), day) == 0;
}

static bool was_told_before(const json_t *flags, size_t index)
{
    const char *day = reply_text(json_array_get(flags, index), "digest");
    for (size_t i = 0; i < index; i++) {
        if (is_of_digest(json_array_get(flags, i), day)) {
            return true;
        }
    }
    return false;
}

/* The reviews of a week that brought too many, in one line. */
static void print_digest(const json_t *flags, size_t first)
{
    const char *day = reply_text(json_array_get(flags, first), "digest");
    size_t count = 0;
    for (size_t i = first; i < json_array_size(flags); i++) {
        count += is_of_digest(json_array_get(flags, i), day);
    }
    char *line = NULL;
    size_t size = 0;
    FILE *text = open_memstream(&line, &size);
    if (text == NULL) {
        return;
    }
    fprintf(text, "%zu look%s in the week from %s: ", count, count == 1 ? "" : "s", day);
    bool any = false;
    for (size_t i = first; i < json_array_size(flags); i++) {
        const json_t *flag = json_array_get(flags, i);
        if (is_of_digest(flag, day)) {
            fprintf(text, "%s%s %s%s", any ? "; " : "", reply_text(flag, "ref"),
                    reply_text(flag, "title"), is_state(flag, "raised") ? "" : " (cleared)");
            any = true;
        }
    }
    fputs(". See each with \"daybook flags --all\".", text);
    if (fclose(text) == 0) {
        print_wrapped(line);
        putchar('\n');
    }
    free(line);
}

/* Rules that cannot tell come in one list: they are many where little is logged. */
static void print_undetermined(const json_t *flags)
{
    bool any = false;
    for (size_t i = 0; i < json_array_size(flags); i++) {
        const json_t *flag = json_array_get(flags, i);
        if (!is_state(flag, "undetermined")) {
            continue;
        }
        if (!any) {
            puts("Undetermined, which does not mean that all is well:");
        }
        any = true;
        printf("    %s  ", reply_text(flag, "rule"));
        speech_put(stdout, reply_text(flag, "title"));
        printf(", since %s\n", reply_text(flag, "since"));
    }
}

static void print_contact(const json_t *answer)
{
    const json_t *contact = json_object_get(answer, "contact");
    const json_t *team = reply_list(contact, "team");
    const json_t *told = reply_list(contact, "told");
    if (contact == NULL) {
        return;
    }
    fputs("Contact your team now", stdout);
    if (json_array_size(team) > 0) {
        fputs(": ", stdout);
        reply_print_texts(team);
    }
    fputs(". If it cannot wait, call the emergency number.\n"
          "This journal is not watched in real time: nobody is called by it.\n",
          stdout);
    if (json_array_size(told) > 0) {
        fputs("Your plan says who is told of it: ", stdout);
        reply_print_texts(told);
        fputs(".\n", stdout);
    }
    putchar('\n');
}

static void print(const struct call *call, const json_t *answer)
{
    const json_t *flags = reply_list(answer, "flags");
    size_t shown = 0;
    print_contact(answer);
    for (size_t i = 0; i < json_array_size(flags); i++) {
        const json_t *flag = json_array_get(flags, i);
        if (is_state(flag, "undetermined")) {
            continue;
        }
        if (reply_text(flag, "digest")[0] == '\0' || call_has(call, "all")) {
            print_flag(flag);
        } else if (!was_told_before(flags, i)) {
            print_digest(flags, i);
        }
        shown++;
    }
    if (shown == 0) {
        speech_note(call, "Nothing is flagged.");
    }
    print_undetermined(flags);
}

static void print_lines(const struct call *call, const json_t *answer)
{
    (void)call;
    const json_t *flags = reply_list(answer, "flags");
    json_t *contact = json_object_get(answer, "contact");
    for (size_t i = 0; i < json_array_size(flags); i++) {
        json_t *flag = json_array_get(flags, i);
        if (contact != NULL && is_urgent(flag) && is_state(flag, "raised")) {
            (void)json_object_set(flag, "contact", contact); /* what is short is left out */
        }
        door_print_json(flag);
    }
}

static void print_limit(const json_t *rule, const json_t *limit)
{
    char name[LINE_SIZE];
    snprintf(name, sizeof name, "%s.%s", reply_text(rule, "rule"), reply_text(limit, "name"));
    printf("    %-22s ", name);
    speech_put(stdout, reply_text(limit, "label"));
    printf(" %g %s (%g to %g; %s)\n", json_number_value(json_object_get(limit, "default")),
           reply_text(limit, "unit"), json_number_value(json_object_get(limit, "min")),
           json_number_value(json_object_get(limit, "max")), reply_text(limit, "mark"));
}

static void print_sign(const json_t *rule, const json_t *sign)
{
    char name[LINE_SIZE];
    snprintf(name, sizeof name, "%s.%s", reply_text(rule, "rule"), reply_text(sign, "name"));
    printf("    %-22s %s\n", name, tier_words(sign));
}

static void print_rules(const struct call *call, const json_t *answer)
{
    const json_t *rules = reply_list(answer, "rules");
    (void)call;
    puts("Limits as given and their ranges, and the tier of each sign. A monitoring plan sets "
         "both.");
    for (size_t i = 0; i < json_array_size(rules); i++) {
        const json_t *rule = json_array_get(rules, i);
        const json_t *limits = reply_list(rule, "thresholds");
        const json_t *signs = reply_list(rule, "signs");
        printf("\n%s  ", reply_text(rule, "rule"));
        speech_put(stdout, reply_text(rule, "title"));
        putchar('\n');
        for (size_t k = 0; k < json_array_size(limits); k++) {
            print_limit(rule, json_array_get(limits, k));
        }
        for (size_t k = 0; k < json_array_size(signs); k++) {
            print_sign(rule, json_array_get(signs, k));
        }
    }
}

static enum daybook_status flags_run(const struct call *call)
{
    if (call_has(call, "rules")) {
        struct question rules = question_begin("flags.rules");
        return door_command(call, &rules, print_rules);
    }
    struct question question = question_begin("flags");
    question_text(&question, "patient", call_value(call, "patient"));
    question_text(&question, "until", call_value(call, "until"));
    question_bool(&question, "all", call_has(call, "all"));
    return door_command_in_lines(call, &question, print_lines, print);
}

static const struct command_option options[] = {
    {"patient", OPTION_TEXT, "PATIENT", "whose, when there are several", NULL},
    {"until", OPTION_TEXT, "DAY", "as it looked on this day; today", "today yesterday -4w"},
    {"all", OPTION_FLAG, NULL,
     "also those that are over and were seen, and each of several told in one line", NULL},
    {"rules", OPTION_FLAG, NULL, "instead, the rules with their limits and tiers", NULL},
    {0},
};

const struct command flags_command = {
    .name = "flags",
    .group = GROUP_LOOK,
    .summary = "Show what somebody should look at",
    .usage = "",
    .details = "What was observed, against which limit, and where the limit comes from: never a\n"
               "diagnosis. Urgent flags come first. A rule that lacks entries is undetermined.\n"
               "Name a flag for \"daybook ack\" as it is shown: R16@2026-08-12.\n",
    .options = options,
    .run = flags_run,
};
