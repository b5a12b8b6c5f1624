/* The smallest life that still fails. */
#include "simulation/shrink.h"

#include <assert.h>
#include <stdio.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

enum { SHRINK_SEEDS = 60 };

int shrink_outcome(const struct life_options *options)
{
    (void)fflush(NULL);
    pid_t child = fork();
    assert(child >= 0);
    if (child == 0) {
        struct life_report report;
        bool silent = freopen("/dev/null", "w", stderr) != NULL;
        life_run(options, &report);
        _exit(report.verdict.failed ? 1 + (int)report.verdict.broken
              : silent              ? 0
                                    : INVARIANT_COUNT);
    }
    int status = 0;
    while (waitpid(child, &status, 0) != child) {
    }
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

/* Try with fewer events, in ever smaller steps. */
static void shrink_events(struct life_options *options, int outcome)
{
    for (uint64_t step = options->events / 2; step > 0; step /= 2) {
        struct life_options fewer = *options;
        while (fewer.events > step) {
            fewer.events -= step;
            if (shrink_outcome(&fewer) != outcome) {
                break;
            }
            options->events = fewer.events;
        }
    }
}

/* Whether this or one of the next seeds comes to the same end. */
static bool find_seed(struct life_options *options, int outcome)
{
    struct life_options tried = *options;
    for (size_t i = 0; i < SHRINK_SEEDS; i++, tried.seed++) {
        if (shrink_outcome(&tried) == outcome) {
            *options = tried;
            return true;
        }
    }
    return false;
}

/* Try without each fault; true when one could go. */
static bool shrink_faults(struct life_options *options, int outcome)
{
    bool shrunk = false;
    for (size_t fault = 0; fault < FAULT_COUNT; fault++) {
        struct life_options fewer = *options;
        fewer.allowed &= ~(UINT64_C(1) << fault);
        if (fewer.allowed != options->allowed && find_seed(&fewer, outcome)) {
            *options = fewer;
            shrunk = true;
        }
    }
    return shrunk;
}

void shrink_life(struct life_options *options)
{
    int outcome = shrink_outcome(options);
    bool shrunk = outcome != 0;
    while (shrunk) {
        uint64_t events = options->events;
        shrink_events(options, outcome);
        shrunk = shrink_faults(options, outcome) || options->events < events;
    }
}
