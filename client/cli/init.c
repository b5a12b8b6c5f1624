/* The command init: make a journal, and show the recovery words this once. */
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "cli/call.h"
#include "cli/commands.h"
#include "cli/door.h"
#include "cli/drill.h"
#include "cli/passphrase_source.h"
#include "cli/reply.h"
#include "cli/speech.h"

static void print_words(const json_t *answer)
{
    fputs("The journal of ", stdout);
    speech_put(stdout, reply_text(answer, "name"));
    fputs(" is ready in ", stdout);
    speech_put(stdout, reply_text(answer, "home"));
    fputs(".\n\nWrite these 24 words on paper, in this order. They open the journal when the\n"
          "passphrase is forgotten, and they are shown only now.\n\n",
          stdout);
    drill_print_words(reply_list(answer, "recovery"));
    fputs("\nKeep the paper where nobody else finds it. Without the passphrase and these words\n"
          "nobody can read the journal, not even its authors.\n",
          stdout);
}

static void tell_next(const char *role_or_null)
{
    bool own = role_or_null == NULL || strcmp(role_or_null, "patient") == 0;
    puts(own ? "\nNext: \"daybook checkin\", or \"daybook kinds\" to see what can be written down."
             : "\nNext: \"daybook circle join -\" with the code that the patient gives you.");
    puts("\"daybook unlock\" spares typing the passphrase for the commands after it.");
}

/* Show the words this once, and let the person try them. */
static enum daybook_status show(struct door *door, const json_t *answer)
{
    if (call_has(door->call, "json")) {
        door_print_json(answer);
        return drill_run(door, reply_list(answer, "recovery"));
    }
    print_words(answer);
    enum daybook_status status = drill_run(door, reply_list(answer, "recovery"));
    if (status == DAYBOOK_OK) {
        tell_next(call_value(door->call, "role"));
    }
    return status;
}

static struct question ask_for_journal(const struct call *call)
{
    struct question question = question_begin("init");
    question_text(&question, "name", call_value(call, "name"));
    question_text(&question, "role", call_value(call, "role"));
    question_text(&question, "words", call_value(call, "words"));
    question_key_memory(&question, call);
    return question;
}

static enum daybook_status init_run(const struct call *call)
{
    struct door door;
    struct daybook_secret *passphrase = NULL;
    json_t *answer = NULL;
    if (call_value(call, "name") == NULL) {
        speech_error("Whose journal is it? Write: daybook init --name NAME");
        return DAYBOOK_INVALID;
    }
    enum daybook_status status = door_open(call, &door);
    if (status == DAYBOOK_OK) {
        status = passphrase_source_read(&passphrase_source_init, call, &passphrase);
    }
    if (status == DAYBOOK_OK) {
        struct question question = ask_for_journal(call);
        question.secrets.secret = passphrase;
        status = door_ask(&door, &question, &answer);
    }
    if (status == DAYBOOK_OK) {
        status = show(&door, answer);
    }
    json_decref(answer);
    daybook_secret_free(passphrase);
    door_close(&door);
    return status;
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
    .details =
        "Asks for a passphrase twice. Prints 24 recovery words once: write them on paper. Then\n"
        "asks for three of them and tries whether they open the journal.\n"
        "A caregiver or therapist who joins a circle makes a journal of their own first.\n",
    .options = options,
    .run = init_run,
};
