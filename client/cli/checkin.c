/* The command checkin: the questions of the day, one by one, at a terminal. */
#include <stdio.h>
#include <string.h>

#include "cli/call.h"
#include "cli/checkin_patient.h"
#include "cli/checkin_question.h"
#include "cli/checkin_record.h"
#include "cli/clocks.h"
#include "cli/commands.h"
#include "cli/reply.h"
#include "cli/speech.h"
#include "cli/team_text.h"
#include "cli/terminal.h"

/* What the device says of the patient who is asked about. */
static const json_t *circle_of(const struct checkin_record *record)
{
    const json_t *circles = reply_list(record->self, "circles");
    const char *patient = reply_text(record->today, "patient");
    for (size_t i = 0; i < json_array_size(circles); i++) {
        if (strcmp(reply_text(json_array_get(circles, i), "patient"), patient) == 0) {
            return json_array_get(circles, i);
        }
    }
    return NULL;
}

/* What the team said lately comes first: whoever sees it has not written in vain. */
static void greet(const struct call *call, const struct checkin_record *record)
{
    const json_t *circle = circle_of(record);
    clocks_tell(call, circle);
    team_text_print_news(circle, "");
    if (strcmp(reply_text(record->self, "role"), "caregiver") == 0) {
        fputs("About ", stdout);
        speech_put(stdout, reply_text(record->today, "patient"));
        fputs(", as you see it; your name stays with your answers.\n", stdout);
    }
}

static void tell_end(const struct call *call, const struct checkin_record *record)
{
    json_int_t waiting = reply_integer(record->today, "waiting");
    if (record->answers == 0) {
        speech_note(call, "Thank you; that is enough for today.");
    } else {
        speech_note(call, "Thank you; %zu %s saved.", record->answers,
                    record->answers == 1 ? "answer is" : "answers are");
    }
    if (waiting > 0) {
        speech_note(call, "%d more %s until tomorrow, so that a day takes no longer.", (int)waiting,
                    waiting == 1 ? "question waits" : "questions wait");
    }
}

static enum daybook_status ask_all(const struct call *call, struct checkin_record *record)
{
    const json_t *questions = reply_list(record->today, "questions");
    struct checkin_talk talk = {.record = record};
    enum daybook_status status = DAYBOOK_OK;

    greet(call, record);
    if (json_array_size(questions) == 0) {
        speech_note(call, "There is nothing to ask today.");
        return DAYBOOK_OK;
    }
    fputs("Enter skips a question, = answers as yesterday, == all the rest so, q stops. Every "
          "answer is saved at once.\n",
          stdout);
    for (size_t i = 0; i < json_array_size(questions); i++) {
        status = checkin_question_ask(&talk, json_array_get(questions, i));
        if (status != DAYBOOK_OK || talk.stopped) {
            break;
        }
    }
    if (status == DAYBOOK_OK) {
        tell_end(call, record);
    }
    return status;
}

static void tell_pause(const struct call *call, const json_t *paused)
{
    const char *until = reply_text(paused, "until");
    speech_note(call,
                "Everything pauses since %s%s%s; \"daybook resume\" goes on. What you want to "
                "write down, \"daybook log\" takes.",
                reply_text(paused, "since"), until[0] == '\0' ? "" : ", until ", until);
}

/* What is to be asked, for another program to ask it. */
static enum daybook_status print_questions(const struct call *call)
{
    struct door door;
    json_t *answer = NULL;
    struct question question = question_begin("checkin");
    question_text(&question, "patient", call_value(call, "patient"));
    enum daybook_status status = door_open(call, &door);
    if (status != DAYBOOK_OK) {
        return status;
    }
    status = door_ask(&door, &question, &answer);
    if (status == DAYBOOK_OK) {
        door_print_json(answer);
    }
    json_decref(answer);
    door_close(&door);
    return status;
}

static enum daybook_status talk(const struct call *call, struct door *door)
{
    struct checkin_record record;
    char patient[CHECKIN_PATIENT_SIZE];
    const char *whose = call_value(call, "patient");
    enum daybook_status status = checkin_record_open(door, &record);
    if (status == DAYBOOK_OK && whose == NULL) {
        status = checkin_patient_ask(&record, patient, &whose);
    }
    if (status == DAYBOOK_OK) {
        status = checkin_record_begin(&record, whose);
    }
    if (status == DAYBOOK_OK) {
        const json_t *paused = json_object_get(record.today, "paused");
        if (paused != NULL) {
            tell_pause(call, paused);
        } else {
            status = ask_all(call, &record);
        }
    }
    checkin_record_close(&record);
    return status;
}

static enum daybook_status checkin_run(const struct call *call)
{
    struct door door;
    if (call_has(call, "json")) {
        return print_questions(call);
    }
    if (!terminal_can_ask(call)) {
        speech_error("A check-in asks questions at a terminal; without one, use \"daybook log\".");
        return DAYBOOK_INVALID;
    }
    enum daybook_status status = door_open(call, &door);
    if (status == DAYBOOK_OK) {
        status = talk(call, &door);
    }
    door_close(&door);
    return status;
}

static const struct command_option options[] = {
    {"patient", OPTION_TEXT, "PATIENT", "about whom; asked when there are several", NULL},
    {0},
};

const struct command checkin_command = {
    .name = "checkin",
    .group = GROUP_DAILY,
    .summary = "Answer the questions of the day, one by one",
    .usage = "",
    .details =
        "At most a minute of questions: how the day is, then the doses, exercises and scales\n"
        "that plans call for today; what does not fit waits until tomorrow. More is asked only\n"
        "where something is there that was not yesterday. Every answer is saved at once; one is\n"
        "enough, and later the same day it goes on where you stopped. What is left out twice is\n"
        "asked once a week. \"daybook pause\" stops all questions. With --json the questions of\n"
        "today are printed, and none is asked.\n"
        "\n"
        "A caregiver answers about the patient: what the patient has answered today is not asked\n"
        "again.\n",
    .options = options,
    .run = checkin_run,
};
