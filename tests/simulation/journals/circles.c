/* The program: whole journals live through a hostile world, one run for each seed. */
#include <getopt.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "fault/failing_disk.h"
#include "simulation/journals/events.h"
#include "simulation/journals/repeatable.h"
#include "simulation/journals/town.h"
#include "simulation/journals/verdict.h"
#include "vault/secret.h"

enum { EVENTS_DEFAULT = 40, SECONDS_PER_RUN_MAX = 120 };

/* What was asked for. */
struct wishes {
    uint64_t seed;
    uint64_t seeds;
    uint32_t minutes; /* 0: as many seeds as said */
    uint32_t events;
    bool shrink;
    bool first; /* stop at the first failure */
    bool quiet;
    bool without[HABIT_COUNT];
};

/* What a run tells, in memory shared with it. */
struct report {
    struct tally tally;
    uint64_t trace;
};

static void live(const struct wishes *wishes, uint64_t seed, struct report *report)
{
    static struct town town;
    (void)alarm(SECONDS_PER_RUN_MAX);
    repeatable_begin();
    if (secret_begin() != DAYBOOK_OK) {
        _exit(1);
    }
    failing_disk_begin();
    town_begin(&town, seed, &report->tally);
    events_draw_habits(&town, wishes->without);
    events_live(&town, wishes->events);
    verdict_of(&town);
    report->trace = relay_trace(town.relay);
    town_end(&town);
}

/* One run in a process of its own, so that an assertion that fails names its seed. */
static bool run(const struct wishes *wishes, uint64_t seed, struct report *report)
{
    int ended = 0;
    (void)fflush(stdout);
    pid_t child = fork();
    if (child == 0) {
        if (wishes->quiet && freopen("/dev/null", "w", stdout) == NULL) {
            _exit(1);
        }
        live(wishes, seed, report);
        exit(0);
    }
    if (child < 0 || waitpid(child, &ended, 0) != child) {
        (void)fprintf(stderr, "circles: no process can be started.\n");
        exit(2);
    }
    if (WIFSIGNALED(ended)) {
        (void)printf("seed %llu: ended by signal %d\n", (unsigned long long)seed, WTERMSIG(ended));
    }
    return ended == 0;
}

/* Leave out what a failing run does not need: habits, then events. */
static void shrink(const struct wishes *wishes, uint64_t seed, struct report *report)
{
    struct wishes less = *wishes;
    less.quiet = true;
    for (int habit = 0; habit < HABIT_COUNT; habit++) {
        less.without[habit] = true;
        less.without[habit] = wishes->without[habit] || !run(&less, seed, report);
    }
    for (uint32_t events = less.events / 2; events > 0; events /= 2) {
        while (less.events > events) {
            less.events -= events;
            if (run(&less, seed, report)) {
                less.events += events;
                break;
            }
        }
    }
    (void)printf("  shrunk: circles --seed %llu --events %u", (unsigned long long)seed,
                 less.events);
    for (int habit = 0; habit < HABIT_COUNT; habit++) {
        if (less.without[habit]) {
            (void)printf(" --without %s", habit_name((enum habit)habit));
        }
    }
    (void)printf("\n");
    less.quiet = false;
    (void)run(&less, seed, report);
}

static bool leave_out(struct wishes *wishes, const char *name)
{
    for (int habit = 0; habit < HABIT_COUNT; habit++) {
        if (strcmp(habit_name((enum habit)habit), name) == 0) {
            wishes->without[habit] = true;
            return true;
        }
    }
    return false;
}

static bool read_wishes(int count, char **words, struct wishes *wishes)
{
    static const struct option options[] = {
        {"seed", required_argument, NULL, 's'},    {"seeds", required_argument, NULL, 'n'},
        {"minutes", required_argument, NULL, 'm'}, {"events", required_argument, NULL, 'e'},
        {"shrink", no_argument, NULL, 'k'},        {"first", no_argument, NULL, 'f'},
        {"without", required_argument, NULL, 'w'}, {NULL, 0, NULL, 0}};
    bool understood = true;
    for (int option = getopt_long(count, words, "", options, NULL); option != -1;
         option = getopt_long(count, words, "", options, NULL)) {
        if (option == 's') {
            wishes->seed = strtoull(optarg, NULL, 10);
        } else if (option == 'n') {
            wishes->seeds = strtoull(optarg, NULL, 10);
        } else if (option == 'm') {
            wishes->minutes = (uint32_t)strtoul(optarg, NULL, 10);
        } else if (option == 'e') {
            wishes->events = (uint32_t)strtoul(optarg, NULL, 10);
        } else if (option == 'f') {
            wishes->first = true;
        } else if (option == 'k') {
            wishes->shrink = true;
        } else {
            understood = understood && option == 'w' && leave_out(wishes, optarg);
        }
    }
    return understood && optind == count;
}

static double now_seconds(void)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now); /* this clock exists on every machine we run on */
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static void print_tally(const struct tally *tally)
{
    for (int kind = 0; kind < TALLY_COUNT; kind++) {
        (void)printf("%12llu %s\n", (unsigned long long)tally->counts[kind],
                     tally_name((enum tally_kind)kind));
    }
}

int main(int count, char **words)
{
    struct wishes wishes = {.seed = 1, .seeds = 1, .events = EVENTS_DEFAULT};
    if (!read_wishes(count, words, &wishes)) {
        (void)fprintf(stderr, "usage: circles [--seed N] [--seeds COUNT] [--minutes M] [--events "
                              "E] [--without HABIT]... [--shrink] [--first]\n");
        return 2;
    }
    struct report *report =
        mmap(NULL, sizeof *report, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (report == MAP_FAILED) {
        return 2;
    }
    double start = now_seconds();
    uint64_t failures = 0;
    uint64_t traces = 0;
    uint64_t seed = wishes.seed;
    bool more = true;
    bool stop = false;
    while (more && !stop) {
        bool good = run(&wishes, seed, report);
        traces = traces * 31 + report->trace;
        failures += good ? 0 : 1;
        if (!good && wishes.shrink) {
            shrink(&wishes, seed, report);
        }
        seed++;
        stop = !good && wishes.first;
        more = wishes.minutes > 0 ? now_seconds() - start < 60.0 * wishes.minutes
                                  : seed - wishes.seed < wishes.seeds;
    }
    print_tally(&report->tally);
    (void)printf("%llu seeds from %llu, %llu failures, %.1f s, trace %016llx\n",
                 (unsigned long long)(seed - wishes.seed), (unsigned long long)wishes.seed,
                 (unsigned long long)failures, now_seconds() - start, (unsigned long long)traces);
    return failures == 0 ? 0 : 1;
}
