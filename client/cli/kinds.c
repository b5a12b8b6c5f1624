/* The command kinds: what can be written down, from the catalogue. */
#include <stdio.h>
#include <string.h>

#include "cli/call.h"
#include "cli/commands.h"
#include "cli/door.h"
#include "cli/entry_text.h"
#include "cli/reply.h"
#include "cli/text_table.h"

static const struct {
    const char *name;
    const char *title;
} families[] = {
    {"entry", "What can be written down"},
    {"plan", "Plans of a therapist"},
    {"evaluation", "Evaluations"},
};

static void print_names(const json_t *kinds)
{
    for (size_t i = 0; i < json_array_size(kinds); i++) {
        puts(reply_text(json_array_get(kinds, i), "kind"));
    }
}

static void print_family(const json_t *kinds, size_t family, const struct text_table *table)
{
    bool titled = false;
    for (size_t i = 0; i < json_array_size(kinds); i++) {
        const json_t *kind = json_array_get(kinds, i);
        if (strcmp(reply_text(kind, "family"), families[family].name) != 0) {
            continue;
        }
        if (!titled) {
            printf("%s%s:\n", family == 0 ? "" : "\n", families[family].title);
            titled = true;
        }
        fputs("  ", stdout);
        text_table_print(table, 0, reply_text(kind, "kind"));
        text_table_print(table, 1, reply_text(kind, "label"));
        reply_print_texts(reply_list(kind, "who"));
        putchar('\n');
    }
}

static void print_table(const json_t *kinds)
{
    struct text_table table = {0};
    for (size_t i = 0; i < json_array_size(kinds); i++) {
        text_table_measure(&table, 0, reply_text(json_array_get(kinds, i), "kind"));
        text_table_measure(&table, 1, reply_text(json_array_get(kinds, i), "label"));
    }
    for (size_t i = 0; i < sizeof families / sizeof families[0]; i++) {
        print_family(kinds, i, &table);
    }
    puts("\n\"daybook kinds KIND\" shows the fields of one.");
}

static void print_choices(const json_t *choices)
{
    for (size_t i = 0; i < json_array_size(choices); i++) {
        const json_t *choice = json_array_get(choices, i);
        printf("      %-20s %s\n", reply_text(choice, "name"), reply_text(choice, "label"));
    }
}

static void print_range(const json_t *field)
{
    const json_t *range = reply_list(field, "range");
    if (json_array_size(range) == 2) {
        fputs(" ", stdout);
        entry_text_print_value(json_array_get(range, 0));
        fputs(" to ", stdout);
        entry_text_print_value(json_array_get(range, 1));
    }
    /* Units in braces are annotations without a dimension, such as {score}. */
    const char *unit = reply_text(field, "unit");
    if (unit[0] != '\0' && unit[0] != '{') {
        printf(" %s", unit);
    }
}

static void print_field(const json_t *field, const char *indentation)
{
    printf("%s%s: %s", indentation, reply_text(field, "name"), reply_text(field, "type"));
    print_range(field);
    printf("%s%s\n", reply_is(field, "required") ? ", required" : "",
           reply_is(field, "repeating") ? ", several with commas" : "");
    if (reply_text(field, "question")[0] != '\0') {
        printf("%s  %s\n", indentation, reply_text(field, "question"));
    }
    print_choices(reply_list(field, "choices"));
}

static void print_kind(const json_t *kind)
{
    const json_t *fields = reply_list(kind, "fields");
    printf("%s: %s\n%s\nWritten by: ", reply_text(kind, "kind"), reply_text(kind, "label"),
           reply_text(kind, "question"));
    reply_print_texts(reply_list(kind, "who"));
    printf(". Read by: %s.\n\n", reply_text(kind, "visibility"));
    for (size_t i = 0; i < json_array_size(fields); i++) {
        const json_t *field = json_array_get(fields, i);
        const json_t *items = reply_list(field, "items");
        print_field(field, "  ");
        for (size_t j = 0; j < json_array_size(items); j++) {
            print_field(json_array_get(items, j), "    ");
        }
    }
}

static void print(const struct call *call, const json_t *answer)
{
    const json_t *kinds = reply_list(answer, "kinds");
    if (call_has(call, "names")) {
        print_names(kinds);
    } else if (call->word_count > 0) {
        print_kind(json_array_get(kinds, 0));
    } else {
        print_table(kinds);
    }
}

static enum daybook_status kinds_run(const struct call *call)
{
    struct question question = question_begin("kinds");
    question_text(&question, "kind", call->word_count > 0 ? call->words[0] : NULL);
    return door_command(call, &question, print);
}

static const struct command_option options[] = {
    {"names", OPTION_FLAG, NULL, "only the names, one a line", NULL},
    {0},
};

const struct command kinds_command = {
    .name = "kinds",
    .group = GROUP_LOOK,
    .summary = "Show what can be written down",
    .usage = "[KIND]",
    .details = "With KIND: its fields, their ranges and choices, and who may write it.\n",
    .options = options,
    .words = WORDS_KIND,
    .words_max = 1,
    .run = kinds_run,
};
