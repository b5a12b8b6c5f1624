/* What the crowd does together, in one loop around epoll. A timer wakes it for what is due: epoll's
 * own timeout is in milliseconds, which is long here. */
#include "phase.h"

#include <assert.h>
#include <errno.h>
#include <poll.h>
#include <sys/epoll.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include "demand.h"

enum {
    EVENTS_AT_ONCE = 256,
    ARRIVING_AT_ONCE = 64,
    ON_WAY_AT_ONCE = 256, /* messages */
    SETTLE_SECONDS = 30,
    TURN_MS = 100,
};

static const uint64_t SECOND_NS = 1000000000;

/* --- the loop -------------------------------------------------------------------------------- */

static void keep_alive(struct device_company *company, uint64_t now_ns)
{
    for (size_t i = 0; i < company->device_count; i++) {
        device_keep_alive(company, &company->devices[i], now_ns);
    }
}

/* Serve what is ready, waiting for it at most so long. */
static void turn(struct device_company *company, int wait_ms)
{
    struct epoll_event events[EVENTS_AT_ONCE];
    int count = epoll_wait(company->exchange.epoll, events, EVENTS_AT_ONCE, wait_ms);
    DEMAND(count >= 0 || errno == EINTR, "the kernel does not wait");
    for (int i = 0; i < count; i++) {
        struct device *device = events[i].data.ptr;
        if (device != NULL && device->line.tls != NULL) {
            device_serve(company, device);
        }
    }
    uint64_t now_ns = figures_now_ns();
    if (now_ns - company->looked_ns >= SECOND_NS) {
        company->looked_ns = now_ns;
        keep_alive(company, now_ns);
    }
}

/* A timer that ends the waiting of a turn; its event has no device. */
static int create_timer(struct device_company *company)
{
    int timer = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC);
    struct epoll_event event = {.events = EPOLLIN | EPOLLET};
    DEMAND(timer >= 0 && epoll_ctl(company->exchange.epoll, EPOLL_CTL_ADD, timer, &event) == 0,
           "the kernel has no timer");
    return timer;
}

static void turn_until(struct device_company *company, int timer, uint64_t due_ns)
{
    const struct itimerspec due = {.it_value = {.tv_sec = (time_t)(due_ns / SECOND_NS),
                                                .tv_nsec = (long)(due_ns % SECOND_NS)}};
    DEMAND(timerfd_settime(timer, TFD_TIMER_ABSTIME, &due, NULL) == 0, "the kernel has no timer");
    turn(company, TURN_MS);
}

/* --- phases ---------------------------------------------------------------------------------- */

bool phase_arrive(struct device_company *company, size_t count, unsigned patience_seconds,
                  uint64_t *out_us)
{
    assert(count <= company->device_count);
    uint64_t began_ns = figures_now_ns();
    uint64_t end_ns = began_ns + patience_seconds * SECOND_NS;
    size_t next = company->seated;
    while (company->seated < count && company->tally.cut == 0 && figures_now_ns() < end_ns) {
        while (company->arriving < ARRIVING_AT_ONCE && next < count) {
            device_arrive(company, &company->devices[next++]);
        }
        turn(company, TURN_MS);
    }
    *out_us = (figures_now_ns() - began_ns) / 1000;
    return company->seated == count;
}

void phase_trickle(struct device_company *company, size_t count, unsigned seconds,
                   unsigned every_seconds)
{
    int timer = create_timer(company);
    uint64_t step_ns = every_seconds * SECOND_NS / count;
    uint64_t due_ns = figures_now_ns();
    uint64_t end_ns = due_ns + seconds * SECOND_NS;
    for (size_t next = 0; due_ns < end_ns; next++, due_ns += step_ns) {
        while (figures_now_ns() < due_ns) {
            turn_until(company, timer, due_ns);
        }
        /* What comes in is not kept waiting by what goes out, also where that is late. */
        turn(company, 0);
        struct device *device = &company->devices[next % count];
        if (device->state == DEVICE_SEATED) {
            device_publish(company, device, due_ns);
        }
    }
    (void)close(timer);
    phase_settle(company);
}

/* Publish until there is enough on the way, or every device was asked. */
static size_t fill(struct device_company *company, size_t count, size_t next)
{
    const uint64_t enough = ON_WAY_AT_ONCE * company->seats.a_circle;
    for (size_t asked = 0; asked < count && device_on_way(company) < enough; asked++) {
        struct device *device = &company->devices[next++ % count];
        if (device_is_ready(device)) {
            device_publish(company, device, figures_now_ns());
        }
    }
    return next;
}

void phase_flood(struct device_company *company, size_t count, unsigned seconds,
                 uint64_t *out_heard)
{
    uint64_t heard = company->tally.heard;
    uint64_t end_ns = figures_now_ns() + seconds * SECOND_NS;
    for (size_t next = 0; figures_now_ns() < end_ns;) {
        next = fill(company, count, next);
        turn(company, TURN_MS);
    }
    *out_heard = (company->tally.heard - heard) / company->seats.a_circle;
    phase_settle(company);
}

void phase_settle(struct device_company *company)
{
    const struct device_tally *tally = &company->tally;
    uint64_t end_ns = figures_now_ns() + SETTLE_SECONDS * SECOND_NS;
    while ((device_on_way(company) > 0 || tally->acknowledged < tally->sent) &&
           figures_now_ns() < end_ns) {
        turn(company, TURN_MS);
    }
}

void phase_hold(struct device_company *company, int lines)
{
    size_t next = 0;
    char letter = '\0';
    while (company->tally.cut == 0) {
        struct pollfd waits = {.fd = lines, .events = POLLIN};
        turn(company, TURN_MS);
        if (poll(&waits, 1, 0) <= 0) {
            continue;
        }
        if (read(lines, &letter, 1) != 1) {
            return;
        }
        if (letter == '\n' && next < company->device_count) {
            device_leave(company, &company->devices[next++]);
        }
    }
}
