/* Runs the exchange engine through many simulated lives, each with faults of its own. */
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "simulation/bounds.h"
#include "simulation/life.h"
#include "simulation/shrink.h"
#include "simulation/stories.h"
#include "simulation/tally.h"

enum { SWARM_JOBS_MAX = 64, SWARM_EVENTS = 1000, SWARM_SEEDS = 400, SWARM_BOUND_SEEDS = 20 };

struct wishes {
    struct life_options life;
    uint64_t seeds;
    double seconds; /* instead of seeds; 0: not limited */
    uint64_t jobs;
    bool shrinks;
    bool measures;
    bool tells;
    bool keeps_going; /* after a life that failed */
};

/* What one process found; all see it. */
struct worker {
    struct tally tally;
    uint64_t seed; /* being lived */
    struct life_report failed;
};

struct hall {
    bool stop;
    struct worker workers[SWARM_JOBS_MAX];
};

static double now_s(void)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static void print_command(const struct life_options *life, uint64_t drawn)
{
    const char *before = "";
    printf("  swarm --seed %" PRIu64 " --events %" PRIu64 " --faults ", life->seed, life->events);
    for (size_t fault = 0; fault < FAULT_COUNT; fault++) {
        if ((life->allowed & drawn) >> fault & 1) {
            printf("%s%s", before, fault_name((enum fault)fault));
            before = ",";
        }
    }
    printf("%s\n", *before == '\0' ? "none" : "");
}

static void print_failure(const struct life_options *life, const struct life_report *report)
{
    printf("seed %" PRIu64 ": %s: %s\n", life->seed, invariant_name(report->verdict.broken),
           report->verdict.story);
    print_command(life, report->drawn);
}

static void work(struct hall *hall, size_t number, const struct wishes *wishes)
{
    struct worker *worker = &hall->workers[number];
    double end_s = now_s() + wishes->seconds;
    for (uint64_t i = number; !hall->stop; i += wishes->jobs) {
        if (wishes->seconds > 0 ? now_s() > end_s : i >= wishes->seeds) {
            return;
        }
        struct life_report report;
        struct life_options life = wishes->life;
        life.seed += i;
        worker->seed = life.seed;
        life_run(&life, &report);
        tally_add(&worker->tally, &report);
        if (!report.verdict.failed) {
            continue;
        }
        if (wishes->keeps_going) {
            print_failure(&life, &report);
            (void)fflush(stdout);
        } else {
            worker->failed = report;
            hall->stop = true;
        }
    }
}

/* Wait for all; how many stopped themselves. */
static uint64_t gather(struct hall *hall, const pid_t *children, const struct wishes *wishes)
{
    uint64_t stopped = 0;
    for (size_t i = 0; i < wishes->jobs; i++) {
        int status = 0;
        while (waitpid(children[i], &status, 0) != children[i]) {
        }
        if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
            struct life_options life = wishes->life;
            life.seed = hall->workers[i].seed;
            printf("seed %" PRIu64 ": the program stopped itself\n", life.seed);
            print_command(&life, UINT64_MAX);
            hall->stop = true;
            stopped++;
        }
    }
    return stopped;
}

static int run(const struct wishes *wishes)
{
    pid_t children[SWARM_JOBS_MAX];
    struct tally sum = {0};
    double start_s = now_s();
    struct hall *hall =
        mmap(NULL, sizeof *hall, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (hall == MAP_FAILED) {
        perror("swarm: no shared memory");
        return 2;
    }
    (void)fflush(NULL);
    for (size_t i = 0; i < wishes->jobs; i++) {
        children[i] = fork();
        if (children[i] == 0) {
            work(hall, i, wishes);
            exit(0);
        }
    }
    uint64_t stopped = gather(hall, children, wishes);
    for (size_t i = 0; i < wishes->jobs; i++) {
        tally_merge(&sum, &hall->workers[i].tally);
        if (hall->workers[i].failed.verdict.failed) {
            struct life_options life = wishes->life;
            life.seed = hall->workers[i].seed;
            print_failure(&life, &hall->workers[i].failed);
        }
    }
    tally_print(&sum, now_s() - start_s);
    (void)munmap(hall, sizeof *hall);
    return stopped > 0 || sum.failures > 0 ? 1 : 0;
}

static int shrink(struct wishes *wishes)
{
    struct life_report report;
    if (shrink_outcome(&wishes->life) == 0) {
        printf("seed %" PRIu64 " does not fail\n", wishes->life.seed);
        return 2;
    }
    shrink_life(&wishes->life);
    print_command(&wishes->life, UINT64_MAX);
    (void)fflush(stdout);
    life_run(&wishes->life, &report);
    print_failure(&wishes->life, &report);
    return 1;
}

static bool parse_faults(const char *text, uint64_t *out_allowed)
{
    uint64_t allowed = 0;
    size_t length = strcspn(text, ",");
    for (; length > 0; length = strcspn(text, ",")) {
        size_t fault = 0;
        while (fault < FAULT_COUNT && (strncmp(fault_name((enum fault)fault), text, length) != 0 ||
                                       fault_name((enum fault)fault)[length] != '\0')) {
            fault++;
        }
        if (fault == FAULT_COUNT && strcmp(text, "none") != 0) {
            return false;
        }
        allowed |= fault == FAULT_COUNT ? 0 : UINT64_C(1) << fault;
        text += text[length] == ',' ? length + 1 : length;
    }
    *out_allowed = allowed;
    return true;
}

static bool parse_number(const char *text, uint64_t *out_number)
{
    char *end = NULL;
    *out_number = strtoull(text, &end, 10);
    return *text >= '0' && *text <= '9' && *end == '\0';
}

/* One option and its value; false when there is no such option. */
static bool parse_value(struct wishes *wishes, const char *option, const char *value)
{
    uint64_t number = 0;
    if (strcmp(option, "--faults") == 0) {
        return parse_faults(value, &wishes->life.allowed);
    }
    if (!parse_number(value, &number)) {
        return false;
    }
    if (strcmp(option, "--seed") == 0) {
        wishes->life.seed = number;
        wishes->seeds = 1;
    } else if (strcmp(option, "--first") == 0) {
        wishes->life.seed = number;
    } else if (strcmp(option, "--seeds") == 0) {
        wishes->seeds = number;
    } else if (strcmp(option, "--minutes") == 0) {
        wishes->seconds = (double)number * 60;
    } else if (strcmp(option, "--events") == 0) {
        wishes->life.events = number;
    } else if (strcmp(option, "--jobs") == 0) {
        wishes->jobs = number;
    } else {
        return false;
    }
    return true;
}

static bool parse(struct wishes *wishes, int count, char **arguments)
{
    for (int i = 1; i < count; i++) {
        if (strcmp(arguments[i], "--shrink") == 0) {
            wishes->shrinks = true;
        } else if (strcmp(arguments[i], "--bounds") == 0) {
            wishes->measures = true;
        } else if (strcmp(arguments[i], "--stories") == 0) {
            wishes->tells = true;
        } else if (strcmp(arguments[i], "--keep-going") == 0) {
            wishes->keeps_going = true;
        } else if (i + 1 == count || !parse_value(wishes, arguments[i], arguments[i + 1])) {
            return false;
        } else {
            i++;
        }
    }
    return wishes->jobs > 0 && wishes->jobs <= SWARM_JOBS_MAX;
}

int main(int count, char **arguments)
{
    long cores = sysconf(_SC_NPROCESSORS_ONLN);
    struct wishes wishes = {
        .life = {.seed = 1, .allowed = UINT64_MAX, .events = SWARM_EVENTS},
        .seeds = SWARM_SEEDS,
        .jobs = cores > 0 && cores < SWARM_JOBS_MAX ? (uint64_t)cores : 1,
    };
    if (!parse(&wishes, count, arguments)) {
        (void)fputs("usage: swarm [--seed N | --first N --seeds N | --minutes N] [--events N]\n"
                    "             [--faults NAME,... | none] [--jobs N] [--keep-going]\n"
                    "             [--shrink] [--bounds] [--stories]\n",
                    stderr);
        return 2;
    }
    if (wishes.measures) {
        return bounds_print(SWARM_BOUND_SEEDS) ? 0 : 1;
    }
    if (wishes.tells) {
        return stories_print(SWARM_BOUND_SEEDS) ? 0 : 1;
    }
    if (wishes.seeds == 1) {
        wishes.jobs = 1;
    }
    return wishes.shrinks ? shrink(&wishes) : run(&wishes);
}
