/* The program daybook: finds the command, runs it, and ends with its status. */
#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include <daybook/daybook.h>

#include "cli/call.h"
#include "cli/help.h"
#include "cli/speech.h"

static enum daybook_status no_command(const struct call *call)
{
    if (call_has(call, "version")) {
        printf("daybook %s\n", daybook_version());
        return DAYBOOK_OK;
    }
    if (call_has(call, "help")) {
        help_print(stdout, call->family, NULL);
        return DAYBOOK_OK;
    }
    help_print(stderr, call->family, NULL);
    return DAYBOOK_INVALID;
}

static enum daybook_status run(const struct call *call)
{
    const struct command *command = call->command;
    if (command == NULL) {
        return no_command(call);
    }
    if (call_has(call, "help")) {
        help_print(stdout, NULL, command);
        return DAYBOOK_OK;
    }
    if (call_has(call, "version")) {
        return no_command(call);
    }
    bool too_few = call->word_count < command->words_min;
    if (too_few || call->word_count > command->words_max) {
        speech_error("There is a word too %s. It goes: daybook %s %s", too_few ? "few" : "many",
                     command->name, command->usage);
        return DAYBOOK_INVALID;
    }
    return command->run(call);
}

/* What was printed must have arrived: a full disk or a closed pipe is a failure, not a success. */
static enum daybook_status finish_output(enum daybook_status status)
{
    errno = 0;
    bool failed = fflush(stdout) != 0;
    failed = ferror(stdout) != 0 || failed;
    int reason = errno;
    failed = fclose(stdout) != 0 || failed;
    if (!failed) {
        return status;
    }
    speech_error("The output could not be written: %s.", strerror(reason != 0 ? reason : EIO));
    return status == DAYBOOK_OK ? DAYBOOK_FAILED : status;
}

int main(int argc, char **argv)
{
    struct call call = {0};

    /* A reader that went away is a write error, which finish_output() reports. */
    signal(SIGPIPE, SIG_IGN);
    enum daybook_status status = call_parse(argc, argv, &call);
    if (status == DAYBOOK_OK) {
        status = run(&call);
    }
    return daybook_status_exit(finish_output(status));
}
