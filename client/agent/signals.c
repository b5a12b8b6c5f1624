/* The signals that end an agent, as something to poll for. */
#include "agent/signals.h"

#include <assert.h>
#include <sys/signalfd.h>
#include <unistd.h>

enum daybook_status signals_begin(struct signals *out_signals)
{
    assert(out_signals != NULL);
    sigset_t ending;
    (void)sigemptyset(&ending); /* these fail only for numbers that are no signals */
    (void)sigaddset(&ending, SIGINT);
    (void)sigaddset(&ending, SIGTERM);
    (void)sigaddset(&ending, SIGHUP);
    struct signals signals;
    const struct sigaction ignore = {.sa_handler = SIG_IGN};
    if (sigaction(SIGPIPE, &ignore, NULL) != 0 ||
        sigprocmask(SIG_BLOCK, &ending, &signals.before) != 0) {
        return DAYBOOK_FAILED;
    }
    signals.descriptor = signalfd(-1, &ending, SFD_NONBLOCK | SFD_CLOEXEC);
    if (signals.descriptor < 0) {
        (void)sigprocmask(SIG_SETMASK, &signals.before, NULL); /* cannot fail: it was valid */
        return DAYBOOK_FAILED;
    }
    *out_signals = signals;
    return DAYBOOK_OK;
}

void signals_end(struct signals *signals)
{
    assert(signals != NULL && signals->descriptor >= 0);
    struct signalfd_siginfo obeyed;
    while (read(signals->descriptor, &obeyed, sizeof obeyed) == (ssize_t)sizeof obeyed) {
    }
    (void)close(signals->descriptor); /* only read from */
    signals->descriptor = -1;
    (void)sigprocmask(SIG_SETMASK, &signals->before, NULL); /* cannot fail: it was valid */
}
