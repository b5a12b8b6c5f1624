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
    "                           [--role patient|caregiver|both|therapist|all]\n"
    "                           [--decline none|usual|fast] [--event NAME@DAY]...\n"
    "\n"
    "Prints the days up to --end of an invented person with ALS, one line of JSON an entry, as\n"
    "`daybook log --stdin` takes them. The same options give the same bytes. Without options:\n"
    "seed 1, 90 days, both roles at home.\n"
    "\n"
    "Without --decline it is the life the quick start shows: three months in which every trend "
    "can\n"
    "be seen, in the main kinds of entries. With it every kind is logged, at the pace named, and\n"
    "the role therapist gives the plans. On a day of it, counted from 0, can be planted:\n"
    "fall_injury, spo2_drop, weight_loss, niv_refusal, choking.\n";

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

static bool read_decline(const char *text, enum decline *out_decline)
{
    static const char *const NAMES[] = {
        [DECLINE_NONE] = "none",
        [DECLINE_USUAL] = "usual",
        [DECLINE_FAST] = "fast",
    };
    for (int i = DECLINE_NONE; i <= DECLINE_FAST; i++) {
        if (strcmp(text, NAMES[i]) == 0) {
            *out_decline = (enum decline)i;
            return true;
        }
    }
    return false;
}

/* NAME@DAY, one event more. */
static bool read_event(const char *text, struct life_request *request)
{
    static const char *const NAMES[LIFE_EVENT_KINDS] = {
        [LIFE_FALL_INJURY] = "fall_injury@", [LIFE_SPO2_DROP] = "spo2_drop@",
        [LIFE_WEIGHT_LOSS] = "weight_loss@", [LIFE_NIV_REFUSAL] = "niv_refusal@",
        [LIFE_CHOKING] = "choking@",
    };
    for (int i = 0; i < LIFE_EVENT_KINDS; i++) {
        size_t size = strlen(NAMES[i]);
        uint64_t day = 0;
        if (strncmp(text, NAMES[i], size) == 0 && request->event_count < LIFE_EVENTS_MAX &&
            read_number(text + size, LIFE_DAYS_MAX - 1, &day)) {
            request->events[request->event_count++] =
                (struct life_event){.kind = (enum life_event_kind)i, .day = (int32_t)day};
            return true;
        }
    }
    return false;
}

static bool read_reporters(const char *text, enum reporter *out_reporters)
{
    static const struct {
        const char *name;
        enum reporter reporters;
    } ROLES[] = {
        {"patient", REPORTER_PATIENT}, {"caregiver", REPORTER_CAREGIVER},
        {"both", REPORTER_BOTH},       {"therapist", REPORTER_THERAPIST},
        {"all", REPORTER_ALL},
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
    if (strcmp(name, "--decline") == 0) {
        return read_decline(value, &request->decline);
    }
    if (strcmp(name, "--event") == 0) {
        return read_event(value, request);
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
    if (request.event_count > 0 && request.decline == DECLINE_SHORT) {
        fputs("daybook-sample-days: --event needs --decline\n", stderr);
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
