/* The command circle join: enter a circle with the code of an invitation. */
#include <stdio.h>
#include <string.h>

#include "cli/call.h"
#include "cli/commands.h"
#include "cli/door.h"
#include "cli/reply.h"
#include "cli/speech.h"

enum { CODE_SIZE_MAX = 8192 };

static void print(const struct call *call, const json_t *answer)
{
    const json_t *words = reply_list(answer, "words");
    (void)call;
    if (json_array_size(words) > 0) {
        fputs("The four words: ", stdout);
        reply_print_texts(words);
        putchar('\n');
    }
    speech_put(stdout, reply_text(answer, "next"));
    putchar('\n');
}

/* A code on standard input, up to an empty line or its end: blanks and line ends, which mail
 * programs add, are left out. */
static enum daybook_status read_code(char *out_code)
{
    size_t size = 0;
    int before = 0;
    int character = 0;
    while ((character = getchar()) != EOF && !(size > 0 && before == '\n' && character == '\n')) {
        before = character;
        if (strchr(" \t\r\n", character) != NULL) {
            continue;
        }
        if (size == CODE_SIZE_MAX - 1) {
            speech_error("Standard input is too long for a code.");
            return DAYBOOK_INVALID;
        }
        out_code[size] = (char)character;
        size++;
    }
    out_code[size] = '\0';
    if (size == 0) {
        speech_error("Standard input holds no code.");
        return DAYBOOK_INVALID;
    }
    return DAYBOOK_OK;
}

static enum daybook_status circle_join_run(const struct call *call)
{
    char typed[CODE_SIZE_MAX];
    const char *code = call->word_count > 0 ? call->words[0] : NULL;
    if (code != NULL && strcmp(code, "-") == 0) {
        enum daybook_status status = read_code(typed);
        if (status != DAYBOOK_OK) {
            return status;
        }
        code = typed;
    }
    struct question question = question_begin("circle.join");
    question_text(&question, "code", code);
    if (call_has(call, "wait")) {
        question_integer(&question, "wait", call_number(call, "wait", 0));
    }
    return door_command(call, &question, print);
}

static const struct command_option options[] = {
    {"wait", OPTION_NUMBER, "SECONDS", "how long to wait for the other side; 60", NULL},
    {0},
};

const struct command circle_join_command = {
    .name = "circle join",
    .group = GROUP_CIRCLE,
    .summary = "Enter a circle with an invitation's code",
    .usage = "[CODE|-]",
    .details =
        "\"-\" reads the code from standard input. Without a code: goes on with what was begun.\n"
        "Compare the four words with the person who invited you.\n",
    .options = options,
    .words_max = 1,
    .run = circle_join_run,
};
