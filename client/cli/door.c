/* Asks the journal and turns its answer into statuses, sentences and lines. */
#include "cli/door.h"

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
    bool due = reply_is(answer, "checkin_is_due") && strcmp(question->name, "checkin") != 0;
    bool shows = strcmp(question->name, "status") == 0 || strcmp(question->name, "notices") == 0;
    if ((count == 0 && !due) || shows || door->reminded || call_has(door->call, "json")) {
        return;
    }
    door->reminded = true;
    if (due) {
        speech_error("Time for today's check-in: \"daybook checkin\".");
    }
    if (count == 1) {
        speech_error("1 notice about this journal was not seen yet: \"daybook notices\".");
    } else if (count > 1) {
        speech_error("%" JSON_INTEGER_FORMAT
                     " notices about this journal were not seen yet: \"daybook notices\".",
                     count);
    }
}

/* The text of the answer, for daybook_answer_free(); NULL when nothing could be asked, which was
 * said. */
static enum daybook_status ask_text(struct door *door, struct question *question, char **out_text)
{
    char *input = question->failed ? NULL : json_dumps(question->json, JSON_COMPACT);
    *out_text = NULL;
    question_end(question);
    if (input == NULL) {
        speech_error("Memory ran short; nothing was changed.");
        return DAYBOOK_NO_MEMORY;
    }
    enum daybook_status status =
        daybook_ask(door->daybook, question->name, input, &question->secrets, out_text);
    free(input);
    return status;
}

/* What an answer says, and *out_answer, unless it is nothing but an error. Takes the text. */
static enum daybook_status read_answer(struct door *door, const struct question *question,
                                       enum daybook_status status, char *text, json_t **out_answer)
{
    *out_answer = NULL;
    if (text == NULL) {
        return status;
    }
    json_t *answer = json_loads(text, 0, NULL);
    daybook_answer_free(text);
    if (status == DAYBOOK_OK && answer == NULL) {
        speech_error("The journal's answer cannot be read; memory may be short.");
        return DAYBOOK_NO_MEMORY;
    }
    door_explain(door, status, answer);
    remind(door, question, answer);
    *out_answer = substance(answer);
    return status;
}

enum daybook_status door_ask(struct door *door, struct question *question, json_t **out_answer)
{
    char *text = NULL;
    enum daybook_status status = ask_text(door, question, &text);
    return read_answer(door, question, status, text, out_answer);
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
    char *text = NULL;
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
    status = ask_text(&door, question, &text);
    if (status == DAYBOOK_OK && text != NULL && call_has(call, "json")) {
        puts(text); /* as it would be written again */
        goto done;
    }
    status = read_answer(&door, question, status, text, &answer);
    text = NULL;
    if (answer != NULL && call_has(call, "json")) {
        door_print_json(answer);
    } else if (answer != NULL) {
        print(call, answer);
    }
done:
    daybook_answer_free(text);
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

enum daybook_status door_command_in_lines(const struct call *call, struct question *question,
                                          door_print *print_lines, door_print *print)
{
    struct door door;
    json_t *answer = NULL;
    enum daybook_status status = door_open(call, &door);
    if (status != DAYBOOK_OK) {
        question_end(question);
        return status;
    }
    status = door_ask(&door, question, &answer);
    if (status == DAYBOOK_OK && call_has(call, "json")) {
        print_lines(call, answer);
    } else if (status == DAYBOOK_OK) {
        print(call, answer);
    }
    json_decref(answer);
    door_close(&door);
    return status;
}
