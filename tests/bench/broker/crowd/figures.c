/* Times that were measured, and what Linux says of a process. */
#include "figures.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "demand.h"

enum { TEXT_SIZE = 4096, FIELDS_BEFORE_TIMES = 11 };

void figures_add(struct figures *figures, uint64_t time_us)
{
    if (figures->count == figures->capacity) {
        size_t capacity = figures->capacity == 0 ? 4096 : figures->capacity * 2;
        uint32_t *times = realloc(figures->times_us, capacity * sizeof *times);
        DEMAND(times != NULL, "no memory");
        figures->times_us = times;
        figures->capacity = capacity;
    }
    figures->times_us[figures->count++] = time_us > UINT32_MAX ? UINT32_MAX : (uint32_t)time_us;
}

void figures_clear(struct figures *figures)
{
    figures->count = 0;
}

void figures_free(struct figures *figures)
{
    free(figures->times_us);
    *figures = (struct figures){0};
}

static int by_time(const void *left, const void *right)
{
    uint32_t a = *(const uint32_t *)left;
    uint32_t b = *(const uint32_t *)right;
    return (a > b) - (a < b);
}

uint32_t figures_percentile(struct figures *figures, unsigned percent)
{
    assert(percent > 0 && percent <= 100);
    if (figures->count == 0) {
        return 0;
    }
    qsort(figures->times_us, figures->count, sizeof *figures->times_us, by_time);
    return figures->times_us[(figures->count * percent + 99) / 100 - 1];
}

uint64_t figures_now_ns(void)
{
    struct timespec now;
    int error = clock_gettime(CLOCK_MONOTONIC, &now);
    assert(error == 0);
    return (uint64_t)now.tv_sec * 1000000000 + (uint64_t)now.tv_nsec;
}

/* One file of a process below /proc, as a text. */
static void read_about(long process, const char *name, char out_text[static TEXT_SIZE])
{
    char path[64];
    (void)snprintf(path, sizeof path, "/proc/%ld/%s", process, name);
    FILE *file = fopen(path, "re");
    DEMAND_OF(file != NULL, path, "the broker is gone");
    size_t size = fread(out_text, 1, TEXT_SIZE - 1, file);
    out_text[size] = '\0';
    (void)fclose(file);
}

uint64_t figures_resident_kib(long process)
{
    char text[TEXT_SIZE];
    read_about(process, "status", text);
    const char *found = strstr(text, "VmRSS:");
    DEMAND(found != NULL, "the broker has no memory: it is gone");
    return strtoull(found + strlen("VmRSS:"), NULL, 10);
}

uint64_t figures_processor_us(long process)
{
    char text[TEXT_SIZE];
    read_about(process, "stat", text);
    /* The name may hold anything, a parenthesis too; what follows the last one are numbers. */
    char *at = strrchr(text, ')');
    DEMAND(at != NULL, "the broker is gone");
    for (int field = 0; field <= FIELDS_BEFORE_TIMES && at != NULL; field++) {
        at = strchr(at + 1, ' ');
    }
    DEMAND(at != NULL, "the broker is gone");
    uint64_t user = strtoull(at, &at, 10);
    uint64_t kernel = strtoull(at, NULL, 10);
    return (user + kernel) * (1000000 / (uint64_t)sysconf(_SC_CLK_TCK));
}
