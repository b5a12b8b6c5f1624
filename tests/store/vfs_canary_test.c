/* Nothing readable of a store is ever in a file, whether it has a name or not. */
#include <dirent.h>
#include <setjmp.h>
#include <sqlite3.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "store/database.h"
#include "store/store_folder.h"

enum { DESCRIPTOR_MAX = 256 };

static const char *const canaries[] = {
    "the canary sings in the coal mine", /* the text of each row */
    "note_text",                         /* an index */
    "note_no",                           /* a column */
    "CREATE TABLE",                      /* the schema */
    "SQLite format 3",                   /* the file */
};
enum { CANARY_COUNT = sizeof canaries / sizeof canaries[0] };

/* How often each canary was seen. */
struct sightings {
    int of[CANARY_COUNT];
};

static void look_in_bytes(const uint8_t *bytes, size_t size, struct sightings *sightings)
{
    for (size_t i = 0; i < CANARY_COUNT; i++) {
        size_t length = strlen(canaries[i]);
        const uint8_t *next = bytes;
        const uint8_t *end = bytes + size;
        while (next < end && (size_t)(end - next) >= length) {
            next = memchr(next, canaries[i][0], (size_t)(end - next) - length + 1);
            if (next == NULL) {
                break;
            }
            sightings->of[i] += memcmp(next, canaries[i], length) == 0;
            next++;
        }
    }
}

static void look_in_folder(const struct store_folder *folder, struct sightings *sightings)
{
    DIR *names = opendir(folder->path);
    assert_non_null(names);
    for (struct dirent *name = readdir(names); name != NULL; name = readdir(names)) {
        if (name->d_name[0] == '.') {
            continue;
        }
        size_t size = 0;
        uint8_t *bytes = store_folder_read(folder, name->d_name, &size);
        look_in_bytes(bytes, size, sightings);
        free(bytes);
    }
    closedir(names);
}

/* Files that were deleted while open have no name any more, but a descriptor. */
static void look_in_descriptors(struct sightings *sightings)
{
    for (int descriptor = 3; descriptor < DESCRIPTOR_MAX; descriptor++) {
        struct stat facts;
        if (fstat(descriptor, &facts) != 0 || !S_ISREG(facts.st_mode)) {
            continue;
        }
        uint8_t *bytes = malloc((size_t)facts.st_size + 1);
        assert_non_null(bytes);
        ssize_t size = pread(descriptor, bytes, (size_t)facts.st_size, 0);
        look_in_bytes(bytes, size > 0 ? (size_t)size : 0, sightings);
        free(bytes);
    }
}

static const char many_rows[] =
    "WITH RECURSIVE counter (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM counter WHERE n < 6000) "
    "INSERT INTO note (text) SELECT 'the canary sings in the coal mine ' || n FROM counter";
static const char sorted[] =
    "SELECT group_concat(text) FROM (SELECT text FROM note ORDER BY length(text), text DESC)";

static void run(struct database *database, const char *sql)
{
    assert_int_equal(database_run(database, database_statement(database, sql)), DAYBOOK_OK);
}

static void no_file_of_a_store_shows_what_is_in_it(void **state)
{
    (void)state;
    struct store_folder folder = store_folder_make();
    struct sightings sightings = {0};
    assert_int_equal(database_begin(folder.database), DAYBOOK_OK);
    run(folder.database, many_rows);
    run(folder.database, "UPDATE note SET text = text || '!'");
    look_in_folder(&folder, &sightings); /* the transaction has spilt into the log */
    look_in_descriptors(&sightings);
    assert_int_equal(database_commit(folder.database), DAYBOOK_OK);
    run(folder.database, sorted);
    run(folder.database, "VACUUM");
    look_in_folder(&folder, &sightings);
    look_in_descriptors(&sightings);
    store_folder_close(&folder);
    look_in_folder(&folder, &sightings);
    for (size_t i = 0; i < CANARY_COUNT; i++) {
        assert_int_equal(sightings.of[i], 0);
    }
    store_folder_remove(&folder);
}

/* Without this, a search that finds nothing would prove nothing. */
static void the_same_search_finds_everything_in_a_plain_database(void **state)
{
    (void)state;
    struct store_folder folder = store_folder_make();
    char path[128];
    snprintf(path, sizeof path, "%s/plain.db", folder.path);
    sqlite3 *plain = NULL;
    assert_int_equal(sqlite3_open(path, &plain), SQLITE_OK);
    assert_int_equal(sqlite3_exec(plain, store_folder_schema.items[0].sql, NULL, NULL, NULL),
                     SQLITE_OK);
    assert_int_equal(sqlite3_exec(plain, many_rows, NULL, NULL, NULL), SQLITE_OK);
    struct sightings named = {0};
    look_in_folder(&folder, &named);
    assert_int_equal(unlink(path), 0);
    struct sightings nameless = {0};
    look_in_descriptors(&nameless);
    for (size_t i = 0; i < CANARY_COUNT; i++) {
        assert_true(named.of[i] > 0);
        assert_true(nameless.of[i] > 0);
    }
    assert_int_equal(sqlite3_close(plain), SQLITE_OK);
    store_folder_remove(&folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_file_of_a_store_shows_what_is_in_it),
        cmocka_unit_test(the_same_search_finds_everything_in_a_plain_database),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
