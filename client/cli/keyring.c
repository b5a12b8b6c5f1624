/* The command keyring: let the desktop's keyring open the journal. */
#include <stdio.h>
#include <string.h>

#include "cli/call.h"
#include "cli/commands.h"
#include "cli/door.h"
#include "cli/reply.h"
#include "cli/speech.h"

static enum daybook_status print_status(const struct call *call, const json_t *answer)
{
    if (call_has(call, "json")) {
        door_print_json(answer);
    } else if (reply_is(answer, "on")) {
        puts("on: while you are logged in, the keyring opens the journal");
    } else {
        puts("off: the passphrase opens the journal");
    }
    return DAYBOOK_OK;
}

/* Ask one of the three requests; what is answered is printed. */
static enum daybook_status ask(struct door *door, const char *name,
                               const struct daybook_secret *secret)
{
    json_t *answer = NULL;
    struct question question = question_begin(name);
    question.secrets.secret = secret;
    enum daybook_status status = door_ask(door, &question, &answer);
    if (status == DAYBOOK_OK) {
        status = print_status(door->call, answer);
    }
    json_decref(answer);
    return status;
}

/* The keyring first: a slot without its secret would open for nobody, a secret without its slot
 * opens nothing. */
static enum daybook_status switch_on(struct door *door, const char *store)
{
    struct daybook_secret *secret = NULL;
    enum daybook_status status = daybook_keyring_make(store, &secret);
    if (status == DAYBOOK_NOT_FOUND) {
        speech_error("There is no keyring here: it needs a desktop session and libsecret.");
        return status;
    }
    if (status != DAYBOOK_OK) {
        speech_error("The desktop's keyring refused to keep the secret; nothing was changed.");
        return status;
    }
    status = ask(door, "keyring.on", secret);
    daybook_secret_free(secret);
    return status;
}

/* With the secret gone from the keyring, the passphrase is what opens the journal for this. */
static enum daybook_status switch_off(struct door *door, const char *store)
{
    enum daybook_status status = daybook_keyring_forget(store);
    if (status != DAYBOOK_OK && status != DAYBOOK_NOT_FOUND) {
        speech_note(door->call,
                    "The keyring does not answer; what it keeps opens nothing any more.");
    }
    return ask(door, "keyring.off", NULL);
}

static enum daybook_status act(struct door *door, const char *word)
{
    json_t *answer = NULL;
    struct question question = question_begin("keyring");
    enum daybook_status status = door_ask(door, &question, &answer);
    if (status == DAYBOOK_OK && strcmp(word, "on") == 0) {
        status = switch_on(door, reply_text(answer, "store"));
    } else if (status == DAYBOOK_OK && strcmp(word, "off") == 0) {
        status = switch_off(door, reply_text(answer, "store"));
    } else if (status == DAYBOOK_OK) {
        status = print_status(door->call, answer);
    }
    json_decref(answer);
    return status;
}

static enum daybook_status keyring_run(const struct call *call)
{
    const char *word = call->words[0];
    if (strcmp(word, "on") != 0 && strcmp(word, "off") != 0 && strcmp(word, "status") != 0) {
        speech_error("It goes: daybook keyring on, off or status.");
        return DAYBOOK_INVALID;
    }
    struct door door;
    enum daybook_status status = door_open(call, &door);
    if (status == DAYBOOK_OK) {
        status = act(&door, word);
    }
    door_close(&door);
    return status;
}

const struct command keyring_command = {
    .name = "keyring",
    .group = GROUP_JOURNAL,
    .summary = "Let the desktop's keyring open the journal",
    .usage = "on|off|status",
    .details =
        "While it is on, commands ask for no passphrase in your desktop session: whoever is\n"
        "logged in as you can read the journal. Without a session, or when the keyring does\n"
        "not answer, the passphrase is asked for as ever.\n",
    .words_min = 1,
    .words_max = 1,
    .run = keyring_run,
};
