/* The completion script for fish. */
#include <stdio.h>
#include <string.h>

#include "cli/command.h"
#include "cli/commands.h"
#include "cli/completion.h"
#include "cli/completion_scripts.h"

/* Print a text in single quotes. */
static void print_quoted(const char *text)
{
    putchar('\'');
    for (; *text != '\0'; text++) {
        if (*text == '\'' || *text == '\\') {
            putchar('\\');
        }
        putchar(*text);
    }
    putchar('\'');
}

/* When a command of one or of two words stands in the line. */
static void print_condition(const char *name)
{
    const char *second = strchr(name, ' ');
    int first_size = (int)strcspn(name, " ");
    printf(" -n '__fish_seen_subcommand_from %.*s", first_size, name);
    if (second != NULL) {
        printf("; and __fish_seen_subcommand_from %s", second + 1);
    }
    putchar('\'');
}

static void print_option(const struct command_option *option, const char *command)
{
    fputs("complete -c daybook", stdout);
    if (command != NULL) {
        print_condition(command);
    }
    printf(" -l %s -d ", option->name);
    print_quoted(option->summary);
    if (option->value == OPTION_FILE) {
        fputs(" -r -F", stdout);
    } else if (option->value == OPTION_KIND) {
        fputs(" -x -a '(daybook kinds --names 2>/dev/null)'", stdout);
    } else if (option->value != OPTION_FLAG) {
        printf(" -x -a '%s'", option->choices == NULL ? "" : option->choices);
    }
    putchar('\n');
}

static void print_words(const struct command *command)
{
    static const char *const WORDS[] = {
        [WORDS_ANY] = NULL,
        [WORDS_KIND] = "-a '(daybook kinds --names 2>/dev/null)'",
        [WORDS_FILE] = "-F",
        [WORDS_COMMAND] = NULL,
        [WORDS_SHELL] = "-a 'bash zsh fish'",
    };
    if (WORDS[command->words] != NULL) {
        fputs("complete -c daybook", stdout);
        print_condition(command->name);
        printf(" %s\n", WORDS[command->words]);
    }
}

/* The name itself: first words while there is none, second words after their family. */
static void print_name(size_t index)
{
    char word[COMPLETION_WORD_SIZE];
    const struct command *command = commands_at(index);
    if (completion_first_word(index, word)) {
        printf("complete -c daybook -n __fish_use_subcommand -a %s -d ", word);
        print_quoted(commands_is_family(word) ? commands_family_summary(word) : command->summary);
        putchar('\n');
    }
    const char *second = strchr(command->name, ' ');
    if (second != NULL) {
        printf("complete -c daybook -n '__fish_seen_subcommand_from %.*s' -a %s -d ",
               (int)strcspn(command->name, " "), command->name, second + 1);
        print_quoted(command->summary);
        putchar('\n');
    }
}

void completion_fish_print(void)
{
    puts("# Completion of daybook for fish.\ncomplete -c daybook -f");
    for (const struct command_option *option = commands_global_options; option->name != NULL;
         option++) {
        print_option(option, NULL);
    }
    for (size_t i = 0; commands_at(i) != NULL; i++) {
        const struct command_option *option = commands_at(i)->options;
        print_name(i);
        print_words(commands_at(i));
        for (; option != NULL && option->name != NULL; option++) {
            print_option(option, commands_at(i)->name);
        }
    }
}
