/* Noticing that the machine has slept: one clock went on and the other stood still. */
#include "agent/sleep_clock.h"

#include <assert.h>
#include <errno.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

enum { SLEEP_MS_MIN = 1000 };
static const time_t never_seconds = 253402300799; /* the last second of the year 9999 */

static int64_t read_clock(clockid_t clock)
{
    struct timespec now = {0};
    (void)clock_gettime(clock, &now); /* these two clocks exist on every machine we run on */
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

struct sleep_reading sleep_clock_read(void)
{
    return (struct sleep_reading){
        .with_sleep_ms = read_clock(CLOCK_BOOTTIME),
        .without_sleep_ms = read_clock(CLOCK_MONOTONIC),
    };
}

/* A timer that is never due, but is cancelled whenever the wall clock jumps. Waking is a jump. */
static void arm(struct sleep_clock *clock)
{
    const struct itimerspec never = {.it_value.tv_sec = never_seconds};
    if (clock->descriptor >= 0 &&
        timerfd_settime(clock->descriptor, TFD_TIMER_ABSTIME | TFD_TIMER_CANCEL_ON_SET, &never,
                        NULL) != 0) {
        sleep_clock_end(clock);
    }
}

void sleep_clock_begin(struct sleep_clock *out_clock, struct sleep_reading now)
{
    assert(out_clock != NULL);
    *out_clock = (struct sleep_clock){
        .asleep_ms = now.with_sleep_ms - now.without_sleep_ms,
        .descriptor = timerfd_create(CLOCK_REALTIME, TFD_NONBLOCK | TFD_CLOEXEC),
    };
    arm(out_clock);
}

bool sleep_clock_slept(struct sleep_clock *clock, struct sleep_reading now)
{
    assert(clock != NULL);
    uint64_t expirations = 0;
    if (clock->descriptor >= 0 &&
        (read(clock->descriptor, &expirations, sizeof expirations) >= 0 || errno == ECANCELED)) {
        arm(clock);
    }
    int64_t asleep_ms = now.with_sleep_ms - now.without_sleep_ms;
    bool slept = asleep_ms - clock->asleep_ms >= SLEEP_MS_MIN;
    clock->asleep_ms = slept ? asleep_ms : clock->asleep_ms;
    return slept;
}

void sleep_clock_end(struct sleep_clock *clock)
{
    assert(clock != NULL);
    if (clock->descriptor >= 0) {
        (void)close(clock->descriptor); /* only read from */
    }
    clock->descriptor = -1;
}
