/* Prints invented days, one line of JSON an entry: the program daybook-sample-days. */
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/timestamp.h"
#include "sample/life.h"

enum { EXIT_WRONG_USE = 2, OPTION_BASE = 10 };

static const char USAGE[] =
    "Usage: daybook-sample-days --end YYYY-MM-DD [--seed N] [--days N]\n"
    "                           [--role patient|caregiver|both]\n"
    "\n"
    "Prints the days up to --end of an invented person with ALS, one line of JSON an entry, as\n"
    "`daybook log --stdin` takes them. The same options give the same bytes. Without options:\n"
    "seed 1, 90 days, both roles.\n";

static bool read_number(const char *text, uint64_t max, uint64_t *out_number)
{
    if (text[0] < '0' || text[0] > '9') {
        return false;
    }
    char *end = NULL;
    errno = 0;
    unsigned long long number = strtoull(text, &end, OPTION_BASE);
    if (errno != 0 || *end != '\0' || number > max) {
        return false;
    }
    *out_number = number;
    return true;
}

static bool read_days(const char *text, int32_t *out_days)
{
    uint64_t days = 0;
    if (!read_number(text, LIFE_DAYS_MAX, &days) || days == 0) {
        return false;
    }
    *out_days = (int32_t)days;
    return true;
}

static bool read_reporters(const char *text, enum reporter *out_reporters)
{
    static const struct {
        const char *name;
        enum reporter reporters;
    } ROLES[] = {
        {"patient", REPORTER_PATIENT},
        {"caregiver", REPORTER_CAREGIVER},
        {"both", REPORTER_BOTH},
    };
    for (size_t i = 0; i < sizeof ROLES / sizeof ROLES[0]; i++) {
        if (strcmp(text, ROLES[i].name) == 0) {
            *out_reporters = ROLES[i].reporters;
            return true;
        }
    }
    return false;
}

static bool read_option(const char *name, const char *value, struct life_request *request,
                        bool *out_has_end)
{
    if (strcmp(name, "--seed") == 0) {
        return read_number(value, UINT64_MAX, &request->seed);
    }
    if (strcmp(name, "--days") == 0) {
        return read_days(value, &request->days);
    }
    if (strcmp(name, "--role") == 0) {
        return read_reporters(value, &request->reporters);
    }
    if (strcmp(name, "--end") == 0) {
        *out_has_end = true;
        return day_from_text(bytes_of_text(value), &request->end_day);
    }
    return false;
}

static bool read_options(int count, char **words, struct life_request *out_request)
{
    struct life_request request = {.seed = 1, .days = 90, .reporters = REPORTER_BOTH};
    bool has_end = false;
    for (int i = 1; i < count; i += 2) {
        if (i + 1 >= count || !read_option(words[i], words[i + 1], &request, &has_end)) {
            fprintf(stderr, "daybook-sample-days: cannot use %s\n", words[i]);
            return false;
        }
    }
    if (!has_end) {
        fputs("daybook-sample-days: --end is missing\n", stderr);
        return false;
    }
    *out_request = request;
    return true;
}

int main(int count, char **words)
{
    if (count == 2 && strcmp(words[1], "--help") == 0) {
        fputs(USAGE, stdout);
        return EXIT_SUCCESS;
    }
    struct life_request request;
    if (!read_options(count, words, &request)) {
        fputs(USAGE, stderr);
        return EXIT_WRONG_USE;
    }
    struct buffer out = {0};
    life_write(&request, &out);
    bool written =
        !out.failed && fwrite(out.data, 1, out.size, stdout) == out.size && fflush(stdout) == 0;
    buffer_free(&out);
    if (!written) {
        fputs("daybook-sample-days: the lines could not be written\n", stderr);
        return EXIT_FAILURE;
    }
    return EXIT_SUCCESS;
}
