/* Makes a therapist's journal in many circles, and measures opening and running it, and looking at
 * all patients. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "journal/household.h"
#include "journal/inspection.h"
#include "journal/overview.h"
#include "vault/secret.h"

enum { THERAPIST, PATIENT };
enum { STEPS_MEASURED = 200, WAITING_MS = 60000 };

static double clock_ms(clockid_t clock)
{
    struct timespec now;
    assert_int_equal(clock_gettime(clock, &now), 0);
    return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

static double now_ms(void)
{
    return clock_ms(CLOCK_MONOTONIC);
}

/* What the processor did for this process: on a busy machine less than what passed. */
static double processor_ms(void)
{
    return clock_ms(CLOCK_PROCESS_CPUTIME_ID);
}

/* What is, or at most was, resident of this process, in MiB: "VmRSS:" or "VmHWM:". */
static double memory_mib(const char *name)
{
    char line[256];
    long kib = 0;
    FILE *status = fopen("/proc/self/status", "r");
    assert_non_null(status);
    while (fgets(line, sizeof line, status) != NULL) {
        if (strncmp(line, name, strlen(name)) == 0) {
            kib = strtol(line + strlen(name), NULL, 10);
        }
    }
    (void)fclose(status); /* only read from */
    return (double)kib / 1024;
}

static struct secret *passphrase(void)
{
    static const char text[] = "a long passphrase";
    struct secret *secret = NULL;
    assert_int_equal(secret_create(sizeof text - 1, &secret), DAYBOOK_OK);
    memcpy(secret_fill(secret), text, sizeof text - 1);
    return secret;
}

static void make_therapist(struct household *household, const char *folder)
{
    const struct journal_ports ports = household_ports(household);
    struct complaint complaint = {0};
    struct secret *recovery = NULL;
    struct secret *secret = passphrase();
    const struct journal_setup setup = {.folder = folder,
                                        .name = bytes_of_text("Cleo"),
                                        .role = ROLE_THERAPIST,
                                        .passphrase = secret,
                                        .cost = {1, 8}};
    assert_int_equal(journal_create(&setup, &ports, &household->journals[household->count++],
                                    &recovery, &complaint),
                     DAYBOOK_OK);
    secret_free(recovery);
    secret_free(secret);
}

static struct seat seat_of(struct household *household, size_t circle, const char *who)
{
    struct seat seat = {.broker = "mqtt://127.0.0.1:1", .password = "long enough"};
    (void)snprintf(seat.circle, sizeof seat.circle, "circlecirclecir%05zu", circle);
    (void)snprintf(seat.client_id, sizeof seat.client_id, "%sdevice%05zu", who, circle);
    (void)snprintf(seat.username, sizeof seat.username, "%s%05zu", who, circle);
    memory_broker_admit(household->broker, &seat);
    return seat;
}

/* Begin anew to note the most that is resident. */
static void forget_most(void)
{
    FILE *file = fopen("/proc/self/clear_refs", "w");
    assert_non_null(file);
    assert_true(fputs("5", file) >= 0);
    assert_int_equal(fclose(file), 0);
}

/* How long the therapist's device was at work, since run() last began. */
static double therapist_ms;
static double therapist_processor_ms;

/* Of that, while summaries were taken in. */
static double taking_in_processor_ms;

/* The most that was resident while summaries were taken in, with the patient's journal and the
 * broker, which are in this process, too. */
static double most_mib;

/* Let time pass in large steps, since whoever waits here waits for nobody else. */
static void run(struct household *household, int64_t ms)
{
    const int64_t step_ms = 500;
    for (int64_t passed_ms = 0; passed_ms < ms; passed_ms += step_ms) {
        household->wall_ms += step_ms;
        household->monotonic_ms += step_ms;
        for (size_t i = 0; i < household->count; i++) {
            double begin_ms = now_ms();
            double processor_begin_ms = processor_ms();
            assert_int_equal(journal_step(household->journals[i]), DAYBOOK_OK);
            if (i == THERAPIST) {
                therapist_ms += now_ms() - begin_ms;
                therapist_processor_ms += processor_ms() - processor_begin_ms;
            }
        }
    }
}

static void log_number(const struct household *household, const char *kind, const char *field,
                       int64_t number, int64_t days_ago)
{
    struct complaint complaint = {0};
    struct id128 id;
    const struct value_pair pair = {bytes_of_text(field),
                                    {.type = VALUE_INTEGER, .as.integer = number}};
    struct entry entry = {.kind = bytes_of_text(kind),
                          .at = journal_now(household->journals[PATIENT]),
                          .fields = {.type = VALUE_MAP, .as.map = {&pair, 1}}};
    struct journal_batch batch = {.entries = &entry, .count = 1, .ids = &id};
    entry.at.utc_ms -= days_ago * 24 * 3600 * 1000;
    assert_int_equal(journal_log(household->journals[PATIENT], 0, &batch, &complaint), DAYBOOK_OK);
}

/* So many days of a patient who gets worse, as far as numbers go. */
static void write_days(const struct household *household, int64_t days)
{
    for (int64_t ago = days; ago > 0; ago--) {
        log_number(household, "pain", "worst", 3 + (days - ago) / 30, ago);
        log_number(household, "fatigue", "severity", 4 + ago % 3, ago);
        log_number(household, "daily_checkin", "overall", 6 - ago % 2, ago);
        log_number(household, "body_weight", "weight", 70 - (days - ago) / 15, ago);
        log_number(household, "sleep_night", "quality", 5 + ago % 4, ago);
    }
}

/* A patient lets the therapist in, who reads the entries of three days, or the summaries of as many
 * days as there are; returns how long the therapist's device took to take those in. */
static double join(struct household *household, size_t circle, int64_t days)
{
    char name[32];
    struct complaint complaint = {0};
    struct buffer code = {0};
    const struct journal_ports ports = household_ports(household);
    struct journal **patient = &household->journals[PATIENT];
    (void)snprintf(name, sizeof name, "Patient %zu", circle);
    assert_int_equal(journal_create_in_memory(bytes_of_text(name), ROLE_PATIENT, &ports, patient),
                     DAYBOOK_OK);
    household->count = 2;
    const struct seat seat = seat_of(household, circle, "patient");
    assert_int_equal(journal_set_seat(*patient, 0, &seat, &complaint), DAYBOOK_OK);
    struct journal_invite terms = {.name = bytes_of_text("Cleo"),
                                   .role = ROLE_THERAPIST,
                                   .auto_approve = true,
                                   .grant_log = days == 0,
                                   .seat = seat_of(household, circle, "therapist")};
    assert_int_equal(journal_invite(*patient, 0, &terms, &code, &complaint), DAYBOOK_OK);
    assert_int_equal(journal_join(household->journals[THERAPIST], buffer_bytes(&code), &complaint),
                     DAYBOOK_OK);
    buffer_free(&code);
    journal_go_online(*patient);
    journal_go_online(household->journals[THERAPIST]);
    for (int64_t waited_ms = 0; journal_circle_count(household->journals[THERAPIST]) <= circle;
         waited_ms += 1000) {
        assert_true(waited_ms < WAITING_MS);
        run(household, 1000);
    }
    for (int64_t day = 0; days == 0 && day < 3; day++) {
        (void)household_log(household, PATIENT, "pain", "worst", day);
    }
    write_days(household, days);
    forget_most();
    double processor_before_ms = therapist_processor_ms;
    therapist_ms = 0;
    run(household, 12000);
    double taken_ms = therapist_ms;
    taking_in_processor_ms += therapist_processor_ms - processor_before_ms;
    most_mib = most_mib > memory_mib("VmHWM:") ? most_mib : memory_mib("VmHWM:");
    journal_close(*patient);
    *patient = NULL;
    household->count = 1;
    return taken_ms;
}

static void print(const char *what, double number, const char *unit)
{
    printf("| %s | %.2f %s |\n", what, number, unit);
}

static void make(const char *folder, size_t count, int64_t days)
{
    double taken_ms = 0;
    struct household household;
    household_begin(&household);
    make_therapist(&household, folder);
    for (size_t circle = 0; circle < count; circle++) {
        taken_ms += join(&household, circle, days);
    }
    if (days > 0) {
        print("taking in all summaries", taken_ms / 1000, "s");
        print("of which the processor was at work", taking_in_processor_ms / 1000, "s");
        print("resident at most while doing so", most_mib, "MiB");
    }
    household_end(&household);
}

static void admit_all(struct household *household)
{
    const struct journal *journal = household->journals[THERAPIST];
    for (size_t i = 0; i < journal_circle_count(journal); i++) {
        const struct seat *seat = NULL;
        assert_int_equal(journal_get_seat(journal, i, &seat), DAYBOOK_OK);
        memory_broker_admit(household->broker, seat);
    }
}

static void measure_running(struct household *household)
{
    struct journal *journal = household->journals[THERAPIST];
    struct journal_exchange state;
    double begin_ms = now_ms();
    admit_all(household);
    journal_go_online(journal);
    run(household, 20000);
    print("connecting all, and 20 s of it", now_ms() - begin_ms, "ms");
    begin_ms = now_ms();
    for (size_t i = 0; i < STEPS_MEASURED; i++) {
        household->monotonic_ms += 1;
        assert_int_equal(journal_step(journal), DAYBOOK_OK);
    }
    print("one idle journal_step()", (now_ms() - begin_ms) / STEPS_MEASURED, "ms");
    begin_ms = now_ms();
    journal_exchange_state(journal, &state);
    (void)journal_wake_ms(journal);
    print("state of the exchange", now_ms() - begin_ms, "ms");
    assert_true(state.connected);
}

static void measure_status(const struct household *household)
{
    struct journal *journal = household->journals[THERAPIST];
    struct arena *arena = arena_create(0);
    uint64_t entries = 0;
    double begin_ms = now_ms();
    for (size_t i = 0; i < journal_circle_count(journal); i++) {
        struct journal_status status;
        arena_reset(arena);
        assert_int_equal(journal_circle_status(journal, i, arena, &status), DAYBOOK_OK);
        entries += status.entries;
    }
    print("status of all", now_ms() - begin_ms, "ms");
    print("circles", (double)journal_circle_count(journal), "");
    print("entries", (double)entries, "");
    arena_free(arena);
}

/* All patients, looked at one after the other, and again from what was kept. */
static void measure_patients(const struct household *household)
{
    static const char *const names[] = {"patients, nothing kept", "patients, the same day"};
    struct journal *journal = household->journals[THERAPIST];
    struct arena *arena = arena_create(0);
    for (size_t i = 0; i < 2; i++) {
        struct journal_overview *overviews = NULL;
        size_t count = 0;
        double begin_ms = now_ms();
        arena_reset(arena);
        assert_int_equal(journal_overviews(journal, arena, &overviews, &count), DAYBOOK_OK);
        print(names[i], now_ms() - begin_ms, "ms");
        assert_int_equal(count, journal_circle_count(journal));
    }
    arena_free(arena);
}

static void measure(const char *folder)
{
    struct household household;
    struct complaint complaint = {0};
    household_begin(&household);
    household.wall_ms += INT64_C(24) * 3600 * 1000;
    struct secret *secret = passphrase();
    const struct journal_ports ports = household_ports(&household);
    const struct journal_opening opening = {
        .folder = folder, .type = KEY_SLOT_PASSPHRASE, .secret = secret};
    double before_mib = memory_mib("VmRSS:");
    double begin_ms = now_ms();
    assert_int_equal(
        journal_open(&opening, &ports, &household.journals[household.count], &complaint),
        DAYBOOK_OK);
    household.count++;
    print("opening", now_ms() - begin_ms, "ms");
    print("resident after opening, over an empty process", memory_mib("VmRSS:") - before_mib,
          "MiB");
    measure_patients(&household);
    print("resident at most until then", memory_mib("VmHWM:"), "MiB");
    measure_running(&household);
    print("resident while connected, over an empty process", memory_mib("VmRSS:") - before_mib,
          "MiB");
    measure_status(&household);
    secret_free(secret);
    household_end(&household);
}

int main(int argc, char **argv)
{
    if ((argc == 4 || argc == 5) && strcmp(argv[1], "make") == 0) {
        make(argv[2], strtoul(argv[3], NULL, 10), argc == 5 ? strtol(argv[4], NULL, 10) : 0);
    } else if (argc == 3 && strcmp(argv[1], "measure") == 0) {
        measure(argv[2]);
    } else {
        (void)fputs("usage: circles make FOLDER COUNT [DAYS] | circles measure FOLDER\n", stderr);
        return 2;
    }
    return 0;
}
