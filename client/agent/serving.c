/* The agent's one loop over socket, clients, journal and timers. */
#include "agent/serving.h"

#include <assert.h>
#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <stdlib.h>

#include <daybook/daybook.h>

#include "agent/client.h"
#include "agent/inbox_watch.h"
#include "agent/sleep_bus.h"
#include "agent/sleep_clock.h"
#include "journal/exchange.h"
#include "journal/reminder.h"
#include "requests/desk.h"

enum {
    CLIENTS_MAX = 32,
    POLL_ENDING = 0,
    POLL_LISTENER,
    POLL_INBOX,
    POLL_SLEEP_BUS,
    POLL_SLEEP_CLOCK,
    POLL_CLIENTS,
    POLL_JOURNAL = POLL_CLIENTS + CLIENTS_MAX,
    POLL_ROOM = POLL_JOURNAL + JOURNAL_POLL_MAX,
    PAUSE_MS = 1000 /* after the store or the system refused, so that we do not spin */
};

struct serving {
    struct desk *desk;
    const struct listener *listener;
    const struct daybook_options *options;
    int ending;
    struct client clients[CLIENTS_MAX];
    int64_t step_after_ms;       /* the journal rests until then */
    int64_t accept_after_ms;     /* and so do new clients */
    struct inbox_watch inbox;    /* while the journal is open */
    struct sleep_bus *sleep_bus; /* NULL: the system does not tell when it goes to sleep */
    struct sleep_clock sleep_clock;
    struct pollfd set[POLL_ROOM];
    size_t set_count;
};

static struct client *free_place(struct serving *serving)
{
    for (size_t i = 0; i < CLIENTS_MAX; i++) {
        if (serving->clients[i].stage == CLIENT_FREE) {
            return &serving->clients[i];
        }
    }
    return NULL;
}

static bool journal_rests(const struct serving *serving)
{
    return desk_journal(serving->desk) == NULL ||
           desk_monotonic_ms(serving->desk) < serving->step_after_ms;
}

static bool accepts(struct serving *serving)
{
    return free_place(serving) != NULL &&
           desk_monotonic_ms(serving->desk) >= serving->accept_after_ms;
}

/* A descriptor of -1 is passed over by poll. */
static void fill_set(struct serving *serving)
{
    struct pollfd *set = serving->set;
    set[POLL_ENDING] = (struct pollfd){.fd = serving->ending, .events = POLLIN};
    set[POLL_LISTENER] =
        (struct pollfd){.fd = accepts(serving) ? serving->listener->socket : -1, .events = POLLIN};
    set[POLL_INBOX] = (struct pollfd){.fd = serving->inbox.descriptor, .events = POLLIN};
    set[POLL_SLEEP_BUS] = sleep_bus_poll(serving->sleep_bus);
    set[POLL_SLEEP_CLOCK] =
        (struct pollfd){.fd = serving->sleep_clock.descriptor, .events = POLLIN};
    for (size_t i = 0; i < CLIENTS_MAX; i++) {
        const struct client *client = &serving->clients[i];
        struct pollfd *polled = &set[POLL_CLIENTS + i];
        *polled = (struct pollfd){.fd = -1};
        if (client->stage != CLIENT_FREE) {
            *polled = (struct pollfd){.fd = client->socket, .events = client_events(client)};
        }
    }
    serving->set_count = POLL_JOURNAL;
    if (!journal_rests(serving)) {
        serving->set_count +=
            journal_poll_set(desk_journal(serving->desk), set + POLL_JOURNAL, JOURNAL_POLL_MAX);
    }
}

static int64_t earlier(int64_t left_ms, int64_t right_ms)
{
    return left_ms < right_ms ? left_ms : right_ms;
}

/* The next moment at which something is due though nothing happens. */
static int64_t wake_ms(struct serving *serving)
{
    int64_t wake = INT64_MAX;
    for (size_t i = 0; i < CLIENTS_MAX; i++) {
        wake = earlier(wake, client_wake_ms(&serving->clients[i]));
    }
    int64_t now_ms = desk_monotonic_ms(serving->desk);
    if (serving->accept_after_ms > now_ms) {
        wake = earlier(wake, serving->accept_after_ms);
    }
    wake = earlier(wake, desk_lock_ms(serving->desk));
    int64_t bus_left_ms = sleep_bus_left_ms(serving->sleep_bus);
    if (bus_left_ms != INT64_MAX) {
        wake = earlier(wake, now_ms + bus_left_ms);
    }
    const struct journal *journal = desk_journal(serving->desk);
    if (journal != NULL) {
        wake = earlier(wake,
                       journal_rests(serving) ? serving->step_after_ms : journal_wake_ms(journal));
    }
    return wake;
}

static int timeout_ms(struct serving *serving)
{
    int64_t wake = wake_ms(serving);
    if (wake == INT64_MAX) {
        return -1;
    }
    int64_t left_ms = wake - desk_monotonic_ms(serving->desk);
    if (left_ms <= 0) {
        return 0;
    }
    return left_ms < INT_MAX ? (int)left_ms : INT_MAX;
}

static void accept_clients(struct serving *serving)
{
    struct client *place = free_place(serving);
    while (place != NULL) {
        int socket = -1;
        if (listener_accept(serving->listener, &socket) != DAYBOOK_OK) {
            serving->accept_after_ms = desk_monotonic_ms(serving->desk) + PAUSE_MS;
            return;
        }
        if (socket < 0) {
            return;
        }
        client_begin(place, serving->desk, socket);
        /* A client writes at once, so there is most likely something to read already. */
        client_handle(place, POLLIN);
        place = free_place(serving);
    }
}

static void tell_people(struct serving *serving)
{
    struct journal *journal = desk_journal(serving->desk);
    const char *word = journal == NULL ? NULL : journal_take_word(journal);
    if (word != NULL && serving->options->tell != NULL) {
        serving->options->tell(serving->options->context, word);
    }
}

static void step_journal(struct serving *serving)
{
    enum daybook_status step = DAYBOOK_OK;
    if (!journal_rests(serving)) {
        step = journal_step(desk_journal(serving->desk));
    }
    if (step != DAYBOOK_OK) {
        serving->step_after_ms = desk_monotonic_ms(serving->desk) + PAUSE_MS;
    }
    for (size_t i = 0; i < CLIENTS_MAX; i++) {
        client_continue(&serving->clients[i], step);
    }
}

/* What is sealed while the journal is open is taken in at once; opening it takes in the rest. */
static void look_into_inbox(struct serving *serving)
{
    if (desk_journal(serving->desk) == NULL) {
        inbox_watch_end(&serving->inbox);
    } else if (serving->inbox.descriptor < 0) {
        inbox_watch_begin(&serving->inbox, desk_home(serving->desk));
        desk_take_sealed(serving->desk);
    } else if (inbox_watch_take(&serving->inbox)) {
        desk_take_sealed(serving->desk);
    }
}

/* Before anything else is done: nobody is served after a sleep with the journal still open. What
 * clients are being answered ends with LOCKED when they are continued. */
static void lock_when_due(struct serving *serving)
{
    bool sleeps = sleep_bus_step(serving->sleep_bus);
    bool slept = sleep_clock_slept(&serving->sleep_clock, sleep_clock_read());
    bool idle = desk_monotonic_ms(serving->desk) >= desk_lock_ms(serving->desk);
    if (sleeps || slept || idle) {
        desk_close(serving->desk);
    }
    if (sleeps) {
        sleep_bus_let_sleep(serving->sleep_bus);
    }
}

static void serve_round(struct serving *serving)
{
    lock_when_due(serving);
    for (size_t i = 0; i < CLIENTS_MAX; i++) {
        short revents = serving->set[POLL_CLIENTS + i].revents;
        if (revents != 0 && serving->clients[i].stage != CLIENT_FREE) {
            client_handle(&serving->clients[i], revents);
        }
    }
    if (serving->set[POLL_LISTENER].revents != 0) {
        accept_clients(serving);
    }
    look_into_inbox(serving);
    step_journal(serving);
    tell_people(serving);
}

enum daybook_status serving_run(struct desk *desk, const struct listener *listener, int ending,
                                const struct daybook_options *options)
{
    assert(desk != NULL && listener != NULL && options != NULL);
    struct serving *serving = calloc(1, sizeof *serving);
    if (serving == NULL) {
        return DAYBOOK_NO_MEMORY;
    }
    serving->desk = desk;
    serving->listener = listener;
    serving->options = options;
    serving->ending = ending;
    serving->inbox = INBOX_WATCH_NONE;
    serving->sleep_bus = sleep_bus_begin();
    sleep_clock_begin(&serving->sleep_clock, sleep_clock_read());
    look_into_inbox(serving);
    enum daybook_status status = DAYBOOK_OK;
    for (;;) {
        fill_set(serving);
        int ready = poll(serving->set, (nfds_t)serving->set_count, timeout_ms(serving));
        if (ready < 0 && errno != EINTR) {
            status = DAYBOOK_FAILED;
            break;
        }
        if (ready < 0) {
            continue;
        }
        if (serving->set[POLL_ENDING].revents != 0) {
            break;
        }
        serve_round(serving);
    }
    for (size_t i = 0; i < CLIENTS_MAX; i++) {
        client_end(&serving->clients[i]);
    }
    inbox_watch_end(&serving->inbox);
    sleep_bus_end(serving->sleep_bus);
    sleep_clock_end(&serving->sleep_clock);
    free(serving);
    return status;
}
