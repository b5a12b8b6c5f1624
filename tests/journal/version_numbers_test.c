/* Tests of how versions of a plan are counted, against the definition itself. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "journal/version_numbers.h"

enum { VERSIONS_MAX = 40, CITED_MAX = 4, MANY = 20000 };

/* Versions with the names they go by, and what each cites. */
struct story {
    struct numbered_version versions[VERSIONS_MAX];
    struct operation_header headers[VERSIONS_MAX];
    struct key256 cited[VERSIONS_MAX][CITED_MAX];
    struct versions_name names[2 * VERSIONS_MAX];
    struct versions_names list;
    size_t count;
};

static uint32_t next_random(uint32_t *seed)
{
    *seed = *seed * 1664525u + 1013904223u;
    return *seed >> 8;
}

/* Hashes have no order that tells of their versions. */
static struct key256 hash_of(size_t number)
{
    struct key256 hash = {{0}};
    uint32_t seed = (uint32_t)number;
    for (size_t i = 0; i < sizeof hash.bytes; i++) {
        hash.bytes[i] = (uint8_t)next_random(&seed);
    }
    memcpy(hash.bytes + 8, &number, sizeof number);
    return hash;
}

static void begin(struct story *story, size_t count)
{
    *story = (struct story){.count = count};
    story->list.items = story->names;
    for (size_t i = 0; i < count; i++) {
        story->headers[i].supersedes = story->cited[i];
        story->versions[i] =
            (struct numbered_version){.header = &story->headers[i], .has_number = true};
        story->names[story->list.count++] = (struct versions_name){hash_of(i), i};
    }
}

static void cite(struct story *story, size_t version, struct key256 hash)
{
    struct operation_header *header = &story->headers[version];
    story->cited[version][header->supersedes_count++] = hash;
}

static void count(struct story *story)
{
    struct arena *arena = arena_create(0);
    assert_int_equal(version_numbers_count(&story->list, story->versions, story->count, arena),
                     DAYBOOK_OK);
    arena_free(arena);
}

/* One more than the highest that is cited, until nothing changes: the definition, in cubic time. */
static void count_by_definition(const struct story *story, uint32_t *numbers)
{
    memset(numbers, 0, story->count * sizeof *numbers);
    for (bool changed = true; changed;) {
        changed = false;
        for (size_t i = 0; i < story->count; i++) {
            uint32_t number = 0;
            for (size_t j = 0; j < story->count; j++) {
                bool cited = versions_cite(&story->list, &story->headers[i], j);
                number = cited && numbers[j] > number ? numbers[j] : number;
            }
            number += story->versions[i].has_number ? 1 : 0;
            changed = changed || number != numbers[i];
            numbers[i] = number;
        }
    }
}

/* Versions in no order, some of which take the plan back, are written again under another name, or
 * cite what is not here. */
static void make_any(struct story *story, uint32_t seed)
{
    size_t order[VERSIONS_MAX] = {0};
    begin(story, 1 + next_random(&seed) % VERSIONS_MAX);
    for (size_t i = 0; i < story->count; i++) {
        size_t other = next_random(&seed) % (i + 1);
        order[i] = order[other];
        order[other] = i;
    }
    for (size_t i = 0; i < story->count; i++) {
        size_t version = order[i];
        bool again = next_random(&seed) % 4 == 0;
        story->versions[version].has_number = next_random(&seed) % 8 != 0;
        if (again) {
            story->names[story->list.count++] =
                (struct versions_name){hash_of(1000 + version), version};
        }
        for (size_t k = next_random(&seed) % (CITED_MAX + 1); k > 0; k--) {
            bool absent = i == 0 || next_random(&seed) % 8 == 0;
            size_t earlier = absent ? 5000 : order[next_random(&seed) % i];
            bool by_other = next_random(&seed) % 2 == 0;
            cite(story, version, hash_of(by_other ? 1000 + earlier : earlier));
        }
    }
}

static void any_versions_are_counted_as_the_definition_says(void **state)
{
    (void)state;
    static struct story story;
    for (uint32_t seed = 1; seed <= 500; seed++) {
        uint32_t expected[VERSIONS_MAX];
        make_any(&story, seed);
        count(&story);
        count_by_definition(&story, expected);
        for (size_t i = 0; i < story.count; i++) {
            if (story.versions[i].number != expected[i]) {
                print_error("seed %u: version %zu\n", seed, i);
            }
            assert_int_equal(story.versions[i].number, expected[i]);
        }
    }
}

static void a_ring_and_what_is_built_on_it_count_as_many_as_there_are(void **state)
{
    (void)state;
    static struct story story;
    begin(&story, 4);
    cite(&story, 0, hash_of(1));
    cite(&story, 1, hash_of(0));
    cite(&story, 2, hash_of(1));
    count(&story);
    assert_int_equal(story.versions[0].number, 4);
    assert_int_equal(story.versions[1].number, 4);
    assert_int_equal(story.versions[2].number, 4);
    assert_int_equal(story.versions[3].number, 1);
}

/* Two that claim one name: whoever cites it has seen the higher of them. */
static void a_name_that_two_claim_is_that_of_the_higher(void **state)
{
    (void)state;
    static struct story story;
    begin(&story, 4);
    cite(&story, 1, hash_of(0));
    story.names[story.list.count++] = (struct versions_name){hash_of(1), 2};
    cite(&story, 3, hash_of(1));
    count(&story);
    assert_int_equal(story.versions[2].number, 1);
    assert_int_equal(story.versions[3].number, 3);
}

/* The last one first, which took a pass over all for each of them. */
static void a_long_history_is_counted_at_once(void **state)
{
    (void)state;
    static struct numbered_version versions[MANY];
    static struct operation_header headers[MANY];
    static struct key256 cited[MANY];
    static struct versions_name names[MANY];
    struct arena *arena = arena_create(0);
    for (size_t i = 0; i < MANY; i++) {
        cited[i] = hash_of(i + 1);
        headers[i] = (struct operation_header){.supersedes = &cited[i], .supersedes_count = 1};
        versions[i] = (struct numbered_version){.header = &headers[i], .has_number = true};
        names[i] = (struct versions_name){hash_of(i), i};
    }
    const struct versions_names list = {names, MANY};
    assert_int_equal(version_numbers_count(&list, versions, MANY, arena), DAYBOOK_OK);
    assert_int_equal(versions[0].number, MANY);
    assert_int_equal(versions[MANY - 1].number, 1);
    arena_free(arena);
}

static void memory_that_ends_is_told(void **state)
{
    (void)state;
    static struct story story;
    begin(&story, 8);
    for (size_t limit = 64; limit < 512; limit += 64) {
        struct arena *arena = arena_create(limit);
        assert_int_equal(version_numbers_count(&story.list, story.versions, story.count, arena),
                         DAYBOOK_NO_MEMORY);
        arena_free(arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(any_versions_are_counted_as_the_definition_says),
        cmocka_unit_test(a_ring_and_what_is_built_on_it_count_as_many_as_there_are),
        cmocka_unit_test(a_name_that_two_claim_is_that_of_the_higher),
        cmocka_unit_test(a_long_history_is_counted_at_once),
        cmocka_unit_test(memory_that_ends_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
