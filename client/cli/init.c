/* The command init: make a journal, and show the recovery words this once. */
#include <stdio.h>

#include "cli/call.h"
#include "cli/commands.h"
#include "cli/door.h"
#include "cli/passphrase_source.h"
#include "cli/reply.h"
#include "cli/speech.h"

enum { WORD_ROWS = 6 };

/* Down the columns, as people read lists. */
static void print_words(const json_t *words)
{
    size_t count = json_array_size(words);
    for (size_t row = 0; row < WORD_ROWS; row++) {
        for (size_t i = row; i < count; i += WORD_ROWS) {
            printf("  %2zu  %-12s", i + 1, json_string_value(json_array_get(words, i)));
        }
        putchar('\n');
    }
}

static void print(const struct call *call, const json_t *answer)
{
    (void)call;
    fputs("The journal of ", stdout);
    speech_put(stdout, reply_text(answer, "name"));
    fputs(" is ready in ", stdout);
    speech_put(stdout, reply_text(answer, "home"));
    fputs(".\n\nWrite these 24 words on paper, in this order. They open the journal when the\n"
          "passphrase is forgotten, and they are shown only now.\n\n",
          stdout);
    print_words(reply_list(answer, "recovery"));
    fputs("\nKeep the paper where nobody else finds it. Without the passphrase and these words\n"
          "nobody can read the journal, not even its authors.\n"
          "\nNext: \"daybook checkin\", or \"daybook kinds\" to see what can be written down.\n",
          stdout);
}

static enum daybook_status init_run(const struct call *call)
{
    if (call_value(call, "name") == NULL) {
        speech_error("Whose journal is it? Write: daybook init --name NAME");
        return DAYBOOK_INVALID;
    }
    struct question question = question_begin("init");
    question_text(&question, "name", call_value(call, "name"));
    question_text(&question, "role", call_value(call, "role"));
    question_text(&question, "words", call_value(call, "words"));
    question_key_memory(&question, call);
    return door_command_with_secret(call, &question, &passphrase_source_init, print);
}

static const struct command_option options[] = {
    {"name", OPTION_TEXT, "NAME", "your name, as the circle sees it", NULL},
    {"role", OPTION_TEXT, "ROLE", "who you are", "patient caregiver therapist"},
    {"words", OPTION_TEXT, "LANGUAGE", "of the recovery words: en, or es for Spanish", "en es"},
    {"key-memory", OPTION_NUMBER, "MIB", "memory a guess of the passphrase takes; else measured",
     NULL},
    {0},
};

const struct command init_command = {
    .name = "init",
    .group = GROUP_JOURNAL,
    .summary = "Make a journal on this machine",
    .usage = "--name NAME",
    .details = "Asks for a passphrase twice. Prints 24 recovery words once: write them on paper.\n"
               "A caregiver or therapist who joins a circle makes a journal of their own first.\n",
    .options = options,
    .run = init_run,
};
