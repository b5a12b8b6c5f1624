/* The completion script for zsh. */
#include <stdio.h>
#include <string.h>

#include "cli/command.h"
#include "cli/commands.h"
#include "cli/completion.h"
#include "cli/completion_scripts.h"

/* Print a text for a place inside single quotes where ":" and "[" mean something. */
static void print_escaped(const char *text)
{
    for (; *text != '\0'; text++) {
        if (*text == '\'') {
            fputs("'\\'", stdout);
        } else if (strchr(":[]\\", *text) != NULL) {
            putchar('\\');
        }
        putchar(*text);
    }
}

static void print_option(const struct command_option *option)
{
    printf("        '--%s[", option->name);
    print_escaped(option->summary);
    putchar(']');
    if (option->value != OPTION_FLAG) {
        printf(":%s:", option->argument);
    }
    if (option->value == OPTION_FILE) {
        fputs("_files", stdout);
    } else if (option->value == OPTION_KIND) {
        fputs("_daybook_kinds", stdout);
    } else if (option->choices != NULL) {
        printf("(%s)", option->choices);
    }
    puts("'");
}

static void print_options(const struct command_option *options)
{
    for (; options != NULL && options->name != NULL; options++) {
        print_option(options);
    }
}

static void print_named(const char *name, const char *summary)
{
    printf("        '%s:", name);
    print_escaped(summary);
    puts("'");
}

static void print_first_words(void)
{
    char word[COMPLETION_WORD_SIZE];
    puts("_daybook_first() {\n    local -a names=(");
    for (size_t i = 0; commands_at(i) != NULL; i++) {
        if (completion_first_word(i, word)) {
            print_named(word, commands_is_family(word) ? commands_family_summary(word)
                                                       : commands_at(i)->summary);
        }
    }
    puts("    )\n    _describe command names\n}");
}

static void print_second_words(const char *family)
{
    printf("_daybook_%s() {\n    local -a names=(\n", family);
    for (size_t i = 0; commands_at(i) != NULL; i++) {
        const char *second = commands_second_word(commands_at(i), family);
        if (second != NULL) {
            print_named(second, commands_at(i)->summary);
        }
    }
    puts("    )\n    _describe command names\n}");
}

static void print_command(const struct command *command)
{
    static const char *const WORDS[] = {
        [WORDS_ANY] = "'*: :'",
        [WORDS_KIND] = "'1:kind:_daybook_kinds' '*: :'",
        [WORDS_FILE] = "'*:file:_files'",
        [WORDS_COMMAND] = "'1:command:_daybook_first'",
        [WORDS_SHELL] = "'1:shell:(bash zsh fish)'",
    };
    printf("    '%s') options+=(\n", command->name);
    print_options(command->options);
    printf("        %s) ;;\n", WORDS[command->words]);
}

static const char BEGINNING[] = "#compdef daybook\n"
                                "# Completion of daybook for zsh.\n"
                                "_daybook_kinds() {\n"
                                "    local -a kinds=(${(f)\"" COMPLETION_KINDS "\"})\n"
                                "    compadd -a kinds\n"
                                "}\n";

/* The words after the general options: first the command, of one word or two, then its own. */
static const char LOGIC[] =
    "    _arguments -C $options '1:command:_daybook_first' '*::word:->words'\n"
    "    [[ $state == words ]] || return\n"
    "    local name=$words[1]\n"
    "    if (( $+functions[_daybook_$name] )); then\n"
    "        if (( CURRENT == 2 )); then\n"
    "            _daybook_$name\n"
    "            return\n"
    "        fi\n"
    "        name=\"$name $words[2]\"\n"
    "        shift words\n"
    "        (( CURRENT-- ))\n"
    "    fi\n"
    "    case $name in\n";

void completion_zsh_print(void)
{
    char word[COMPLETION_WORD_SIZE];
    fputs(BEGINNING, stdout);
    print_first_words();
    for (size_t i = 0; commands_at(i) != NULL; i++) {
        if (completion_first_word(i, word) && commands_is_family(word)) {
            print_second_words(word);
        }
    }
    puts("_daybook() {\n    local curcontext=$curcontext state line\n    local -a options=(");
    print_options(commands_global_options);
    puts("    )");
    fputs(LOGIC, stdout);
    for (size_t i = 0; commands_at(i) != NULL; i++) {
        print_command(commands_at(i));
    }
    puts("    *) return ;;\n    esac\n    _arguments $options\n}\n_daybook \"$@\"");
}
