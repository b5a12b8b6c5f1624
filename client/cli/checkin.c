/* The command checkin: the questions of the day, one by one, at a terminal. */
#include <stdio.h>
#include <string.h>

#include "cli/call.h"
#include "cli/checkin_record.h"
#include "cli/clocks.h"
#include "cli/commands.h"
#include "cli/entry_text.h"
#include "cli/reply.h"
#include "cli/speech.h"
#include "cli/team_text.h"
#include "cli/terminal.h"

enum { QUESTIONS_MAX = 8 };

/* What became of one question. */
enum outcome { OUTCOME_SAVED, OUTCOME_SKIPPED, OUTCOME_ENOUGH, OUTCOME_FAILED };

static void print_question(const struct checkin_record *record, const json_t *asked)
{
    const char *kind = reply_text(asked, "kind");
    const json_t *field = checkin_record_field(record, kind, reply_text(asked, "field"));
    const json_t *yesterday = checkin_record_yesterday(record, kind, reply_text(asked, "field"));
    const json_t *choices = reply_list(field, "choices");
    printf("\n%s\n", reply_text(field, "question"));
    for (size_t i = 0; i < json_array_size(choices); i++) {
        const json_t *choice = json_array_get(choices, i);
        printf("  %-16s %s\n", reply_text(choice, "name"), reply_text(choice, "label"));
    }
    if (strcmp(reply_text(field, "type"), "bool") == 0) {
        fputs("  yes or no\n", stdout);
    }
    if (yesterday != NULL) {
        fputs("  yesterday: ", stdout);
        entry_text_print_value(yesterday);
        putchar('\n');
    }
    fflush(stdout);
}

static bool is_yes_or_no(const struct checkin_record *record, const json_t *asked)
{
    const json_t *field =
        checkin_record_field(record, reply_text(asked, "kind"), reply_text(asked, "field"));
    return strcmp(reply_text(field, "type"), "bool") == 0;
}

/* One letter is enough of a yes or a no. */
static const char *spell_out(const char *typed)
{
    if (strcmp(typed, "y") == 0) {
        return "yes";
    }
    return strcmp(typed, "n") == 0 ? "no" : typed;
}

/* Take what was typed; INVALID when it does not fit and may be asked for again. */
static enum daybook_status answer(struct checkin_record *record, const json_t *asked,
                                  const char *typed)
{
    json_t *yesterday =
        checkin_record_yesterday(record, reply_text(asked, "kind"), reply_text(asked, "field"));
    if (strcmp(typed, "=") == 0 && yesterday != NULL) {
        return checkin_record_save(record, asked, NULL, json_incref(yesterday));
    }
    return checkin_record_save(record, asked,
                               is_yes_or_no(record, asked) ? spell_out(typed) : typed, NULL);
}

/* Ask one question until the answer fits, is skipped, or the person has had enough. */
static enum outcome ask(struct checkin_record *record, const json_t *asked,
                        enum daybook_status *out_status)
{
    char typed[TERMINAL_ANSWER_SIZE];
    print_question(record, asked);
    do {
        fputs("> ", stderr);
        if (!terminal_read_line(typed, sizeof typed) || strcmp(typed, "q") == 0) {
            return OUTCOME_ENOUGH;
        }
        if (typed[0] == '\0') {
            return OUTCOME_SKIPPED;
        }
        *out_status = answer(record, asked, typed);
    } while (*out_status == DAYBOOK_INVALID);
    return *out_status == DAYBOOK_OK ? OUTCOME_SAVED : OUTCOME_FAILED;
}

static void tell_clocks(const struct call *call, const struct checkin_record *record)
{
    const json_t *circles = reply_list(record->self, "circles");
    for (size_t i = 0; i < json_array_size(circles); i++) {
        clocks_tell(call, json_array_get(circles, i));
    }
}

/* What the team said lately comes first: who sees it has not written in vain. */
static void greet(const struct checkin_record *record)
{
    const json_t *circles = reply_list(record->self, "circles");
    for (size_t i = 0; i < json_array_size(circles); i++) {
        team_text_print_news(json_array_get(circles, i), "");
    }
}

static enum daybook_status ask_all(const struct call *call, struct checkin_record *record)
{
    const json_t *questions = reply_list(record->kinds, "checkin");
    enum daybook_status status = DAYBOOK_OK;
    enum outcome outcome = OUTCOME_SKIPPED;
    size_t saved = 0;

    tell_clocks(call, record);
    greet(record);
    fputs(
        "Enter skips a question, = answers as yesterday, q stops. Every answer is saved at once.\n",
        stdout);
    for (size_t i = 0; i < json_array_size(questions) && i < QUESTIONS_MAX; i++) {
        const json_t *asked = json_array_get(questions, i);
        if (checkin_record_today(record, reply_text(asked, "kind"), reply_text(asked, "field")) !=
            NULL) {
            continue;
        }
        outcome = ask(record, asked, &status);
        saved += outcome == OUTCOME_SAVED;
        if (outcome == OUTCOME_ENOUGH || outcome == OUTCOME_FAILED) {
            break;
        }
    }
    if (outcome != OUTCOME_FAILED) {
        status = DAYBOOK_OK;
        speech_note(call, "Thank you; %zu %s saved.", saved,
                    saved == 1 ? "answer is" : "answers are");
    }
    return status;
}

static enum daybook_status checkin_run(const struct call *call)
{
    struct door door;
    struct checkin_record record;

    if (!terminal_can_ask(call)) {
        speech_error("A check-in asks questions at a terminal; without one, use \"daybook log\".");
        return DAYBOOK_INVALID;
    }
    enum daybook_status status = door_open(call, &door);
    if (status != DAYBOOK_OK) {
        return status;
    }
    status = checkin_record_open(&door, &record);
    if (status == DAYBOOK_OK) {
        status = ask_all(call, &record);
    }
    checkin_record_close(&record);
    door_close(&door);
    return status;
}

const struct command checkin_command = {
    .name = "checkin",
    .group = GROUP_DAILY,
    .summary = "Answer the questions of the day, one by one",
    .usage = "",
    .details = "At most eight questions. Every answer is saved at once; one answer is enough, and\n"
               "later the same day it goes on where you stopped.\n",
    .run = checkin_run,
};
