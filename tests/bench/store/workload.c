/* Does to one engine, in a new folder, what a journal does to its store, and prints how long each
 * thing took. */
#include <sqlite3.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "bench/store/engine.h"
#include "store/page_cache.h"

enum {
    COMMITS = 100,
    ROWS = 20000, /* in one transaction */
    LOOKUPS = 10000,
    SMALL_CACHE_KIB = 256,
    OWN_CACHE_KIB = PAGE_CACHE_PAGES * 4, /* what a store's connection has */
    HEADER_SIZE = 100, /* of an operation; with its body, hash and names some 300 bytes */
    BODY_SIZE = 140,
    SCHEMA_SIZE = 65536
};

static void fail(sqlite3 *sqlite, const char *what)
{
    fprintf(stderr, "cannot %s: %s\n", what, sqlite == NULL ? "-" : sqlite3_errmsg(sqlite));
    exit(1);
}

static void run(sqlite3 *sqlite, const char *sql)
{
    if (sqlite3_exec(sqlite, sql, NULL, NULL, NULL) != SQLITE_OK) {
        fail(sqlite, sql);
    }
}

static sqlite3_stmt *prepare(sqlite3 *sqlite, const char *sql)
{
    sqlite3_stmt *statement = NULL;
    if (sqlite3_prepare_v2(sqlite, sql, -1, &statement, NULL) != SQLITE_OK) {
        fail(sqlite, sql);
    }
    return statement;
}

/* --- time ------------------------------------------------------------------------------------ */

/* Set once, by main(). */
static clockid_t measured_clock = CLOCK_MONOTONIC;

static double now_us(void)
{
    struct timespec now;
    clock_gettime(measured_clock, &now); /* cannot fail for a clock that exists */
    return (double)now.tv_sec * 1e6 + (double)now.tv_nsec / 1e3;
}

static void print_time(const char *what, double start_us)
{
    printf("%s %.3f\n", what, now_us() - start_us);
}

static int compare_times(const void *left, const void *right)
{
    double a = *(const double *)left;
    double b = *(const double *)right;
    return (a > b) - (a < b);
}

static void print_median(const char *what, double *times_us, size_t count)
{
    qsort(times_us, count, sizeof *times_us, compare_times);
    printf("%s %.3f\n", what, times_us[count / 2]);
}

/* --- the schema ------------------------------------------------------------------------------ */

/* STRICT came with SQLite 3.37; what a check of types costs, an older one is spared. */
static void blank_out(char *text, const char *word)
{
    for (char *next = strstr(text, word); next != NULL; next = strstr(next, word)) {
        memset(next, ' ', strlen(word));
    }
}

static void lay_schema(sqlite3 *sqlite, const char *path)
{
    static char schema[SCHEMA_SIZE];
    FILE *file = fopen(path, "r");
    size_t size = file == NULL ? 0 : fread(schema, 1, sizeof schema - 1, file);
    if (size == 0 || size == sizeof schema - 1) {
        fail(NULL, "read the schema");
    }
    fclose(file);
    if (sqlite3_libversion_number() < 3037000) {
        blank_out(schema, "STRICT, ");
        blank_out(schema, "STRICT");
    }
    run(sqlite, schema);
    run(sqlite, "INSERT INTO circle (circle_no, circle, person, incarnation, joined_ms) "
                "VALUES (1, zeroblob(16), zeroblob(16), zeroblob(16), 0)");
    run(sqlite, "INSERT INTO feed (feed_no, circle_no, feed, device, incarnation, stream, hash) "
                "VALUES (1, 1, zeroblob(16), zeroblob(32), zeroblob(16), 1, zeroblob(32))");
}

/* --- rows ------------------------------------------------------------------------------------ */

/* The same bytes in every program and run, and no two alike: numbers counted on and scattered. */
static void scatter(uint64_t number, unsigned char *out, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        number = number * 6364136223846793005U + 1442695040888963407U;
        out[i] = (unsigned char)(number >> 56);
    }
}

struct operation {
    unsigned char hash[32];
    unsigned char entity[16];
    unsigned char header[HEADER_SIZE];
    unsigned char body[BODY_SIZE];
};

static void insert(sqlite3 *sqlite, sqlite3_stmt *statement, int number)
{
    static struct operation operation;
    scatter((uint64_t)number, operation.entity, sizeof operation.entity);
    scatter((uint64_t)number + 1, operation.hash, sizeof operation.hash);
    scatter((uint64_t)number + 2, operation.header, sizeof operation.header);
    scatter((uint64_t)number + 3, operation.body, sizeof operation.body);
    sqlite3_bind_int(statement, 1, number);
    sqlite3_bind_blob(statement, 2, operation.hash, sizeof operation.hash, SQLITE_STATIC);
    sqlite3_bind_blob(statement, 3, operation.entity, sizeof operation.entity, SQLITE_STATIC);
    sqlite3_bind_blob(statement, 4, operation.header, sizeof operation.header, SQLITE_STATIC);
    sqlite3_bind_blob(statement, 5, operation.body, sizeof operation.body, SQLITE_STATIC);
    if (sqlite3_step(statement) != SQLITE_DONE || sqlite3_reset(statement) != SQLITE_OK) {
        fail(sqlite, "insert");
    }
}

static const char insert_sql[] =
    "INSERT INTO operation (feed_no, number, hash, type, entity, hlc, header, body, received_ms) "
    "VALUES (1, ?1, ?2, 16, ?3, ?1 * 65536, ?4, ?5, ?1 * 1000)";

/* --- what is measured ------------------------------------------------------------------------ */

static void write_rows(sqlite3 *sqlite)
{
    sqlite3_stmt *statement = prepare(sqlite, insert_sql);
    static double times_us[COMMITS];
    for (int i = 1; i <= COMMITS; i++) {
        double commit_us = now_us();
        run(sqlite, "BEGIN IMMEDIATE");
        insert(sqlite, statement, i);
        run(sqlite, "COMMIT");
        times_us[i - 1] = now_us() - commit_us;
    }
    print_median("commit", times_us, COMMITS);
    double start_us = now_us();
    run(sqlite, "BEGIN IMMEDIATE");
    for (int i = COMMITS + 1; i <= COMMITS + ROWS; i++) {
        insert(sqlite, statement, i);
    }
    run(sqlite, "COMMIT");
    print_time("bulk", start_us);
    sqlite3_finalize(statement);
}

static void scan(sqlite3 *sqlite, const char *what)
{
    sqlite3_stmt *statement = prepare(sqlite, "SELECT hash, header, body FROM operation");
    size_t size = 0;
    double start_us = now_us();
    while (sqlite3_step(statement) == SQLITE_ROW) {
        size += (size_t)sqlite3_column_bytes(statement, 2);
    }
    print_time(what, start_us);
    if (sqlite3_finalize(statement) != SQLITE_OK || size != (COMMITS + ROWS) * (size_t)BODY_SIZE) {
        fail(sqlite, "read every row");
    }
}

/* Look up by what the journal looks up by: the entity, in the index and then in the table. */
static void look_up(sqlite3 *sqlite, int of_rows, const char *what)
{
    sqlite3_stmt *statement =
        prepare(sqlite, "SELECT number, header, body FROM operation WHERE entity = ?");
    unsigned char entity[16];
    double start_us = now_us();
    for (int i = 0; i < LOOKUPS; i++) {
        int number = (int)((int64_t)i * 7919 % of_rows) + 1;
        scatter((uint64_t)number, entity, sizeof entity);
        sqlite3_bind_blob(statement, 1, entity, sizeof entity, SQLITE_STATIC);
        if (sqlite3_step(statement) != SQLITE_ROW || sqlite3_column_int(statement, 0) != number) {
            fail(sqlite, "find a row");
        }
        sqlite3_reset(statement);
    }
    print_time(what, start_us);
    sqlite3_finalize(statement);
}

static void set_cache(sqlite3 *sqlite, int kib)
{
    char sql[64];
    snprintf(sql, sizeof sql, "PRAGMA cache_size=-%d", kib);
    run(sqlite, sql);
}

static void read_rows(const char *folder)
{
    sqlite3 *sqlite = engine_open(folder);
    set_cache(sqlite, SMALL_CACHE_KIB);
    scan(sqlite, "scan-small");
    look_up(sqlite, ROWS, "look-up-small");
    set_cache(sqlite, OWN_CACHE_KIB);
    scan(sqlite, "scan");
    look_up(sqlite, ROWS, "look-up");
    /* The journal of some months, as a command reads it: it fits. */
    look_up(sqlite, 1000, "look-up-recent");
    double start_us = now_us();
    run(sqlite, "VACUUM");
    print_time("vacuum", start_us);
    engine_close(sqlite);
}

int main(int argc, char **argv)
{
    if (argc != 4) {
        fputs("usage: workload_ENGINE FOLDER SCHEMA wall|processor\n", stderr);
        return 2;
    }
    if (strcmp(argv[3], "processor") == 0) {
        measured_clock = CLOCK_PROCESS_CPUTIME_ID;
    }
    sqlite3 *sqlite = engine_open(argv[1]);
    set_cache(sqlite, OWN_CACHE_KIB);
    lay_schema(sqlite, argv[2]);
    write_rows(sqlite);
    engine_close(sqlite);
    read_rows(argv[1]);
    return 0;
}
