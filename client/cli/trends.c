/* The command trends: the therapist's page, or the patient's, as text. */
#include <stdio.h>
#include <string.h>

#include "cli/call.h"
#include "cli/commands.h"
#include "cli/door.h"
#include "cli/reply.h"
#include "cli/speech.h"
#include "cli/team_text.h"
#include "cli/terminal.h"

/* The page has colours and line ends of its own; who drew it kept control characters of names out.
 */
static void print(const struct call *call, const json_t *answer)
{
    (void)call;
    const char *contact = reply_text(answer, "contact");
    if (strcmp(contact, "old") == 0 || strcmp(contact, "lost") == 0 ||
        strcmp(contact, "never") == 0) {
        fputs("!!! ", stdout);
        speech_put(stdout, reply_text(answer, "contact_text"));
        putchar('\n');
    }
    fputs(reply_text(answer, "text"), stdout);
    team_text_print_news(answer, "");
}

static enum daybook_status trends_run(const struct call *call)
{
    struct question question = question_begin("trends");
    question_text(&question, "patient", call_value(call, "patient"));
    question_text(&question, "measure", call_value(call, "measure"));
    question_text(&question, "part", call_value(call, "part"));
    question_text(&question, "until", call_value(call, "until"));
    if (!call_has(call, "json")) {
        question_json(&question, "text",
                      json_pack("{s:i, s:b, s:b, s:b}", "columns", terminal_columns(), "unicode",
                                (int)terminal_is_unicode(), "color", (int)terminal_has_color(),
                                "all", (int)call_has(call, "all")));
    }
    return door_command(call, &question, print);
}

static const struct command_option options[] = {
    {"patient", OPTION_TEXT, "PATIENT", "whose, when there are several", NULL},
    {"measure", OPTION_TEXT, "MEASURE", "only this one", NULL},
    {"part", OPTION_TEXT, "PART", "only this part of the journal",
     "comfort breathing eating movement function care"},
    {"all", OPTION_FLAG, NULL, "everything, instead of what matters most", NULL},
    {"until", OPTION_TEXT, "DAY", "as it looked on this day; yesterday, the last that is over",
     "today yesterday -4w"},
    {0},
};

const struct command trends_command = {
    .name = "trends",
    .group = GROUP_LOOK,
    .summary = "Show how things go over weeks and months",
    .usage = "",
    .details =
        "What is raised, what changed, a line for each part of the journal, and what is not\n"
        "known. --all shows every measure with its trend, how it spread and who reported; --part\n"
        "one part in full. Days without an entry are counted as missing and never filled in.\n",
    .options = options,
    .run = trends_run,
};
