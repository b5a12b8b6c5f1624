/* The command log: write one entry down, or a stream of them. */
#include <stdio.h>

#include "cli/call.h"
#include "cli/clocks.h"
#include "cli/commands.h"
#include "cli/door.h"
#include "cli/log_stream.h"
#include "cli/reply.h"
#include "cli/speech.h"

static void print(const struct call *call, const json_t *answer)
{
    char id[REPLY_SHORT_ID_SIZE];
    reply_short_id(answer, "id", id);
    if (!call_has(call, "quiet")) {
        printf(call_has(call, "sealed") ? "sealed %s\n" : "logged %s\n", id);
    }
    clocks_tell(call, answer);
}

static enum daybook_status log_stream(const struct call *call)
{
    static const char *const ALONE[] = {"at", "end", "note", "for", "visibility", "estimate"};
    for (size_t i = 0; i < sizeof ALONE / sizeof ALONE[0]; i++) {
        if (call_has(call, ALONE[i])) {
            speech_error("--stdin and --%s do not go together; each line says it itself.",
                         ALONE[i]);
            return DAYBOOK_INVALID;
        }
    }
    if (call->word_count > 0) {
        speech_error("With --stdin the kinds stand in the lines, not on the command line.");
        return DAYBOOK_INVALID;
    }
    return log_stream_run(call);
}

static enum daybook_status log_run(const struct call *call)
{
    if (call_has(call, "stdin")) {
        return log_stream(call);
    }
    if (call->word_count == 0) {
        speech_error("Log what? Write: daybook log KIND FIELD=VALUE ...; "
                     "\"daybook kinds\" lists the kinds.");
        return DAYBOOK_INVALID;
    }
    struct question question = question_begin(call_has(call, "sealed") ? "log.sealed" : "log");
    question_text(&question, "kind", call->words[0]);
    if (call->word_count > 1) {
        question_texts(&question, "words", call->words + 1, call->word_count - 1);
    }
    question_text(&question, "at", call_value(call, "at"));
    question_text(&question, "end", call_value(call, "end"));
    question_text(&question, "note", call_value(call, "note"));
    question_text(&question, "for", call_value(call, "for"));
    question_text(&question, "visibility", call_value(call, "visibility"));
    question_text(&question, "certainty", call_has(call, "estimate") ? "estimate" : NULL);
    question_text(&question, "patient", call_value(call, "patient"));
    return door_command(call, &question, print);
}

static const struct command_option options[] = {
    {"at", OPTION_TEXT, "TIME", "when it was; now if left out", "now today yesterday"},
    {"end", OPTION_TEXT, "TIME", "when it ended", NULL},
    {"note", OPTION_TEXT, "TEXT", "a note in your own words", NULL},
    {"for", OPTION_TEXT, "PERSON", "on behalf of this person", NULL},
    {"visibility", OPTION_TEXT, "WHO", "who may read it",
     "team therapists author_and_therapist private"},
    {"estimate", OPTION_FLAG, NULL, "the values are estimates", NULL},
    {"patient", OPTION_TEXT, "PATIENT", "in whose journal, when there are several", NULL},
    {"stdin", OPTION_FLAG, NULL, "read entries from standard input, one JSON object a line", NULL},
    {"sealed", OPTION_FLAG, NULL, "without unlocking: it is added at the next unlock", NULL},
    {0},
};

const struct command log_command = {
    .name = "log",
    .group = GROUP_DAILY,
    .summary = "Write an entry down",
    .usage = "KIND [FIELD=VALUE ...]",
    .details =
        "For example:\n"
        "  daybook log pain worst=3 site=leg,back --at \"yesterday 18:30\"\n"
        "  daybook log body_weight kg=71.4 --note \"after breakfast\"\n"
        "\"daybook kinds KIND\" shows the fields of a kind. TIME is 09:13, yesterday 09:13,\n"
        "2026-06-01T09:13, -30m, -2h, -3d or now. FIELD=?skipped says that a question was\n"
        "not answered.\n"
        "\n"
        "With --stdin each line is an object:\n"
        "  "
        "{\"kind\":\"pain\",\"at\":\"2026-06-01T09:13\",\"fields\":{\"worst\":3},\"note\":\"...\"}"
        "\n"
        "and is answered by {\"line\":N,\"id\":\"...\"} once it is safely on the disk, or by\n"
        "{\"line\":N,\"error\":\"...\"}. The exit status is 2 when a line was refused.\n"
        "\n"
        "With --sealed nothing is unlocked and no passphrase is asked for: the entry is sealed to\n"
        "the journal's public key, and is shown as added while locked once somebody unlocks. "
        "Nobody\n"
        "can read it before that, whoever wrote it neither.\n",
    .options = options,
    .words = WORDS_KIND,
    .words_max = COMMAND_WORDS_MANY,
    .run = log_run,
};
