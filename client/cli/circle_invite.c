/* The command circle invite: make the code that lets another device into the circle. */
#include <stdio.h>

#include "cli/call.h"
#include "cli/commands.h"
#include "cli/door.h"
#include "cli/qr.h"
#include "cli/reply.h"
#include "cli/seat_file.h"
#include "cli/speech.h"
#include "cli/terminal.h"

static void print(const struct call *call, const json_t *answer)
{
    const char *code = reply_text(answer, "code");
    if (call_has(call, "qr") && terminal_is_unicode() && !qr_print(code)) {
        speech_error("The code is too long for a QR code.");
    }
    puts(code);
    speech_note(call, "This code is for %s%s (%s) alone; send it where only they read it.",
                reply_is(answer, "device") ? "another device of " : "", reply_text(answer, "name"),
                reply_text(answer, "role"));
    speech_note(call,
                "There: \"daybook init --role %s\" if there is no journal yet, then "
                "\"daybook circle join CODE\".",
                reply_text(answer, "role"));
    if (call_has(call, "auto-approve")) {
        speech_note(call, "Whoever comes with it is let in at the next exchange.");
    } else {
        speech_note(call,
                    "Then here: \"daybook circle pending --wait 600\"; when both see the same four "
                    "words, \"daybook circle approve NAME\".");
    }
}

/* A device has the role and the rights of its person. */
static bool check_options(const struct call *call)
{
    bool terms = call_value(call, "role") != NULL || call_value(call, "grant") != NULL ||
                 call_has(call, "co-owner");
    if (call_has(call, "device") && (terms || call_value(call, "seat") == NULL)) {
        speech_error("An invitation of a device needs --seat SEAT.json; role and rights are those "
                     "its person has.");
        return false;
    }
    if (!call_has(call, "device") &&
        (call_value(call, "name") == NULL || call_value(call, "role") == NULL ||
         call_value(call, "seat") == NULL)) {
        speech_error("An invitation needs --name NAME, --role ROLE and --seat SEAT.json; one for "
                     "another device of yours --device and --seat SEAT.json.");
        return false;
    }
    return true;
}

static enum daybook_status circle_invite_run(const struct call *call)
{
    json_t *seat = NULL;
    const char *grant = call_value(call, "grant");
    const char *path = call_value(call, "seat");
    if (!check_options(call)) {
        return DAYBOOK_INVALID;
    }
    enum daybook_status status = seat_file_read(path, &seat);
    if (status != DAYBOOK_OK) {
        return status;
    }
    struct question question = question_begin("circle.invite");
    question_text(&question, "name", call_value(call, "name"));
    question_text(&question, "role", call_value(call, "role"));
    question_json(&question, "seat", seat);
    if (grant != NULL) {
        question_json(&question, "grant", json_pack("[s]", grant));
    }
    if (call_has(call, "device")) {
        question_bool(&question, "device", true);
    } else {
        question_bool(&question, "co_owner", call_has(call, "co-owner"));
    }
    question_bool(&question, "auto_approve", call_has(call, "auto-approve"));
    question_text(&question, "patient", call_value(call, "patient"));
    return door_command(call, &question, print);
}

static const struct command_option options[] = {
    {"name", OPTION_TEXT, "NAME", "who is invited", NULL},
    {"device", OPTION_FLAG, NULL, "another device of yours, or of the person --name says", NULL},
    {"role", OPTION_TEXT, "ROLE", "as what", "patient caregiver therapist"},
    {"seat", OPTION_FILE, "SEAT.json", "the seat of the new device at the broker", NULL},
    {"grant", OPTION_TEXT, "RIGHT", "let a therapist read the entries, not only trends", "log"},
    {"co-owner", OPTION_FLAG, NULL, "may invite and remove people too", NULL},
    {"auto-approve", OPTION_FLAG, NULL, "let them in without comparing words", NULL},
    {"patient", OPTION_TEXT, "PATIENT", "into whose circle, when there are several", NULL},
    {"qr", OPTION_FLAG, NULL, "show the code as a picture for a camera too", NULL},
    {0},
};

const struct command circle_invite_command = {
    .name = "circle invite",
    .group = GROUP_CIRCLE,
    .summary = "Invite a person, or another device of yours",
    .usage = "--name NAME --role ROLE --seat SEAT.json | --device --seat SEAT.json",
    .details =
        "Prints a code that carries everything the other device needs. Four words that both\n"
        "sides see then tell that the right person came.\n",
    .options = options,
    .run = circle_invite_run,
};
