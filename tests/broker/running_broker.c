/* A real broker of a test's own. */
#include "broker/running_broker.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <jansson.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { PATH_SIZE = 512, LINE_SIZE = 64 };

extern char **environ;

static void give_up(const char *what)
{
    (void)fprintf(stderr, "running broker: %s fails\n", what);
    abort();
}

/* Run a program and wait for it; its output goes to a file of the broker's directory, or, without
 * one, to our own. */
static void run(char *const *arguments, const char *output)
{
    posix_spawn_file_actions_t actions;
    if (posix_spawn_file_actions_init(&actions) != 0) {
        give_up("posix_spawn");
    }
    if (output != NULL && posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, output,
                                                           O_WRONLY | O_CREAT | O_TRUNC, 0600)) {
        give_up("posix_spawn");
    }
    pid_t pid = 0;
    int status = 0;
    if (posix_spawn(&pid, arguments[0], &actions, NULL, arguments, environ) != 0) {
        give_up(arguments[0]);
    }
    while (waitpid(pid, &status, 0) < 0) {
        assert(errno == EINTR);
    }
    if (posix_spawn_file_actions_destroy(&actions) != 0 || !WIFEXITED(status) ||
        WEXITSTATUS(status) != 0) {
        give_up(arguments[0]);
    }
}

/* The first line of a file, without its end. */
static void read_line(const char *path, char out_line[static LINE_SIZE])
{
    FILE *file = fopen(path, "r");
    if (file == NULL || fgets(out_line, LINE_SIZE, file) == NULL) {
        give_up(path);
    }
    (void)fclose(file);
    out_line[strcspn(out_line, "\n")] = '\0';
}

static void path_of(const struct running_broker *broker, const char *name,
                    char out_path[static PATH_SIZE])
{
    (void)snprintf(out_path, PATH_SIZE, "%s/%s", broker->directory, name);
}

static void private_broker(const struct running_broker *broker, char *action)
{
    char directory[PATH_SIZE];
    char output[PATH_SIZE];
    path_of(broker, "", directory);
    path_of(broker, "test-output", output);
    char program[] = DAYBOOK_SOURCE_DIR "/broker-config/private-broker";
    char *const arguments[] = {program, action, directory, NULL};
    run(arguments, output);
}

void running_broker_start(struct running_broker *broker)
{
    (void)snprintf(broker->directory, sizeof broker->directory, "/tmp/daybook-broker.XXXXXX");
    if (mkdtemp(broker->directory) == NULL) {
        give_up("mkdtemp");
    }
    char action[] = "start";
    private_broker(broker, action);
    char path[PATH_SIZE];
    path_of(broker, "address", path);
    read_line(path, broker->address);
}

void running_broker_stop(struct running_broker *broker)
{
    char action[] = "stop";
    private_broker(broker, action);
    char program[] = "/bin/rm";
    char option[] = "-rf";
    char *const arguments[] = {program, option, broker->directory, NULL};
    run(arguments, NULL);
}

static void send_signal(const struct running_broker *broker, int signal_number)
{
    char path[PATH_SIZE];
    char line[LINE_SIZE];
    path_of(broker, "pid", path);
    read_line(path, line);
    long pid = strtol(line, NULL, 10);
    if (pid <= 1 || kill((pid_t)pid, signal_number) != 0) {
        give_up("kill");
    }
}

void running_broker_kill(const struct running_broker *broker)
{
    send_signal(broker, SIGKILL);
}

void running_broker_freeze(const struct running_broker *broker)
{
    send_signal(broker, SIGSTOP);
}

void running_broker_thaw(const struct running_broker *broker)
{
    send_signal(broker, SIGCONT);
}

void running_broker_resume(const struct running_broker *broker)
{
    char action[] = "restart";
    private_broker(broker, action);
}

void running_broker_add_circle(const struct running_broker *broker, char out_circle[static 40])
{
    char directory[PATH_SIZE];
    char output[PATH_SIZE];
    char line[LINE_SIZE];
    path_of(broker, "", directory);
    path_of(broker, "test-output", output);
    char program[] = DAYBOOK_SOURCE_DIR "/broker-config/seats";
    char noun[] = "circle";
    char verb[] = "add";
    char *const arguments[] = {program, directory, noun, verb, NULL};
    run(arguments, output);
    read_line(output, line);
    (void)snprintf(out_circle, 40, "%.32s", line);
}

static void copy_field(const json_t *file, const char *name, char *out_text, size_t size)
{
    const char *text = json_string_value(json_object_get(file, name));
    if (text == NULL || strlen(text) >= size) {
        give_up(name);
    }
    (void)snprintf(out_text, size, "%s", text);
}

static void read_seat(const char *path, struct running_seat *out_seat)
{
    json_t *file = json_load_file(path, 0, NULL);
    if (file == NULL) {
        give_up(path);
    }
    struct seat *seat = &out_seat->seat;
    copy_field(file, "broker", seat->broker, sizeof seat->broker);
    copy_field(file, "circle", seat->circle, sizeof seat->circle);
    copy_field(file, "client_id", seat->client_id, sizeof seat->client_id);
    copy_field(file, "username", seat->username, sizeof seat->username);
    copy_field(file, "password", seat->password, sizeof seat->password);
    copy_field(file, "ca", out_seat->ca_pem, sizeof out_seat->ca_pem);
    seat->ca_pem = bytes_of_text(out_seat->ca_pem);
    json_decref(file);
}

void running_broker_add_device(const struct running_broker *broker, const char *circle,
                               struct running_seat *out_seat)
{
    char directory[PATH_SIZE];
    char output[PATH_SIZE];
    char seat_path[PATH_SIZE];
    char circle_copy[40];
    path_of(broker, "", directory);
    path_of(broker, "test-output", output);
    path_of(broker, "test-seat", seat_path);
    (void)snprintf(circle_copy, sizeof circle_copy, "%s", circle);
    char program[] = DAYBOOK_SOURCE_DIR "/broker-config/seats";
    char noun[] = "device";
    char verb[] = "add";
    char *const arguments[] = {program, directory, noun, verb, circle_copy, seat_path, NULL};
    run(arguments, output);
    read_seat(seat_path, out_seat);
    if (unlink(seat_path) != 0) {
        give_up(seat_path);
    }
}
