/* Every write, cut, sync and change of a name fails once, and is once the last before the power
 * goes: the store opens again, is whole, and has every entry it acknowledged. */
#include <limits.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "store/memory_disk_sqlite.h"
#include "store/torture.h"
#include "vault/secret.h"

enum { SCENES_MAX = 16 };

/* What one point is put through. */
struct ordeal {
    const char *name;
    enum memory_disk_fault fault;
    enum disk_chance chance;
    size_t sector_size;
    bool ends_dark;
    bool twice;
};

/* Sectors of this size hold every write whole. */
enum { WHOLE_WRITES = 1 << 24 };

static const struct ordeal ordeals[] = {
    {"fails once", MEMORY_DISK_FAILS, DISK_DRAWS_LOTS, 512, false, false},
    {"fails once, and the power goes later", MEMORY_DISK_FAILS, DISK_DRAWS_LOTS, WHOLE_WRITES, true,
     false},
    {"no room once", MEMORY_DISK_FULL, DISK_DRAWS_LOTS, 512, false, false},
    {"no room once, and the power goes later", MEMORY_DISK_FULL, DISK_DRAWS_LOTS, 4096, true,
     false},
    {"half a write", MEMORY_DISK_SHORT, DISK_DRAWS_LOTS, 512, false, false},
    {"half a write, and the power goes later", MEMORY_DISK_SHORT, DISK_DRAWS_LOTS, WHOLE_WRITES,
     true, false},
    {"the disk is gone", MEMORY_DISK_GONE, DISK_DRAWS_LOTS, 512, false, false},
    {"power cut, all arrived", MEMORY_DISK_DARK, DISK_KEEPS_ALL, 512, false, false},
    {"power cut, all lost", MEMORY_DISK_DARK, DISK_LOSES_ALL, 512, false, false},
    {"power cut, sectors of 512", MEMORY_DISK_DARK, DISK_DRAWS_LOTS, 512, false, false},
    {"power cut, sectors of 4096", MEMORY_DISK_DARK, DISK_DRAWS_LOTS, 4096, false, false},
    {"power cut, whole writes", MEMORY_DISK_DARK, DISK_DRAWS_LOTS, WHOLE_WRITES, false, false},
    {"two power cuts, sectors of 512", MEMORY_DISK_DARK, DISK_DRAWS_LOTS, 512, false, true},
    {"two power cuts, sectors of 4096", MEMORY_DISK_DARK, DISK_DRAWS_LOTS, 4096, false, true},
    {"two power cuts, whole writes", MEMORY_DISK_DARK, DISK_DRAWS_LOTS, WHOLE_WRITES, false, true},
};
enum { ORDEALS = sizeof ordeals / sizeof ordeals[0] };

static struct torture_start starts[SCENES_MAX];
static uint64_t seed = 20240229;
static unsigned rounds; /* of all ordeals at every point; 0: the short run, a few of them each */
static uint64_t held[SCENES_MAX][ORDEALS];

static struct torture_trial trial_of(size_t scene, unsigned point, size_t ordeal, unsigned round)
{
    const struct ordeal *what = &ordeals[ordeal];
    uint64_t drawn = seed + (uint64_t)scene * 1000003 + (uint64_t)point * 7919 +
                     (uint64_t)ordeal * 104729 + (uint64_t)round * 15485863;
    uint64_t lots = drawn | 1;
    return (struct torture_trial){
        .scene = &torture_scenes[scene],
        .start = &starts[scene],
        .point = point,
        .fault = what->fault,
        .cut_point = what->ends_dark ? point + 1 + (unsigned)(disk_file_random(&lots) % 64) : 0,
        .second_point = what->twice ? 1 + (unsigned)(disk_file_random(&lots) % 24) : 0,
        .fate = {drawn | 1, what->sector_size, what->chance},
    };
}

static void expect_held(size_t scene, unsigned point, size_t ordeal, unsigned round,
                        struct torture_tally *tally)
{
    struct torture_trial trial = trial_of(scene, point, ordeal, round);
    enum torture_verdict verdict = torture_try(&trial, tally);
    if (verdict != TORTURE_HELD) {
        fail_msg("%s: at operation %u of \"%s\" with \"%s\", round %u, seed %llu",
                 torture_verdict_names[verdict], point, trial.scene->name, ordeals[ordeal].name,
                 round, (unsigned long long)seed);
    }
    held[scene][ordeal]++;
}

/* The short run gives each point two ordeals of its own, so that neighbours have all between
 * them. */
static void torture_point(size_t scene, unsigned point, struct torture_tally *tally)
{
    if (rounds == 0) {
        for (size_t i = 0; i < 2; i++) {
            expect_held(scene, point, ((size_t)point * 2 + i) % ORDEALS, 0, tally);
        }
        return;
    }
    for (size_t ordeal = 0; ordeal < ORDEALS; ordeal++) {
        bool draws = ordeals[ordeal].chance == DISK_DRAWS_LOTS &&
                     (ordeals[ordeal].fault == MEMORY_DISK_DARK || ordeals[ordeal].ends_dark);
        for (unsigned round = 0; round < (draws ? rounds : 1); round++) {
            expect_held(scene, point, ordeal, round, tally);
        }
    }
}

static void print_table(const struct torture_tally *tally)
{
    uint64_t points = 0;
    uint64_t trials = 0;
    print_message("%-28s %8s %8s\n", "scene", "points", "trials");
    for (size_t scene = 0; scene < torture_scene_count; scene++) {
        uint64_t of_scene = 0;
        for (size_t ordeal = 0; ordeal < ORDEALS; ordeal++) {
            of_scene += held[scene][ordeal];
        }
        print_message("%-28s %8u %8llu\n", torture_scenes[scene].name, starts[scene].operations,
                      (unsigned long long)of_scene);
        points += starts[scene].operations;
        trials += of_scene;
    }
    for (size_t ordeal = 0; ordeal < ORDEALS; ordeal++) {
        uint64_t of_ordeal = 0;
        for (size_t scene = 0; scene < torture_scene_count; scene++) {
            of_ordeal += held[scene][ordeal];
        }
        print_message("%-40s %8llu\n", ordeals[ordeal].name, (unsigned long long)of_ordeal);
    }
    print_message("%llu points, %llu trials, all held: %llu power cuts, %llu second ones, %llu "
                  "openings, %llu acknowledged entries found\n",
                  (unsigned long long)points, (unsigned long long)trials,
                  (unsigned long long)tally->power_cuts, (unsigned long long)tally->second_cuts,
                  (unsigned long long)tally->openings, (unsigned long long)tally->entries_checked);
}

static void a_store_survives_every_fault_at_every_operation(void **state)
{
    (void)state;
    struct torture_tally tally = {0};
    memset(held, 0, sizeof held);
    for (size_t scene = 0; scene < torture_scene_count; scene++) {
        for (unsigned point = 1; point <= starts[scene].operations; point++) {
            torture_point(scene, point, &tally);
        }
    }
    print_table(&tally);
    assert_true(tally.power_cuts > 500 && tally.second_cuts > 100);
}

/* SQLite writes the first page at the end of the statement that switches to the log, after it
 * answered that it did. A store whose first write failed was finished without a log, and did not
 * open again when the power went before that was noticed. */
static void a_making_that_fails_once_never_leaves_a_store_that_does_not_open(void **state)
{
    (void)state;
    struct torture_tally tally = {0};
    for (unsigned point = 1; point <= 12; point++) {
        for (unsigned cut = 30; cut <= 60; cut++) {
            struct torture_trial trial = trial_of(0, point, 0, 0);
            trial.fault = MEMORY_DISK_FULL;
            trial.cut_point = cut;
            trial.fate.chance = DISK_KEEPS_ALL;
            assert_string_equal(torture_verdict_names[torture_try(&trial, &tally)], "held");
        }
    }
}

/* How many stores fall when something is left out, of all that lose power. */
static unsigned count_fallen(enum memory_disk_lie lie, unsigned fallen_max)
{
    struct torture_tally tally = {0};
    unsigned fallen = 0;
    for (size_t i = 0; i < torture_scene_count; i++) {
        size_t scene = torture_scene_count - 1 - i; /* the later ones have more to lose */
        for (unsigned point = 1; point <= starts[scene].operations; point++) {
            struct torture_trial trial = trial_of(scene, point, ORDEALS - 6 + point % 6, 0);
            trial.lie = lie;
            fallen += fallen < fallen_max && torture_try(&trial, &tally) != TORTURE_HELD;
        }
    }
    return fallen;
}

/* A torture that nothing falls under would prove nothing. */
static void what_is_left_out_is_noticed(void **state)
{
    (void)state;
    static const char *const names[MEMORY_DISK_LIES] = {
        [MEMORY_DISK_SYNCS_NO_LOG] = "syncs of the log",
        [MEMORY_DISK_SYNCS_NO_MAIN_FILE] = "syncs of the main file",
        [MEMORY_DISK_SYNCS_NO_CUT] = "the sync after the log was cut",
        [MEMORY_DISK_SYNCS_NO_FOLDER] = "syncs of the folder",
        [MEMORY_DISK_SYNCS_NO_KEY_HEADER] = "the sync between the key headers",
        [MEMORY_DISK_SYNCS_LATE] = "every second sync",
    };
    for (int lie = MEMORY_DISK_HONEST + 1; lie < MEMORY_DISK_LIES; lie++) {
        unsigned fallen = count_fallen((enum memory_disk_lie)lie, rounds > 0 ? UINT_MAX : 1);
        print_message("left out: %-34s %5u stores fell\n", names[lie], fallen);
        assert_true(fallen > 0);
    }
}

static int rehearse(void **state)
{
    (void)state;
    assert_in_range(torture_scene_count, 1, SCENES_MAX);
    torture_rehearse(starts);
    return 0;
}

static int forget(void **state)
{
    (void)state;
    for (size_t i = 0; i < torture_scene_count; i++) {
        memory_disk_free_image(&starts[i].image);
    }
    return 0;
}

/* --full ROUNDS: every ordeal at every point, those that draw lots so many times. --seed NUMBER. */
static bool read_arguments(int count, char **arguments)
{
    for (int i = 1; i + 1 < count; i += 2) {
        if (strcmp(arguments[i], "--full") == 0) {
            rounds = (unsigned)strtoul(arguments[i + 1], NULL, 10);
        } else if (strcmp(arguments[i], "--seed") == 0) {
            seed = strtoull(arguments[i + 1], NULL, 10);
        } else {
            return false;
        }
    }
    return count % 2 == 1;
}

int main(int count, char **arguments)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_store_survives_every_fault_at_every_operation),
        cmocka_unit_test(a_making_that_fails_once_never_leaves_a_store_that_does_not_open),
        cmocka_unit_test(what_is_left_out_is_noticed),
    };
    if (!read_arguments(count, arguments)) {
        fputs("usage: test_store_torture [--full ROUNDS] [--seed NUMBER]\n", stderr);
        return 2;
    }
    if (secret_begin() != DAYBOOK_OK) {
        return 1;
    }
    memory_disk_sqlite_begin();
    return cmocka_run_group_tests(tests, rehearse, forget);
}
