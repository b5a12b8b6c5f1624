/* A machine that says when the machine goes to sleep, on a bus of its own. */
#include "agent/sleepy_machine.h"

#include <dlfcn.h>
#include <poll.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

enum { MOMENT_US = 20000, ADDRESS_SIZE = 300 };

static const char configuration[] =
    "<busconfig><type>session</type><listen>unix:tmpdir=/tmp</listen><auth>EXTERNAL</auth>"
    "<policy context=\"default\"><allow user=\"*\"/><allow own=\"*\"/><allow send_type=\"*\"/>"
    "<allow send_destination=\"*\"/><allow receive_sender=\"*\"/></policy></busconfig>";

struct sd_bus_message;
typedef int message_handler(struct sd_bus_message *message, void *context, void *error);

static struct {
    int (*open_system)(struct sd_bus **out_bus);
    int (*request_name)(struct sd_bus *bus, const char *name, uint64_t flags);
    int (*add_filter)(struct sd_bus *bus, void **out_slot, message_handler *came, void *context);
    int (*is_method_call)(struct sd_bus_message *message, const char *interface,
                          const char *member);
    int (*message_read)(struct sd_bus_message *message, const char *types, ...);
    int (*reply)(struct sd_bus_message *call, const char *types, ...);
    int (*emit_signal)(struct sd_bus *bus, const char *path, const char *interface,
                       const char *member, const char *types, ...);
    int (*process)(struct sd_bus *bus, struct sd_bus_message **out_message);
    int (*wait)(struct sd_bus *bus, uint64_t timeout_us);
    struct sd_bus *(*close)(struct sd_bus *bus);
} sd;

static bool load(void)
{
    void *handle = dlopen("libsystemd.so.0", RTLD_NOW | RTLD_LOCAL);
    const struct {
        const char *name;
        void *function;
    } wanted[] = {
        {"sd_bus_open_system", &sd.open_system},
        {"sd_bus_request_name", &sd.request_name},
        {"sd_bus_add_filter", &sd.add_filter},
        {"sd_bus_message_is_method_call", &sd.is_method_call},
        {"sd_bus_message_read", &sd.message_read},
        {"sd_bus_reply_method_return", &sd.reply},
        {"sd_bus_emit_signal", &sd.emit_signal},
        {"sd_bus_process", &sd.process},
        {"sd_bus_wait", &sd.wait},
        {"sd_bus_flush_close_unref", &sd.close},
    };
    bool all = handle != NULL;
    for (size_t i = 0; all && i < sizeof wanted / sizeof wanted[0]; i++) {
        void *found = dlsym(handle, wanted[i].name);
        memcpy(wanted[i].function, &found, sizeof found);
        all = found != NULL;
    }
    return all;
}

/* The address it tells, empty when it does not start. */
static pid_t start_bus(char out_address[static ADDRESS_SIZE])
{
    char path[] = "/tmp/daybook-bus-XXXXXX";
    int ends[2];
    int file = mkstemp(path);
    assert_true(file >= 0);
    assert_int_equal(write(file, configuration, sizeof configuration - 1),
                     sizeof configuration - 1);
    assert_int_equal(close(file), 0);
    assert_int_equal(pipe(ends), 0);
    pid_t process = fork();
    assert_true(process >= 0);
    if (process == 0) {
        char option[60];
        (void)snprintf(option, sizeof option, "--config-file=%s", path);
        (void)dup2(ends[1], STDOUT_FILENO);
        (void)close(ends[0]);
        (void)execlp("dbus-daemon", "dbus-daemon", option, "--nofork", "--print-address=1",
                     (char *)NULL);
        _exit(127);
    }
    assert_int_equal(close(ends[1]), 0);
    ssize_t size = read(ends[0], out_address, ADDRESS_SIZE - 1);
    out_address[size > 0 ? size : 0] = '\0';
    out_address[strcspn(out_address, "\n")] = '\0';
    assert_int_equal(close(ends[0]), 0);
    assert_int_equal(unlink(path), 0);
    return process;
}

/* Whoever asks to be waited for gets one end of a pipe, and we see at the other when it is closed.
 */
static int answer(struct sd_bus_message *message, void *context, void *error)
{
    struct sleepy_machine *machine = context;
    const char *what = NULL;
    const char *who = NULL;
    const char *why = NULL;
    const char *mode = NULL;
    int ends[2];
    (void)error;
    if (sd.is_method_call(message, "org.freedesktop.login1.Manager", "Inhibit") <= 0) {
        return 0;
    }
    assert_true(sd.message_read(message, "ssss", &what, &who, &why, &mode) > 0);
    machine->asked_right = strcmp(what, "sleep") == 0 && strcmp(mode, "delay") == 0;
    machine->asked++;
    assert_int_equal(pipe(ends), 0);
    assert_true(sd.reply(message, "h", ends[1]) >= 0);
    assert_int_equal(close(ends[1]), 0);
    if (machine->held >= 0) {
        assert_int_equal(close(machine->held), 0);
    }
    machine->held = ends[0];
    return 1;
}

const char *sleepy_machine_begin(struct sleepy_machine *machine)
{
    char address[ADDRESS_SIZE];
    *machine = (struct sleepy_machine){.held = -1};
    if (!load()) {
        return "libsystemd.so.0 is not there";
    }
    machine->bus_process = start_bus(address);
    if (address[0] == '\0') {
        sleepy_machine_end(machine);
        return "dbus-daemon is not there";
    }
    assert_int_equal(setenv("DBUS_SYSTEM_BUS_ADDRESS", address, 1), 0);
    assert_true(sd.open_system(&machine->bus) >= 0);
    assert_true(sd.add_filter(machine->bus, NULL, answer, machine) >= 0);
    assert_true(sd.request_name(machine->bus, "org.freedesktop.login1", 0) >= 0);
    return NULL;
}

void sleepy_machine_end(struct sleepy_machine *machine)
{
    int ended = 0;
    if (machine->bus != NULL) {
        (void)sd.close(machine->bus);
    }
    if (machine->held >= 0) {
        assert_int_equal(close(machine->held), 0);
    }
    (void)kill(machine->bus_process, SIGTERM); /* it may have ended by itself */
    assert_int_equal(waitpid(machine->bus_process, &ended, 0), machine->bus_process);
}

void sleepy_machine_serve(struct sleepy_machine *machine)
{
    (void)sd.wait(machine->bus, MOMENT_US); /* interrupted or not, there is something or not */
    while (sd.process(machine->bus, NULL) > 0) {
    }
}

void sleepy_machine_tell(const struct sleepy_machine *machine, bool sleeps)
{
    assert_true(sd.emit_signal(machine->bus, "/org/freedesktop/login1",
                               "org.freedesktop.login1.Manager", "PrepareForSleep", "b",
                               sleeps ? 1 : 0) >= 0);
}

bool sleepy_machine_may_sleep(const struct sleepy_machine *machine)
{
    struct pollfd held = {.fd = machine->held, .events = POLLIN};
    return machine->held < 0 || (poll(&held, 1, 0) == 1 && (held.revents & POLLHUP) != 0);
}
