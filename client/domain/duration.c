/* How long something took, in words for a tired person. */
#include "domain/duration.h"

#include <stddef.h>
#include <string.h>

/* Each unit is used from so many of it on: 90 minutes say more than an hour does. */
static const struct {
    const char *name;
    int64_t ms;
    int64_t from;
} units[] = {
    {"year", INT64_C(365) * 24 * 3600 * 1000, 2},
    {"day", INT64_C(24) * 3600 * 1000, 2},
    {"hour", INT64_C(3600) * 1000, 2},
    {"minute", INT64_C(60) * 1000, 1},
};

static char *append(char *end, const char *text)
{
    size_t size = strlen(text);
    memcpy(end, text, size + 1);
    return end + size;
}

static char *append_count(char *end, int64_t count)
{
    char digits[20];
    size_t size = 0;
    for (; count > 0; count /= 10) {
        digits[size++] = (char)('0' + count % 10);
    }
    while (size > 0) {
        *end++ = digits[--size];
    }
    return end;
}

void duration_text(int64_t ms, char out_text[static DURATION_TEXT_SIZE])
{
    for (size_t i = 0; i < sizeof units / sizeof units[0]; i++) {
        int64_t count = ms / units[i].ms;
        if (count >= units[i].from) {
            char *end = append_count(out_text, count);
            end = append(append(end, " "), units[i].name);
            (void)append(end, count == 1 ? "" : "s");
            return;
        }
    }
    (void)append(out_text, "less than a minute");
}
