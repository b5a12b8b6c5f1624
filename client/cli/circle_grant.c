/* The command circle grant: give a person a right beyond their role. */
#include <stdio.h>
#include <string.h>

#include "cli/call.h"
#include "cli/commands.h"
#include "cli/door.h"
#include "cli/reply.h"
#include "cli/speech.h"

static void print(const struct call *call, const json_t *answer)
{
    if (reply_is(answer, "co_owner")) {
        speech_note(call, "%s may now stand in for the patient: invite, remove, and grant the log.",
                    call->words[0]);
    } else {
        speech_note(call,
                    reply_is(answer, "log") ? "%s may now read the entries."
                                            : "%s sees new summaries only, no new entries.",
                    call->words[0]);
    }
}

static enum daybook_status circle_grant_run(const struct call *call)
{
    const char *right = call->words[1];
    bool co_owner = strcmp(right, "co-owner") == 0;
    bool log = strcmp(right, "log") == 0;
    if (!co_owner && !log && strcmp(right, "no-log") != 0) {
        speech_error("The right is \"log\" or \"co-owner\".");
        return DAYBOOK_INVALID;
    }
    struct question question = question_begin("circle.grant");
    question_text(&question, "who", call->words[0]);
    question_bool(&question, co_owner ? "co_owner" : "log", co_owner || log);
    question_text(&question, "patient", call_value(call, "patient"));
    return door_command(call, &question, print);
}

static const struct command_option options[] = {
    {"patient", OPTION_TEXT, "PATIENT", "in whose circle, when there are several", NULL},
    {0},
};

const struct command circle_grant_command = {
    .name = "circle grant",
    .group = GROUP_CIRCLE,
    .summary = "Let a therapist read the entries, or a caregiver stand in",
    .usage = "WHO log|co-owner",
    .details =
        "log: a therapist reads the entries, and not only the trends. The patient and caregivers\n"
        "read them anyway. co-owner: a caregiver stands in for the patient, who alone can name\n"
        "one. \"circle revoke\" takes either back; \"no-log\" is \"circle revoke WHO log\".\n",
    .options = options,
    .words_min = 2,
    .words_max = 2,
    .run = circle_grant_run,
};
