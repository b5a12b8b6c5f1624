/* The completion script for bash. */
#include <stdio.h>

#include "cli/command.h"
#include "cli/commands.h"
#include "cli/completion.h"
#include "cli/completion_scripts.h"

/* The part that does not depend on the table: find the command in the line, then offer its words,
 * or the values of the option before the cursor. */
static const char LOGIC[] =
    "_daybook() {\n"
    "    local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]}\n"
    "    local name='' words='' options='' files='' i\n"
    "    COMPREPLY=()\n"
    "    for ((i = 1; i < COMP_CWORD; i++)); do\n"
    "        if [[ \" $(_daybook_names \"$name\") \" == *\" ${COMP_WORDS[i]} \"* ]]; then\n"
    "            name=${name:+$name }${COMP_WORDS[i]}\n"
    "        fi\n"
    "    done\n"
    "    words=$(_daybook_names \"$name\")\n"
    "    _daybook_command \"$name\"\n"
    "    if [[ $previous == --* ]]; then\n"
    "        _daybook_value \"$name\" \"$previous\"\n"
    "    fi\n"
    "    if [[ $files ]]; then\n"
    "        mapfile -t COMPREPLY < <(compgen -f -- \"$current\")\n"
    "    else\n"
    "        mapfile -t COMPREPLY < <(compgen -W \"$words $options\" -- \"$current\")\n"
    "    fi\n"
    "}\n"
    "complete -o filenames -F _daybook daybook\n";

static void print_family(const char *family)
{
    printf("    %s) echo \"", family);
    const char *blank = "";
    for (size_t i = 0; commands_at(i) != NULL; i++) {
        const char *second = commands_second_word(commands_at(i), family);
        if (second != NULL) {
            printf("%s%s", blank, second);
            blank = " ";
        }
    }
    puts("\" ;;");
}

static void print_names(void)
{
    char word[COMPLETION_WORD_SIZE];
    puts("_daybook_names() {\n    case $1 in");
    fputs("    '') echo \"", stdout);
    for (size_t i = 0; commands_at(i) != NULL; i++) {
        if (completion_first_word(i, word)) {
            printf("%s%s", i == 0 ? "" : " ", word);
        }
    }
    puts("\" ;;");
    for (size_t i = 0; commands_at(i) != NULL; i++) {
        if (completion_first_word(i, word) && commands_is_family(word)) {
            print_family(word);
        }
    }
    puts("    esac\n}");
}

static void print_options(const struct command_option *options)
{
    for (; options != NULL && options->name != NULL; options++) {
        printf(" --%s", options->name);
    }
}

static void print_command(const struct command *command)
{
    static const char *const WORDS[] = {
        [WORDS_ANY] = "",
        [WORDS_KIND] = (" words=\"" COMPLETION_KINDS "\""),
        [WORDS_FILE] = " [[ $current == -* ]] || files=yes",
        [WORDS_COMMAND] = " words=$(_daybook_names '')",
        [WORDS_SHELL] = " words='bash zsh fish'",
    };
    printf("    '%s')\n        options+='", command->name);
    print_options(command->options);
    printf("'\n       %s\n        ;;\n",
           command->words == WORDS_ANY ? " :" : WORDS[command->words]);
}

static void print_value(const char *command, const struct command_option *option)
{
    if (option->value == OPTION_FLAG) {
        return;
    }
    printf("    %s' --%s') options='' ", command, option->name);
    if (option->value == OPTION_FILE) {
        puts("files=yes ;;");
    } else if (option->value == OPTION_KIND) {
        puts("words=\"" COMPLETION_KINDS "\" ;;");
    } else {
        printf("words='%s' ;;\n", option->choices == NULL ? "" : option->choices);
    }
}

static void print_values(void)
{
    enum { QUOTED_SIZE = 40 };
    puts("_daybook_value() {\n    case \"$1 $2\" in");
    for (const struct command_option *option = commands_global_options; option->name != NULL;
         option++) {
        print_value("*", option);
    }
    for (size_t i = 0; commands_at(i) != NULL; i++) {
        char quoted[QUOTED_SIZE];
        const struct command_option *option = commands_at(i)->options;
        snprintf(quoted, sizeof quoted, "'%s'", commands_at(i)->name);
        for (; option != NULL && option->name != NULL; option++) {
            print_value(quoted, option);
        }
    }
    puts("    esac\n}");
}

void completion_bash_print(void)
{
    puts("# Completion of daybook for bash.");
    print_names();
    fputs("_daybook_command() {\n    options='", stdout);
    print_options(commands_global_options);
    puts("'\n    case $1 in");
    for (size_t i = 0; commands_at(i) != NULL; i++) {
        print_command(commands_at(i));
    }
    puts("    esac\n}");
    print_values();
    fputs(LOGIC, stdout);
}
