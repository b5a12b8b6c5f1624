/* Tests of which version of an entity is shown. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "domain/merge.h"

enum { MANY = 1000, CITES_MAX = 4 };

static struct key256 hash_of(uint32_t number)
{
    struct key256 hash = {{0}};
    /* Spread over the bytes, so that the order of hashes is not that of numbers. */
    uint32_t mixed = number * UINT32_C(2654435761);
    for (int i = 0; i < 4; i++) {
        hash.bytes[i] = (uint8_t)(mixed >> 8 * i);
        hash.bytes[28 + i] = (uint8_t)(number >> 8 * i);
    }
    return hash;
}

static uint32_t next_random(uint32_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 17;
    *state ^= *state << 5;
    return *state;
}

static void a_single_version_is_shown(void **state)
{
    (void)state;
    struct merge_version version = {.hash = hash_of(1)};
    assert_int_equal(merge_versions(&version, 1), 0);
    assert_true(version.maximal);
}

static void the_end_of_a_chain_is_shown_whatever_its_clock(void **state)
{
    (void)state;
    const struct key256 first = hash_of(1);
    const struct key256 second = hash_of(2);
    struct merge_version versions[] = {
        {.hash = first, .hlc = 300},
        {.hash = second, .hlc = 200, .supersedes = &first, .supersedes_count = 1},
        {.hash = hash_of(3), .hlc = 100, .supersedes = &second, .supersedes_count = 1},
    };
    assert_int_equal(merge_versions(versions, 3), 2);
    assert_false(versions[0].maximal);
    assert_false(versions[1].maximal);
    assert_true(versions[2].maximal);
}

static void concurrent_versions_stay_and_the_latest_is_shown(void **state)
{
    (void)state;
    const struct key256 first = hash_of(1);
    struct merge_version versions[] = {
        {.hash = hash_of(2), .hlc = 20, .supersedes = &first, .supersedes_count = 1},
        {.hash = first, .hlc = 10},
        {.hash = hash_of(3), .hlc = 30, .supersedes = &first, .supersedes_count = 1},
    };
    assert_int_equal(merge_versions(versions, 3), 2);
    assert_true(versions[0].maximal);
    assert_false(versions[1].maximal);
    assert_true(versions[2].maximal);
}

static void of_equal_clocks_the_highest_hash_is_shown(void **state)
{
    (void)state;
    struct merge_version versions[] = {{.hash = hash_of(4), .hlc = 7},
                                       {.hash = hash_of(5), .hlc = 7},
                                       {.hash = hash_of(6), .hlc = 7}};
    size_t shown = merge_versions(versions, 3);
    for (size_t i = 0; i < 3; i++) {
        assert_true(versions[i].maximal);
        assert_true(key256_compare(versions[shown].hash, versions[i].hash) >= 0);
    }
}

static void an_edit_that_cites_both_settles_a_diamond(void **state)
{
    (void)state;
    const struct key256 first = hash_of(1);
    const struct key256 both[] = {hash_of(2), hash_of(3)};
    struct merge_version versions[] = {
        {.hash = first, .hlc = 10},
        {.hash = both[0], .hlc = 90, .supersedes = &first, .supersedes_count = 1},
        {.hash = both[1], .hlc = 30, .supersedes = &first, .supersedes_count = 1},
        {.hash = hash_of(4), .hlc = 40, .supersedes = both, .supersedes_count = 2},
    };
    assert_int_equal(merge_versions(versions, 4), 3);
    for (size_t i = 0; i < 3; i++) {
        assert_false(versions[i].maximal);
    }
}

static void citing_an_absent_version_is_as_if_it_were_there(void **state)
{
    (void)state;
    const struct key256 absent = hash_of(99);
    struct merge_version versions[] = {
        {.hash = hash_of(1), .hlc = 50},
        {.hash = hash_of(2), .hlc = 40, .supersedes = &absent, .supersedes_count = 1},
    };
    assert_int_equal(merge_versions(versions, 2), 0);
    assert_true(versions[0].maximal);
    assert_true(versions[1].maximal);
}

/* What the contract says, written as slowly and plainly as possible. */
static bool is_cited(const struct merge_version *versions, size_t count, size_t which)
{
    for (size_t i = 0; i < count; i++) {
        for (size_t j = 0; j < versions[i].supersedes_count; j++) {
            if (key256_equal(versions[i].supersedes[j], versions[which].hash)) {
                return true;
            }
        }
    }
    return false;
}

static void shuffle(struct merge_version *versions, size_t count, uint32_t *random)
{
    for (size_t i = count - 1; i > 0; i--) {
        size_t j = next_random(random) % (i + 1);
        struct merge_version kept = versions[i];
        versions[i] = versions[j];
        versions[j] = kept;
    }
}

/* count versions, each citing some of the earlier ones, into arrays of MANY. */
static void grow_history(struct merge_version *versions, struct key256 (*cites)[CITES_MAX],
                         size_t count, uint32_t *random)
{
    for (size_t i = 0; i < count; i++) {
        size_t cited = i == 0 ? 0 : next_random(random) % (CITES_MAX + 1);
        for (size_t j = 0; j < cited; j++) {
            cites[i][j] = hash_of(next_random(random) % (uint32_t)i);
        }
        versions[i] = (struct merge_version){.hash = hash_of((uint32_t)i),
                                             .hlc = next_random(random) % 50,
                                             .supersedes = cites[i],
                                             .supersedes_count = cited};
    }
}

/* True when merging shows the version of this hash and marks what no other version cites. */
static bool merges_to(struct merge_version *versions, size_t count, struct key256 shown)
{
    size_t again = merge_versions(versions, count);
    bool same = key256_equal(versions[again].hash, shown) && versions[again].maximal;
    for (size_t i = 0; same && i < count; i++) {
        same = versions[i].maximal != is_cited(versions, count, i);
    }
    return same;
}

static void the_answer_does_not_depend_on_the_order(void **state)
{
    (void)state;
    static struct merge_version versions[MANY];
    static struct key256 cites[MANY][CITES_MAX];
    for (uint32_t seed = 1; seed <= 60; seed++) {
        uint32_t random = seed;
        size_t count = 1 + next_random(&random) % 60;
        grow_history(versions, cites, count, &random);
        struct key256 shown = versions[merge_versions(versions, count)].hash;
        bool same = true;
        for (int round = 0; round < 5; round++) {
            shuffle(versions, count, &random);
            same = merges_to(versions, count, shown) && same;
        }
        if (!same) {
            fail_msg("seed %u", seed);
        }
    }
}

static void a_thousand_versions_are_merged(void **state)
{
    (void)state;
    static struct merge_version versions[MANY];
    static struct key256 cites[MANY][CITES_MAX];
    uint32_t random = 7;
    grow_history(versions, cites, MANY, &random);
    for (size_t i = 1; i < MANY; i++) {
        cites[i][0] = hash_of((uint32_t)i - 1);
        versions[i].supersedes_count = 1;
    }
    assert_int_equal(merge_versions(versions, MANY), MANY - 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_single_version_is_shown),
        cmocka_unit_test(the_end_of_a_chain_is_shown_whatever_its_clock),
        cmocka_unit_test(concurrent_versions_stay_and_the_latest_is_shown),
        cmocka_unit_test(of_equal_clocks_the_highest_hash_is_shown),
        cmocka_unit_test(an_edit_that_cites_both_settles_a_diamond),
        cmocka_unit_test(citing_an_absent_version_is_as_if_it_were_there),
        cmocka_unit_test(the_answer_does_not_depend_on_the_order),
        cmocka_unit_test(a_thousand_versions_are_merged),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
