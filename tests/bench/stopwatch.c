/* Runs a command and appends to a file how many microseconds it took, from its start to its end. */
#include <spawn.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>

extern char **environ;

static int64_t now_us(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now); /* cannot fail for a clock that exists */
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

/* The command's exit status, or -1 when it could not be run or a signal ended it. */
static int run(char **command, int64_t *out_duration_us)
{
    pid_t process = 0;
    int ending = 0;
    int64_t start_us = now_us();
    int error = posix_spawnp(&process, command[0], NULL, NULL, command, environ);
    if (error != 0) {
        fprintf(stderr, "stopwatch: %s: %s\n", command[0], strerror(error));
        return -1;
    }
    if (waitpid(process, &ending, 0) != process || !WIFEXITED(ending)) {
        fprintf(stderr, "stopwatch: %s did not end well\n", command[0]);
        return -1;
    }
    *out_duration_us = now_us() - start_us;
    return WEXITSTATUS(ending);
}

int main(int argc, char **argv)
{
    int64_t duration_us = 0;
    if (argc < 3) {
        fputs("usage: stopwatch FILE COMMAND [ARGUMENT ...]\n", stderr);
        return 2;
    }
    int status = run(argv + 2, &duration_us);
    if (status < 0) {
        return 1;
    }
    FILE *times = fopen(argv[1], "a");
    if (times == NULL) {
        perror(argv[1]);
        return 1;
    }
    int printed = fprintf(times, "%lld\n", (long long)duration_us);
    if (fclose(times) != 0 || printed < 0) {
        perror(argv[1]);
        return 1;
    }
    return status;
}
