/* Runs the agent here, or in a child that lets go of the terminal once it answers. */
#include "cli/agent_process.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cli/call.h"
#include "cli/door.h"
#include "cli/reply.h"
#include "cli/speech.h"

enum daybook_status agent_process_find(struct door *door, pid_t *out_process)
{
    json_t *answer = NULL;
    struct question question = question_begin("agent.status");
    enum daybook_status status = door_ask(door, &question, &answer);
    if (status == DAYBOOK_OK) {
        *out_process = reply_is(answer, "running") ? (pid_t)reply_integer(answer, "pid") : 0;
    }
    json_decref(answer);
    return status;
}

/* The agent calls ready() with the context of its door, which is the first member here. */
struct agent_process {
    struct door door;
    int report; /* descriptor to tell the parent on; -1 in the foreground */
};

static void say_ready(void *context)
{
    const struct agent_process *process = context;
    speech_note(process->door.call, "The agent is ready; Ctrl-C ends it.");
}

static void tell(void *context, const char *sentence)
{
    const struct agent_process *process = context;
    speech_note(process->door.call, "%s", sentence);
}

/* Leave the terminal, the session and the folder the command was given in. */
static void let_go(void *context)
{
    struct agent_process *process = context;
    int nothing = open("/dev/null", O_RDWR | O_CLOEXEC);
    for (int descriptor = STDIN_FILENO; nothing >= 0 && descriptor <= STDERR_FILENO; descriptor++) {
        dup2(nothing, descriptor);
    }
    if (nothing > STDERR_FILENO) {
        close(nothing);
    }
    setsid();
    if (chdir("/") != 0) {
        /* The agent works with absolute paths and may stay where it is. */
        errno = 0;
    }
    ssize_t told = 0;
    do {
        told = write(process->report, "", 1);
    } while (told < 0 && errno == EINTR);
    close(process->report);
    process->report = -1;
}

static enum daybook_status be_agent(const struct call *call, int report)
{
    struct agent_process process = {.door = {.call = call}, .report = report};
    struct daybook_options options = door_options(&process.door);
    char *output = NULL;
    int minutes = call_number(call, "lock-after", 0);
    options.tell = tell;
    options.lock_after_minutes = minutes < 0 ? 0 : (unsigned)minutes;

    enum daybook_status status = door_prepare();
    if (status != DAYBOOK_OK) {
        return status;
    }
    status = daybook_agent(&options, report < 0 ? say_ready : let_go, &output);
    json_t *answer = output == NULL ? NULL : json_loads(output, 0, NULL);
    daybook_answer_free(output);
    door_explain(&process.door, status, answer);
    json_decref(answer);
    return status;
}

enum daybook_status agent_process_stay(const struct call *call)
{
    return be_agent(call, -1);
}

/* Wait for the byte that says ready, or for the child's end, whose exit status tells why. The
 * child has said what went wrong. */
static enum daybook_status await_ready(pid_t child, int report)
{
    char byte = 0;
    ssize_t size = 0;
    int ended = 0;
    do {
        size = read(report, &byte, 1);
    } while (size < 0 && errno == EINTR);
    if (size == 1) {
        return DAYBOOK_OK;
    }
    while (waitpid(child, &ended, 0) < 0 && errno == EINTR) {
    }
    return WIFEXITED(ended) ? (enum daybook_status)WEXITSTATUS(ended) : DAYBOOK_FAILED;
}

enum daybook_status agent_process_leave(const struct call *call)
{
    int report[2];
    if (pipe(report) != 0) {
        speech_error("The agent cannot be started: %s.", strerror(errno));
        return DAYBOOK_FAILED;
    }
    fflush(NULL);
    pid_t child = fork();
    if (child < 0) {
        speech_error("The agent cannot be started: %s.", strerror(errno));
        close(report[0]);
        close(report[1]);
        return DAYBOOK_FAILED;
    }
    if (child == 0) {
        close(report[0]);
        /* The parent is of the same program, so the status itself is the exit status. */
        _exit((int)be_agent(call, report[1]));
    }
    close(report[1]);
    enum daybook_status status = await_ready(child, report[0]);
    close(report[0]);
    return status;
}
