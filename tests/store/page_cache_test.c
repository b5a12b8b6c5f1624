/* The pages of an open store lie in guarded memory. */
#include <setjmp.h>
#include <sqlite3.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/uio.h>
#include <unistd.h>

#include <cmocka.h>

#include "store/page_cache.h"
#include "store/store_folder.h"

static const char text[] = "rows enough to fill the cache several times over";

enum {
    TEXT_SIZE = sizeof text - 1,
    BETWEEN_MAX = 16, /* what a page keeps between two rows */
    PAIR_SIZE = 2 * TEXT_SIZE + BETWEEN_MAX,
    ROWS = 20000,
    RANGE_SIZE_MAX = 1 << 28,
    /* SQLite moves rows between pages through ordinary memory: a few, never a page of them. */
    WORKING_COPIES_MAX = 20
};

/* How often two rows were found next to each other, as they are in a page and nowhere else. */
struct places {
    int guarded; /* in memory that is kept out of core dumps, as guarded memory is */
    int other;
};

static bool is_pair(const uint8_t *bytes)
{
    bool pair = false;
    if (memcmp(bytes, text, TEXT_SIZE) == 0) {
        for (size_t between = 1; between <= BETWEEN_MAX; between++) {
            pair = pair || memcmp(bytes + TEXT_SIZE + between, text, TEXT_SIZE) == 0;
        }
    }
    return pair;
}

static int count_pairs(const uint8_t *bytes, size_t size)
{
    int count = 0;
    size_t at = 0;
    while (at + PAIR_SIZE <= size) {
        const uint8_t *next = memchr(bytes + at, text[0], size - PAIR_SIZE + 1 - at);
        if (next == NULL) {
            break;
        }
        count += is_pair(next);
        at = (size_t)(next - bytes) + 1;
    }
    return count;
}

/* Read our own memory through the kernel: what cannot be read is left out, and so is what is too
 * large to be in use, as the map that a sanitizer keeps of all memory. */
static int search_range(uintptr_t from, uintptr_t to)
{
    if (to - from > RANGE_SIZE_MAX) {
        return 0;
    }
    static uint8_t chunk[1 << 16];
    int count = 0;
    for (uintptr_t at = from; at < to; at += sizeof chunk - PAIR_SIZE) {
        size_t size = to - at < sizeof chunk ? to - at : sizeof chunk;
        struct iovec here = {chunk, size};
        struct iovec there = {(void *)at, size};
        bool ours = (uintptr_t)chunk < at + size && at < (uintptr_t)chunk + sizeof chunk;
        ssize_t got = ours ? 0 : process_vm_readv(getpid(), &here, 1, &there, 1, 0);
        count += got > 0 ? count_pairs(chunk, (size_t)got) : 0;
    }
    return count;
}

/* Go through the writable memory of this process. Of each piece the kernel tells the bounds first,
 * the flags last: "dd" is kept out of core dumps. */
static struct places search_memory(void)
{
    struct places places = {0};
    char line[512];
    int found = 0;
    FILE *map = fopen("/proc/self/smaps", "r");
    assert_non_null(map);
    while (fgets(line, sizeof line, map) != NULL) {
        char *end = NULL;
        uintptr_t from = strtoul(line, &end, 16);
        if (end > line && *end == '-') {
            uintptr_t to = strtoul(end + 1, &end, 16);
            found = strncmp(end, " rw", 3) == 0 ? search_range(from, to) : 0;
        }
        if (strncmp(line, "VmFlags:", 8) == 0) {
            *(strstr(line, " dd") != NULL ? &places.guarded : &places.other) += found;
        }
    }
    fclose(map);
    return places;
}

static int64_t status_of(int what)
{
    sqlite3_int64 current = -1;
    sqlite3_int64 highest = -1;
    assert_int_equal(sqlite3_status64(what, &current, &highest, 0), SQLITE_OK);
    return highest;
}

static void the_pages_of_a_store_lie_in_guarded_memory(void **state)
{
    (void)state;
    struct store_folder folder = store_folder_make();
    store_folder_fill(&folder, text, ROWS);
    enum daybook_status status = DAYBOOK_FAILED;
    assert_int_equal(store_folder_count(&folder, &status), ROWS);
    struct places places = search_memory();
    print_message("rows of pages found: %d in guarded memory, %d elsewhere\n", places.guarded,
                  places.other);
    assert_true(places.guarded > 1000);
    assert_in_range(places.other, 0, WORKING_COPIES_MAX);
    store_folder_remove(&folder);
}

/* The search would find a page elsewhere. */
static void a_page_in_ordinary_memory_is_found(void **state)
{
    (void)state;
    char *page = calloc(1, STORE_PAGE_SIZE);
    assert_non_null(page);
    memcpy(page, text, TEXT_SIZE);
    memcpy(page + TEXT_SIZE + 5, text, TEXT_SIZE);
    struct places places = search_memory();
    assert_true(places.other >= 1);
    free(page);
}

static void writing_and_reading_a_store_never_takes_pages_from_elsewhere(void **state)
{
    (void)state;
    assert_true(status_of(SQLITE_STATUS_PAGECACHE_USED) > PAGE_CACHE_PAGES / 2);
    assert_int_equal(status_of(SQLITE_STATUS_PAGECACHE_OVERFLOW), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_pages_of_a_store_lie_in_guarded_memory),
        cmocka_unit_test(writing_and_reading_a_store_never_takes_pages_from_elsewhere),
        cmocka_unit_test(a_page_in_ordinary_memory_is_found),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
