/* The command completion: teach a shell the commands and options, from the table of commands. */
#include "cli/completion.h"

#include <stdio.h>
#include <string.h>

#include "cli/call.h"
#include "cli/commands.h"
#include "cli/completion_scripts.h"
#include "cli/speech.h"

bool completion_first_word(size_t index, char out_word[static COMPLETION_WORD_SIZE])
{
    const char *name = commands_at(index)->name;
    size_t size = strcspn(name, " ");
    for (size_t i = 0; i < index; i++) {
        const char *earlier = commands_at(i)->name;
        if (strcspn(earlier, " ") == size && strncmp(earlier, name, size) == 0) {
            return false;
        }
    }
    snprintf(out_word, COMPLETION_WORD_SIZE, "%.*s", (int)size, name);
    return true;
}

static enum daybook_status completion_run(const struct call *call)
{
    static const struct {
        const char *shell;
        void (*print)(void);
    } SCRIPTS[] = {
        {"bash", completion_bash_print},
        {"zsh", completion_zsh_print},
        {"fish", completion_fish_print},
    };
    for (size_t i = 0; i < sizeof SCRIPTS / sizeof SCRIPTS[0]; i++) {
        if (strcmp(call->words[0], SCRIPTS[i].shell) == 0) {
            SCRIPTS[i].print();
            return DAYBOOK_OK;
        }
    }
    speech_error("There is a completion for bash, zsh and fish only.");
    return DAYBOOK_INVALID;
}

const struct command completion_command = {
    .name = "completion",
    .group = GROUP_PROGRAM,
    .summary = "Print the completion script of a shell",
    .usage = "bash|zsh|fish",
    .details = "An installed daybook has them in place already. By hand, in ~/.bashrc:\n"
               "  source <(daybook completion bash)\n",
    .words = WORDS_SHELL,
    .words_min = 1,
    .words_max = 1,
    .run = completion_run,
};
