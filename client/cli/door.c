/* Asks the journal and turns its answer into statuses, sentences and lines. */
#include "cli/door.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/call.h"
#include "cli/passphrase_source.h"
#include "cli/reply.h"
#include "cli/speech.h"

static enum daybook_status give_passphrase(void *context, struct daybook_secret **out_secret)
{
    struct door *door = context;
    enum daybook_status status =
        passphrase_source_read(&passphrase_source_open, door->call, out_secret);
    door->explained = status != DAYBOOK_OK;
    return status;
}

static void show_progress(void *context, const char *sentence)
{
    const struct door *door = context;
    speech_note(door->call, "%s", sentence);
}

struct daybook_options door_options(struct door *door)
{
    return (struct daybook_options){
        .home = call_value(door->call, "home"),
        .context = door,
        .passphrase = give_passphrase,
        .progress = show_progress,
    };
}

enum daybook_status door_prepare(void)
{
    enum daybook_status status = daybook_begin();
    if (status != DAYBOOK_OK) {
        speech_error("The system does not let this program protect its memory.");
    }
    return status;
}

enum daybook_status door_open(const struct call *call, struct door *out_door)
{
    *out_door = (struct door){.call = call};
    enum daybook_status status = door_prepare();
    if (status != DAYBOOK_OK) {
        return status;
    }
    struct daybook_options options = door_options(out_door);
    status = daybook_open(&options, &out_door->daybook);
    if (status != DAYBOOK_OK) {
        speech_error("The journal's folder cannot be told: %s.", daybook_status_name(status));
    }
    return status;
}

void door_close(struct door *door)
{
    daybook_close(door->daybook);
    door->daybook = NULL;
}

void door_explain(const struct door *door, enum daybook_status status, const json_t *answer)
{
    const char *sentence = reply_text(answer, "error");
    if (status == DAYBOOK_OK || door->explained) {
        return;
    }
    speech_error("%s", sentence[0] != '\0' ? sentence : daybook_status_name(status));
}

/* The answer without those that are nothing but an error. */
static json_t *substance(json_t *answer)
{
    if (strcmp(reply_text(answer, "schema"), "daybook.error/1") == 0) {
        json_decref(answer);
        return NULL;
    }
    return answer;
}

/* Programs read the answer's member; the two commands that show notices need no reminder. */
static void remind(struct door *door, const struct question *question, const json_t *answer)
{
    json_int_t count = reply_integer(answer, "unseen_notices");
    bool shows = strcmp(question->name, "status") == 0 || strcmp(question->name, "notices") == 0;
    if (count == 0 || shows || door->reminded || call_has(door->call, "json")) {
        return;
    }
    door->reminded = true;
    if (count == 1) {
        speech_error("1 notice about this journal was not seen yet: \"daybook notices\".");
    } else {
        speech_error("%" JSON_INTEGER_FORMAT
                     " notices about this journal were not seen yet: \"daybook notices\".",
                     count);
    }
}

enum daybook_status door_ask(struct door *door, struct question *question, json_t **out_answer)
{
    char *input = NULL;
    char *output = NULL;
    json_t *answer = NULL;
    enum daybook_status status = DAYBOOK_NO_MEMORY;

    *out_answer = NULL;
    if (!question->failed) {
        input = json_dumps(question->json, JSON_COMPACT);
    }
    question_end(question);
    if (input == NULL) {
        speech_error("Memory ran short; nothing was changed.");
        return status;
    }
    status = daybook_ask(door->daybook, question->name, input, &question->secrets, &output);
    answer = output == NULL ? NULL : json_loads(output, 0, NULL);
    daybook_answer_free(output);
    free(input);
    if (status == DAYBOOK_OK && answer == NULL) {
        speech_error("The journal's answer cannot be read; memory may be short.");
        return DAYBOOK_NO_MEMORY;
    }
    door_explain(door, status, answer);
    remind(door, question, answer);
    *out_answer = substance(answer);
    return status;
}

/* As many digits as a journal holds; 17 would turn 72.3 into 72.299999999999997. */
enum { NUMBER_DIGITS = 15 };

void door_print_json(const json_t *json)
{
    if (json_dumpf(json, stdout, JSON_COMPACT | JSON_REAL_PRECISION(NUMBER_DIGITS)) != 0 &&
        !ferror(stdout)) {
        speech_error("Memory ran short while printing.");
    }
    fputc('\n', stdout);
}

enum daybook_status door_command_with_secrets(const struct call *call, struct question *question,
                                              const struct passphrase_source *source,
                                              const struct passphrase_source *new_source,
                                              door_print *print)
{
    struct door door;
    struct daybook_secret *secret = NULL;
    struct daybook_secret *new_secret = NULL;
    json_t *answer = NULL;

    enum daybook_status status = door_open(call, &door);
    if (status == DAYBOOK_OK && source != NULL) {
        status = passphrase_source_read(source, call, &secret);
    }
    if (status == DAYBOOK_OK && new_source != NULL) {
        status = passphrase_source_read(new_source, call, &new_secret);
    }
    if (status != DAYBOOK_OK) {
        goto done;
    }
    question->secrets = (struct daybook_secrets){secret, new_secret};
    status = door_ask(&door, question, &answer);
    if (answer != NULL && call_has(call, "json")) {
        door_print_json(answer);
    } else if (answer != NULL) {
        print(call, answer);
    }
done:
    question_end(question);
    json_decref(answer);
    daybook_secret_free(secret);
    daybook_secret_free(new_secret);
    door_close(&door);
    return status;
}

enum daybook_status door_command_with_secret(const struct call *call, struct question *question,
                                             const struct passphrase_source *source,
                                             door_print *print)
{
    return door_command_with_secrets(call, question, source, NULL, print);
}

enum daybook_status door_command(const struct call *call, struct question *question,
                                 door_print *print)
{
    return door_command_with_secret(call, question, NULL, print);
}
