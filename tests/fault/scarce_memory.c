/* Memory that runs short once: the allocation of a chosen number is refused, all others succeed. */
#include "fault/scarce_memory.h"

#include <assert.h>
#include <setjmp.h>
#include <sqlite3.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static unsigned left;   /* allocations until one is refused; 0: none will be */
static unsigned paused; /* how many pauses stand */
static bool refused;
static bool hit_sqlite;
static sqlite3_mem_methods of_sqlite;

static bool is_refused(void)
{
    if (left == 0 || paused > 0) {
        return false;
    }
    left--;
    refused = refused || left == 0;
    return left == 0;
}

void scarce_memory_refuse(unsigned number)
{
    assert(number > 0);
    refused = false;
    hit_sqlite = false;
    left = number;
}

unsigned scarce_memory_left(void)
{
    return left;
}

bool scarce_memory_end(void)
{
    assert(paused == 0);
    left = 0;
    return refused;
}

void scarce_memory_pause(void)
{
    paused++;
}

void scarce_memory_resume(void)
{
    assert(paused > 0);
    paused--;
}

/* The linker gives these in place of the library's (--wrap). */
void *__wrap_malloc(size_t size);
void *__real_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__real_calloc(size_t count, size_t size);
void *__wrap_realloc(void *memory, size_t size);
void *__real_realloc(void *memory, size_t size);
char *__wrap_strdup(const char *text);
char *__real_strdup(const char *text);
void *__wrap_sodium_malloc(size_t size);
void *__real_sodium_malloc(size_t size);

void *__wrap_malloc(size_t size)
{
    return is_refused() ? NULL : __real_malloc(size);
}

void *__wrap_calloc(size_t count, size_t size)
{
    return is_refused() ? NULL : __real_calloc(count, size);
}

void *__wrap_realloc(void *memory, size_t size)
{
    return is_refused() ? NULL : __real_realloc(memory, size);
}

char *__wrap_strdup(const char *text)
{
    return is_refused() ? NULL : __real_strdup(text);
}

void *__wrap_sodium_malloc(size_t size)
{
    return is_refused() ? NULL : __real_sodium_malloc(size);
}

static bool is_sqlite_refused(void)
{
    bool now = is_refused();
    hit_sqlite = hit_sqlite || now;
    return now;
}

static void *take_for_sqlite(int size)
{
    return is_sqlite_refused() ? NULL : of_sqlite.xMalloc(size);
}

static void *grow_for_sqlite(void *memory, int size)
{
    return is_sqlite_refused() ? NULL : of_sqlite.xRealloc(memory, size);
}

bool scarce_memory_hit_sqlite(void)
{
    return hit_sqlite;
}

void scarce_memory_include_sqlite(void)
{
    assert_int_equal(sqlite3_config(SQLITE_CONFIG_GETMALLOC, &of_sqlite), SQLITE_OK);
    sqlite3_mem_methods scarce = of_sqlite;
    scarce.xMalloc = take_for_sqlite;
    scarce.xRealloc = grow_for_sqlite;
    assert_int_equal(sqlite3_config(SQLITE_CONFIG_MALLOC, &scarce), SQLITE_OK);
}
