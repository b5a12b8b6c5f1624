/* What household and therapists say to each other, as lines of text. */
#include "cli/team_text.h"

#include <stdio.h>
#include <string.h>

#include "cli/reply.h"
#include "cli/speech.h"

enum { DAY_SIZE = 11 };

/* What was done, as it is told to the patient. */
static const char *action_sentence(const char *action)
{
    static const char *const actions[][2] = {
        {"noted", "noted"},
        {"call", "will call, or has called"},
        {"plan_changed", "the plan was changed"},
        {"referred", "referred to somebody else"},
        {"not_relevant", "nothing needs to be done"},
    };
    for (size_t i = 0; i < sizeof actions / sizeof actions[0]; i++) {
        if (strcmp(action, actions[i][0]) == 0) {
            return actions[i][1];
        }
    }
    return action;
}

static void print_day(const json_t *said)
{
    char day[DAY_SIZE];
    (void)snprintf(day, sizeof day, "%s", reply_text(said, "at"));
    speech_put(stdout, day);
}

void team_text_print_ack(const json_t *ack)
{
    fputs("seen by ", stdout);
    speech_put(stdout, reply_text(ack, "by"));
    fputs(" on ", stdout);
    print_day(ack);
    fputs(": ", stdout);
    speech_put(stdout, action_sentence(reply_text(ack, "action")));
    if (reply_text(ack, "message")[0] != '\0') {
        fputs(". ", stdout);
        speech_put(stdout, reply_text(ack, "message"));
    }
}

static void print_answer(const json_t *said)
{
    speech_put(stdout, reply_text(said, "asked_by"));
    fputs(" asked: ", stdout);
    speech_put(stdout, reply_text(said, "question"));
    fputs(" - ", stdout);
    speech_put(stdout, reply_text(said, "by"));
    fputs(" answered on ", stdout);
    print_day(said);
    fputs(": ", stdout);
    speech_put(stdout, reply_text(said, "text"));
}

void team_text_print_news(const json_t *circle, const char *indentation)
{
    const json_t *news = reply_list(circle, "news");
    for (size_t i = 0; i < json_array_size(news); i++) {
        const json_t *said = json_array_get(news, i);
        fputs(indentation, stdout);
        if (reply_text(said, "flag")[0] != '\0') {
            speech_put(stdout, reply_text(said, "flag"));
            putchar(' ');
            team_text_print_ack(said);
        } else {
            print_answer(said);
        }
        putchar('\n');
    }
}
