/* Being told by systemd-logind that the machine goes to sleep, and holding it up until the keys are
 * gone. */
#include "agent/sleep_bus.h"

#include <dlfcn.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define LOGIND         "org.freedesktop.login1"
#define LOGIND_PATH    "/org/freedesktop/login1"
#define LOGIND_MANAGER "org.freedesktop.login1.Manager"

enum { MESSAGES_AT_ONCE_MAX = 64 };

/* As <systemd/sd-bus.h> declares them; what is opaque stays so. */
struct sd_bus;
struct sd_bus_message;
struct sd_bus_slot;
typedef int message_handler(struct sd_bus_message *message, void *context, void *error);

struct bus_library {
    void *handle;
    int (*open_system)(struct sd_bus **out_bus);
    int (*match_signal_async)(struct sd_bus *bus, struct sd_bus_slot **out_slot, const char *sender,
                              const char *path, const char *interface, const char *member,
                              message_handler *came, message_handler *installed, void *context);
    int (*call_method_async)(struct sd_bus *bus, struct sd_bus_slot **out_slot, const char *to,
                             const char *path, const char *interface, const char *member,
                             message_handler *answered, void *context, const char *types, ...);
    int (*message_read)(struct sd_bus_message *message, const char *types, ...);
    int (*message_is_method_error)(struct sd_bus_message *message, const char *name);
    int (*get_fd)(struct sd_bus *bus);
    int (*get_events)(struct sd_bus *bus);
    int (*get_timeout)(struct sd_bus *bus, uint64_t *out_us);
    int (*process)(struct sd_bus *bus, struct sd_bus_message **out_message);
    struct sd_bus *(*flush_close_unref)(struct sd_bus *bus);
};

struct sleep_bus {
    struct bus_library library;
    struct sd_bus *bus; /* NULL once the connection is lost */
    int inhibitor;      /* while it is open the machine waits before it sleeps; -1: it does not */
    bool sleeps;
};

/* Sets a pointer to a function; C has no cast for it that is not copied. */
static bool find(void *handle, const char *name, void *out_function)
{
    void *found = dlsym(handle, name);
    memcpy(out_function, &found, sizeof found);
    return found != NULL;
}

static bool load(struct bus_library *library)
{
    library->handle = dlopen("libsystemd.so.0", RTLD_NOW | RTLD_LOCAL);
    if (library->handle == NULL) {
        return false;
    }
    const struct {
        const char *name;
        void *function;
    } wanted[] = {
        {"sd_bus_open_system", &library->open_system},
        {"sd_bus_match_signal_async", &library->match_signal_async},
        {"sd_bus_call_method_async", &library->call_method_async},
        {"sd_bus_message_read", &library->message_read},
        {"sd_bus_message_is_method_error", &library->message_is_method_error},
        {"sd_bus_get_fd", &library->get_fd},
        {"sd_bus_get_events", &library->get_events},
        {"sd_bus_get_timeout", &library->get_timeout},
        {"sd_bus_process", &library->process},
        {"sd_bus_flush_close_unref", &library->flush_close_unref},
    };
    bool all = true;
    for (size_t i = 0; i < sizeof wanted / sizeof wanted[0]; i++) {
        all = find(library->handle, wanted[i].name, wanted[i].function) && all;
    }
    return all;
}

void sleep_bus_let_sleep(struct sleep_bus *bus)
{
    if (bus != NULL && bus->inhibitor >= 0) {
        (void)close(bus->inhibitor); /* that is all it is for */
        bus->inhibitor = -1;
    }
}

/* Without an inhibitor the signal still comes, perhaps too late; the clock tells then. */
static int take_inhibitor(struct sd_bus_message *message, void *context, void *error)
{
    struct sleep_bus *bus = context;
    int borrowed = -1;
    (void)error;
    sleep_bus_let_sleep(bus);
    if (!bus->library.message_is_method_error(message, NULL) &&
        bus->library.message_read(message, "h", &borrowed) > 0) {
        bus->inhibitor = fcntl(borrowed, F_DUPFD_CLOEXEC, 0);
    }
    return 0;
}

static bool ask_to_wait(struct sleep_bus *bus)
{
    return bus->library.call_method_async(bus->bus, NULL, LOGIND, LOGIND_PATH, LOGIND_MANAGER,
                                          "Inhibit", take_inhibitor, bus, "ssss", "sleep",
                                          "Daybook", "The journal is locked before", "delay") >= 0;
}

/* PrepareForSleep: true before, false after waking. */
static int take_signal(struct sd_bus_message *message, void *context, void *error)
{
    struct sleep_bus *bus = context;
    int begins = 0;
    (void)error;
    if (bus->library.message_read(message, "b", &begins) <= 0) {
        return 0;
    }
    bus->sleeps = bus->sleeps || begins != 0;
    if (begins == 0 && bus->inhibitor < 0) {
        (void)ask_to_wait(bus); /* refused: as in take_inhibitor() */
    }
    return 0;
}

static int take_match(struct sd_bus_message *message, void *context, void *error)
{
    (void)message;
    (void)context;
    (void)error;
    return 0; /* a bus that refuses tells nothing, which is all right */
}

static bool connect_bus(struct sleep_bus *bus)
{
    return bus->library.open_system(&bus->bus) >= 0 &&
           bus->library.match_signal_async(bus->bus, NULL, LOGIND, LOGIND_PATH, LOGIND_MANAGER,
                                           "PrepareForSleep", take_signal, take_match, bus) >= 0 &&
           ask_to_wait(bus);
}

struct sleep_bus *sleep_bus_begin(void)
{
    struct sleep_bus *bus = calloc(1, sizeof *bus);
    if (bus == NULL) {
        return NULL;
    }
    bus->inhibitor = -1;
    if (load(&bus->library) && connect_bus(bus)) {
        return bus;
    }
    sleep_bus_end(bus);
    return NULL;
}

struct pollfd sleep_bus_poll(const struct sleep_bus *bus)
{
    if (bus == NULL || bus->bus == NULL) {
        return (struct pollfd){.fd = -1};
    }
    int events = bus->library.get_events(bus->bus); /* negative: the next step finds out why */
    bool writes = events > 0 && (events & POLLOUT) != 0;
    return (struct pollfd){.fd = bus->library.get_fd(bus->bus),
                           .events = writes ? POLLIN | POLLOUT : POLLIN};
}

int64_t sleep_bus_left_ms(const struct sleep_bus *bus)
{
    uint64_t due_us = UINT64_MAX;
    struct timespec now = {0};
    if (bus == NULL || bus->bus == NULL || bus->library.get_timeout(bus->bus, &due_us) < 0 ||
        due_us > INT64_MAX) {
        return INT64_MAX;
    }
    (void)clock_gettime(CLOCK_MONOTONIC, &now); /* the library's clock; it always exists */
    int64_t left_us = (int64_t)due_us - ((int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000);
    return left_us <= 0 ? 0 : left_us / 1000 + 1;
}

static void disconnect(struct sleep_bus *bus)
{
    if (bus->bus != NULL) {
        (void)bus->library.flush_close_unref(bus->bus); /* always NULL */
        bus->bus = NULL;
    }
    sleep_bus_let_sleep(bus);
}

bool sleep_bus_step(struct sleep_bus *bus)
{
    if (bus == NULL || bus->bus == NULL) {
        return false;
    }
    int left = 1;
    for (int i = 0; i < MESSAGES_AT_ONCE_MAX && left > 0; i++) {
        left = bus->library.process(bus->bus, NULL);
    }
    if (left < 0) {
        disconnect(bus);
    }
    bool sleeps = bus->sleeps;
    bus->sleeps = false;
    return sleeps;
}

void sleep_bus_end(struct sleep_bus *bus)
{
    if (bus == NULL) {
        return;
    }
    disconnect(bus);
    if (bus->library.handle != NULL) {
        (void)dlclose(bus->library.handle); /* one that stays does no harm */
    }
    free(bus);
}
