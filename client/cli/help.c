/* Prints what the table of commands says: the overview, and the help of one command. */
#include "cli/help.h"

#include <string.h>

#include "cli/call.h"
#include "cli/commands.h"
#include "cli/speech.h"

enum { NAME_WIDTH = 16, OPTION_WIDTH = 26 };

static const char *const group_titles[] = {
    [GROUP_DAILY] = "Every day",        [GROUP_LOOK] = "Looking back",
    [GROUP_CIRCLE] = "The care circle", [GROUP_JOURNAL] = "The journal itself",
    [GROUP_PROGRAM] = "This program",
};

static void print_options(FILE *out, const struct command_option *options)
{
    for (; options != NULL && options->name != NULL; options++) {
        const char *argument = options->argument == NULL ? "" : options->argument;
        int width = OPTION_WIDTH - 1 - (int)strlen(options->name);
        fprintf(out, "  --%s %-*s %s", options->name, width < 0 ? 0 : width, argument,
                options->summary);
        if (options->choices != NULL) {
            fprintf(out, ": %s", options->choices);
        }
        fputc('\n', out);
    }
}

static void print_group(FILE *out, enum command_group group, const char *family)
{
    bool titled = false;
    for (size_t i = 0; commands_at(i) != NULL; i++) {
        const struct command *command = commands_at(i);
        if (command->group != group ||
            (family != NULL && commands_second_word(command, family) == NULL)) {
            continue;
        }
        if (!titled) {
            fprintf(out, "\n%s:\n", group_titles[group]);
            titled = true;
        }
        fprintf(out, "  %-*s %s\n", NAME_WIDTH, command->name, command->summary);
    }
}

static void print_overview(FILE *out, const char *family)
{
    if (family == NULL) {
        fputs("usage: daybook COMMAND [OPTIONS]\n"
              "A journal for a person with ALS and their care circle.\n",
              out);
    } else {
        fprintf(out, "usage: daybook %s COMMAND [OPTIONS]\n", family);
    }
    for (size_t i = 0; i < sizeof group_titles / sizeof group_titles[0]; i++) {
        print_group(out, (enum command_group)i, family);
    }
    if (family == NULL) {
        fputs("\nOptions for every command:\n", out);
        print_options(out, commands_global_options);
        fputs("\nBegin with \"daybook init --name NAME\". ", out);
    } else {
        fputc('\n', out);
    }
    fprintf(out, "More about one: \"daybook help %s%sCOMMAND\".\n", family == NULL ? "" : family,
            family == NULL ? "" : " ");
}

static void print_command(FILE *out, const struct command *command)
{
    fprintf(out, "usage: daybook %s%s%s%s\n%s.\n", command->name,
            command->usage[0] == '\0' ? "" : " ", command->usage,
            command->options == NULL ? "" : " [OPTIONS]", command->summary);
    if (command->details != NULL) {
        fprintf(out, "\n%s", command->details);
    }
    if (command->options != NULL) {
        fputs("\nOptions:\n", out);
        print_options(out, command->options);
    }
    fputs("\nOptions for every command:\n", out);
    print_options(out, commands_global_options);
}

void help_print(FILE *out, const char *family, const struct command *command)
{
    if (command == NULL) {
        print_overview(out, family);
    } else {
        print_command(out, command);
    }
}

static enum daybook_status help_run(const struct call *call)
{
    const char *first = call->word_count > 0 ? call->words[0] : NULL;
    const char *second = call->word_count > 1 ? call->words[1] : NULL;
    if (first == NULL || (second == NULL && commands_is_family(first))) {
        help_print(stdout, first, NULL);
        return DAYBOOK_OK;
    }
    const struct command *command = commands_find(first, second);
    if (command != NULL) {
        help_print(stdout, NULL, command);
        return DAYBOOK_OK;
    }
    bool family = second != NULL && commands_is_family(first);
    const char *nearest = commands_nearest(family ? first : NULL, family ? second : first);
    if (nearest != NULL) {
        speech_error("There is no such command; did you mean \"daybook help %s%s%s\"?",
                     family ? first : "", family ? " " : "", nearest);
    } else {
        speech_error("There is no such command; see \"daybook help\".");
    }
    return DAYBOOK_INVALID;
}

const struct command help_command = {
    .name = "help",
    .group = GROUP_PROGRAM,
    .summary = "Explain a command",
    .usage = "[COMMAND]",
    .words = WORDS_COMMAND,
    .words_max = 2,
    .run = help_run,
};
