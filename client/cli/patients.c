/* The command patients: every patient at a glance, those first of whom something is unseen. */
#include <stdio.h>
#include <string.h>

#include "cli/call.h"
#include "cli/commands.h"
#include "cli/door.h"
#include "cli/reply.h"
#include "cli/speech.h"
#include "cli/text_table.h"

/* A count and what is counted, after a comma unless it is the first. Nothing for none. */
static void print_count(json_int_t count, const char *what, bool *printed)
{
    if (count > 0) {
        printf("%s%" JSON_INTEGER_FORMAT " %s", *printed ? ", " : "", count, what);
        *printed = true;
    }
}

static void print_patient(const json_t *patient, const struct text_table *table)
{
    bool printed = false;
    json_int_t questions = reply_integer(patient, "questions");
    fputs(reply_integer(patient, "urgent") > 0 ? "!!! " : "    ", stdout);
    text_table_print(table, 0, reply_text(patient, "patient"));
    text_table_print(table, 1, reply_text(patient, "contact_text"));
    print_count(reply_integer(patient, "urgent"), "urgent", &printed);
    print_count(reply_integer(patient, "review"), "to review", &printed);
    if (printed) {
        printf(" (%s)", reply_text(patient, "flag"));
    }
    print_count(questions, questions == 1 ? "question" : "questions", &printed);
    if (reply_text(patient, "paused_since")[0] != '\0') {
        printf("%spaused since %s", printed ? ", " : "", reply_text(patient, "paused_since"));
        printed = true;
    }
    fputs(printed ? "\n" : "nothing new\n", stdout);
}

static void print(const struct call *call, const json_t *answer)
{
    struct text_table table = {0};
    const json_t *patients = reply_list(answer, "patients");
    if (json_array_size(patients) == 0) {
        speech_note(call, "There are no patients: join a circle with \"daybook circle join\".");
    }
    for (size_t i = 0; i < json_array_size(patients); i++) {
        const json_t *patient = json_array_get(patients, i);
        text_table_measure(&table, 0, reply_text(patient, "patient"));
        text_table_measure(&table, 1, reply_text(patient, "contact_text"));
    }
    for (size_t i = 0; i < json_array_size(patients); i++) {
        print_patient(json_array_get(patients, i), &table);
    }
}

static enum daybook_status patients_run(const struct call *call)
{
    struct question question = question_begin("patients");
    return door_command(call, &question, print);
}

const struct command patients_command = {
    .name = "patients",
    .group = GROUP_LOOK,
    .summary = "Show every patient at a glance",
    .usage = "",
    .details =
        "Flags nobody has acknowledged, urgent ones first, open questions, and when something\n"
        "came in last. What is older than usual with a patient is called old after a week,\n"
        "and lost contact after two.\n",
    .run = patients_run,
};
