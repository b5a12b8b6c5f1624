/* Many circles of simulated devices at one broker, or at the nodes of a cluster, in steps: how fast
 * they take their seats, how long a message takes, how many the broker carries, and what that costs
 * it. tests/bench/broker/run starts it with a broker of its own and makes a table of what it
 * prints. */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>

#include "demand.h"
#include "device.h"
#include "phase.h"
#include "plan.h"

enum {
    DESCRIPTORS_BESIDE = 32, /* files of the crowd and of a broker that are no connections */
    SOMETHING_WRONG = 3,
};

/* What one step found, beside what the company counted. */
struct step {
    size_t circles;
    size_t arrived;
    uint64_t arrival_us;
    uint64_t arrival_processor_us;
    uint64_t more_kib;
    uint64_t memory_kib;
    uint64_t trickle_processor_us;
    uint64_t flood_processor_us;
    uint64_t flood_own_us;
    uint64_t flood_heard;
};

/* --- what the machine allows, and what the broker uses --------------------------------------- */

/* As many circles as there may be connections: a process has a limit of open files, and the
 * broker's is what this one was started with too. */
static size_t circles_that_fit(size_t wanted, size_t a_circle)
{
    struct rlimit limit;
    DEMAND(getrlimit(RLIMIT_NOFILE, &limit) == 0, "the kernel has no limit of open files");
    limit.rlim_cur = limit.rlim_max;
    DEMAND(setrlimit(RLIMIT_NOFILE, &limit) == 0, "the limit of open files stays");
    size_t fit = ((size_t)limit.rlim_max - DESCRIPTORS_BESIDE) / a_circle;
    if (fit >= wanted) {
        return wanted;
    }
    (void)fprintf(stderr, "crowd: a process may open %zu files here: %zu circles instead of %zu\n",
                  (size_t)limit.rlim_max, fit, wanted);
    return fit;
}

static uint64_t memory_kib(const struct plan *plan)
{
    uint64_t sum = 0;
    for (size_t i = 0; i < plan->process_count; i++) {
        sum += figures_resident_kib(plan->processes[i]);
    }
    return sum;
}

static uint64_t processor_us(const struct plan *plan)
{
    uint64_t sum = 0;
    for (size_t i = 0; i < plan->process_count; i++) {
        sum += figures_processor_us(plan->processes[i]);
    }
    return sum;
}

/* --- printing -------------------------------------------------------------------------------- */

struct column {
    const char *name;
    double value;
};

static void print_columns(const struct column *columns, size_t count, bool names_first)
{
    for (size_t i = 0; i < count && names_first; i++) {
        printf("%s%c", columns[i].name, i + 1 < count ? '\t' : '\n');
    }
    for (size_t i = 0; i < count; i++) {
        printf("%.1f%c", columns[i].value, i + 1 < count ? '\t' : '\n');
    }
    (void)fflush(stdout);
}

static double divided(uint64_t value, uint64_t by)
{
    return by == 0 ? 0 : (double)value / (double)by;
}

static void print_step(const struct plan *plan, struct device_company *company,
                       const struct step *step, bool names_first)
{
    struct device_tally *tally = &company->tally;
    size_t connections = step->circles * company->seats.a_circle;
    const struct column columns[] = {
        {"circles", (double)step->circles},
        {"connections", (double)connections},
        {"arrivals_s", divided(step->arrived * 1000000, step->arrival_us)},
        {"arrival_p50_us", figures_percentile(&tally->arrivals, 50)},
        {"arrival_p99_us", figures_percentile(&tally->arrivals, 99)},
        {"arrival_processor_us", divided(step->arrival_processor_us, step->arrived)},
        {"resident_kib", (double)step->memory_kib},
        {"each_more_bytes", divided(step->more_kib * 1024, step->arrived)},
        {"rate_s", divided(connections, plan->every_seconds)},
        {"p50_us", figures_percentile(&tally->journeys, 50)},
        {"p95_us", figures_percentile(&tally->journeys, 95)},
        {"p99_us", figures_percentile(&tally->journeys, 99)},
        {"max_us", figures_percentile(&tally->journeys, 100)},
        {"trickle_percent", divided(step->trickle_processor_us, plan->seconds * 10000UL)},
        {"messages_s", divided(step->flood_heard, plan->seconds)},
        {"broker_us", divided(step->flood_processor_us, step->flood_heard)},
        {"crowd_us", divided(step->flood_own_us, step->flood_heard)},
        {"sent", (double)tally->sent},
        {"lost", (double)device_on_way(company)},
        {"unacknowledged", (double)(tally->sent - tally->acknowledged)},
        {"doubled", (double)tally->doubled},
        {"altered", (double)tally->altered},
        {"foreign", (double)tally->foreign},
        {"refused", (double)tally->refused},
        {"cut", (double)tally->cut},
    };
    print_columns(columns, sizeof columns / sizeof columns[0], names_first);
}

static bool all_is_well(const struct device_company *company)
{
    const struct device_tally *tally = &company->tally;
    return device_on_way(company) == 0 && tally->acknowledged == tally->sent &&
           tally->doubled == 0 && tally->altered == 0 && tally->foreign == 0 &&
           tally->refused == 0 && tally->cut == 0;
}

/* --- steps ----------------------------------------------------------------------------------- */

/* False when the devices do not all sit in time. */
static bool arrive(const struct plan *plan, struct device_company *company, struct step *step)
{
    size_t count = step->circles * company->seats.a_circle;
    size_t seated = company->seated;
    uint64_t before_us = processor_us(plan);
    figures_clear(&company->tally.arrivals);
    bool arrived = phase_arrive(company, count, plan->patience_seconds, &step->arrival_us);
    step->arrival_processor_us = processor_us(plan) - before_us;
    step->arrived = company->seated - seated;
    if (!arrived) {
        (void)fprintf(stderr, "crowd: %zu of %zu connections after %.0f s, %zu hung up\n",
                      company->seated, count, (double)step->arrival_us / 1e6,
                      (size_t)company->tally.cut);
    }
    return arrived;
}

static void trickle(const struct plan *plan, struct device_company *company, struct step *step)
{
    figures_clear(&company->tally.journeys);
    uint64_t before_us = processor_us(plan);
    phase_trickle(company, step->circles * company->seats.a_circle, plan->seconds,
                  plan->every_seconds);
    step->trickle_processor_us = processor_us(plan) - before_us;
}

/* As fast as it goes, without spoiling the times that were measured before. */
static void flood(const struct plan *plan, struct device_company *company, struct step *step)
{
    struct figures journeys = company->tally.journeys;
    company->tally.journeys = (struct figures){0};
    uint64_t before_us = processor_us(plan);
    uint64_t own_us = figures_processor_us((long)getpid());
    phase_flood(company, step->circles * company->seats.a_circle, plan->seconds,
                &step->flood_heard);
    step->flood_processor_us = processor_us(plan) - before_us;
    step->flood_own_us = figures_processor_us((long)getpid()) - own_us;
    figures_free(&company->tally.journeys);
    company->tally.journeys = journeys;
}

static int run_steps(const struct plan *plan, struct device_company *company)
{
    uint64_t before_kib = memory_kib(plan);
    size_t most = circles_that_fit(company->seats.circle_count, company->seats.a_circle);
    size_t circles = 0;
    for (size_t i = 0; i < plan->step_count && circles < most; i++) {
        struct step step = {.circles = plan->circles[i] < most ? plan->circles[i] : most};
        circles = step.circles;
        if (!arrive(plan, company, &step)) {
            return i == 0 || company->tally.cut > 0 ? SOMETHING_WRONG : EXIT_SUCCESS;
        }
        trickle(plan, company, &step);
        step.memory_kib = memory_kib(plan);
        step.more_kib = step.memory_kib > before_kib ? step.memory_kib - before_kib : 0;
        flood(plan, company, &step);
        print_step(plan, company, &step, i == 0);
        if (!all_is_well(company)) {
            return SOMETHING_WRONG;
        }
        before_kib = memory_kib(plan);
    }
    return EXIT_SUCCESS;
}

static int hold(const struct plan *plan, struct device_company *company)
{
    struct step step = {.circles =
                            circles_that_fit(company->seats.circle_count, company->seats.a_circle)};
    if (!arrive(plan, company, &step)) {
        return SOMETHING_WRONG;
    }
    printf("%zu are seated\n", company->seated);
    (void)fflush(stdout);
    phase_hold(company, STDIN_FILENO);
    return company->tally.cut == 0 ? EXIT_SUCCESS : SOMETHING_WRONG;
}

int main(int count, char **words)
{
    static struct device_company company;
    struct plan plan;
    plan_read(&plan, count, words);
    seats_read(&company.seats, plan.folder, plan.circles[plan.step_count - 1]);
    if (!plan.holds) {
        tape_read(&company.tape, plan.tape);
    }
    if (plan.address_count == 0) {
        line_resolve(&plan.addresses[plan.address_count++], company.seats.broker);
    }
    company.addresses = plan.addresses;
    company.address_count = plan.address_count;
    company.version = plan.version;
    company.device_count = company.seats.circle_count * company.seats.a_circle;
    company.devices = calloc(company.device_count, sizeof *company.devices);
    DEMAND(company.devices != NULL, "no memory");
    line_exchange_create(&company.exchange, company.seats.authority);
    int status = plan.holds ? hold(&plan, &company) : run_steps(&plan, &company);
    for (size_t i = 0; i < company.device_count; i++) {
        device_leave(&company, &company.devices[i]);
    }
    line_exchange_destroy(&company.exchange);
    figures_free(&company.tally.arrivals);
    figures_free(&company.tally.journeys);
    free(company.devices);
    tape_free(&company.tape);
    seats_free(&company.seats);
    return status;
}
