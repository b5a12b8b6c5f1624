/* Random flips, swaps, cuts and older bytes in a store's files: each is found, by opening, reading
 * or verifying, or means nothing; none gives a wrong answer or a crash. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "store/alterations.h"
#include "store/memory_disk_sqlite.h"
#include "vault/secret.h"

enum { TRIALS_SHORT = 12000, PROGRESS = 50000 };

static uint64_t seed = 20240229;
static uint64_t first;
static uint64_t trials = TRIALS_SHORT;

static uint64_t by_kind[ALTERATION_KINDS][ALTERATION_OUTCOMES];
static uint64_t by_place[ALTERATION_PLACES][ALTERATION_OUTCOMES];

static const char *const kinds[ALTERATION_KINDS] = {
    [ALTERATION_BIT] = "a bit flipped",
    [ALTERATION_BYTE] = "a byte replaced",
    [ALTERATION_RUN] = "a run overwritten",
    [ALTERATION_ZEROS] = "a unit zeroed",
    [ALTERATION_SWAP] = "two units swapped",
    [ALTERATION_SECTORS] = "two sectors swapped",
    [ALTERATION_COPY] = "a unit copied over",
    [ALTERATION_CUT] = "a file cut",
    [ALTERATION_GROWTH] = "a file grown",
    [ALTERATION_OLDER_UNIT] = "an older unit put back",
    [ALTERATION_OLDER_STRETCH] = "older units put back",
};

static const char *const places[ALTERATION_PLACES] = {
    [ALTERATION_IN_KEY_HEADER] = "the key header",    [ALTERATION_IN_PAGE] = "a page",
    [ALTERATION_IN_LOG_HEADER] = "the log's header",  [ALTERATION_IN_FRAME] = "a frame",
    [ALTERATION_BEHIND_LOG] = "zeros behind the log",
};

static const char *const outcomes[ALTERATION_OUTCOMES] = {
    [ALTERATION_REFUSED] = "opening",  [ALTERATION_UNREAD] = "reading",
    [ALTERATION_VERIFIED] = "verify",  [ALTERATION_CHAINED] = "chain",
    [ALTERATION_AS_BY_CUT] = "end",    [ALTERATION_OLD_VIEW] = "old view",
    [ALTERATION_HARMLESS] = "means 0", [ALTERATION_WRONG] = "WRONG",
};

static void print_row(const char *name, const uint64_t counts[static ALTERATION_OUTCOMES])
{
    uint64_t sum = 0;
    print_message("%-22s", name);
    for (size_t i = 0; i < ALTERATION_OUTCOMES; i++) {
        print_message(" %8llu", (unsigned long long)counts[i]);
        sum += counts[i];
    }
    print_message(" %8llu\n", (unsigned long long)sum);
}

static void print_tables(void)
{
    uint64_t all[ALTERATION_OUTCOMES] = {0};
    print_message("%-22s", "found by");
    for (size_t i = 0; i < ALTERATION_OUTCOMES; i++) {
        print_message(" %8s", outcomes[i]);
    }
    print_message(" %8s\n", "all");
    for (size_t kind = 0; kind < ALTERATION_KINDS; kind++) {
        print_row(kinds[kind], by_kind[kind]);
        for (size_t i = 0; i < ALTERATION_OUTCOMES; i++) {
            all[i] += by_kind[kind][i];
        }
    }
    for (size_t place = 0; place < ALTERATION_PLACES; place++) {
        print_row(places[place], by_place[place]);
    }
    print_row("all", all);
}

static void no_alteration_gives_a_wrong_answer(void **state)
{
    (void)state;
    uint64_t wrong = 0;
    for (uint64_t number = first; number < first + trials; number++) {
        struct alteration done = alterations_try(seed, number);
        by_kind[done.kind][done.outcome]++;
        by_place[done.place][done.outcome]++;
        if (done.outcome == ALTERATION_WRONG) {
            wrong++;
            print_message("wrong: trial %llu of seed %llu: %s, %s, at byte %zu; %s\n",
                          (unsigned long long)number, (unsigned long long)seed, kinds[done.kind],
                          places[done.place], done.at, alterations_state_names[done.state]);
        }
        if ((number + 1 - first) % PROGRESS == 0 && number + 1 < first + trials) {
            print_message("%llu trials so far\n", (unsigned long long)(number + 1 - first));
            print_tables();
            (void)fflush(stdout); /* whoever waits for a long run may look */
        }
    }
    print_tables();
    assert_int_equal(wrong, 0);
}

static int make_stores(void **state)
{
    (void)state;
    alterations_begin();
    return 0;
}

static int free_stores(void **state)
{
    (void)state;
    alterations_end();
    return 0;
}

/* --trials COUNT --first NUMBER --seed NUMBER. */
static bool read_arguments(int count, char **arguments)
{
    for (int i = 1; i + 1 < count; i += 2) {
        uint64_t number = strtoull(arguments[i + 1], NULL, 10);
        if (strcmp(arguments[i], "--trials") == 0) {
            trials = number;
        } else if (strcmp(arguments[i], "--first") == 0) {
            first = number;
        } else if (strcmp(arguments[i], "--seed") == 0) {
            seed = number;
        } else {
            return false;
        }
    }
    return count % 2 == 1;
}

int main(int count, char **arguments)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(no_alteration_gives_a_wrong_answer)};
    if (!read_arguments(count, arguments)) {
        fputs("usage: test_store_alterations [--trials COUNT] [--first NUMBER] [--seed NUMBER]\n",
              stderr);
        return 2;
    }
    if (secret_begin() != DAYBOOK_OK) {
        return 1;
    }
    memory_disk_sqlite_begin();
    return cmocka_run_group_tests(tests, make_stores, free_stores);
}
