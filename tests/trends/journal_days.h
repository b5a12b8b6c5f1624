/* Reads journals of lines, as `daybook log --stdin` takes them, into days. For tests only. */
#ifndef TESTS_TRENDS_JOURNAL_DAYS_H
#define TESTS_TRENDS_JOURNAL_DAYS_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/timestamp.h"
#include "domain/value.h"
#include "trends/day.h"
#include "trends/day_builder.h"

/* One line of a journal, ready to be fed. */
struct journal_line {
    struct timestamp at;
    int32_t day; /* of at */
    struct trend_entry entry;
    struct bytes note; /* empty: none */
};

/* All lines read so far. */
struct journal_lines {
    struct journal_line *lines;
    size_t count;
    size_t capacity;
};

/* Append every line of a file below tests/golden/journals, logged by this role. Fails the test when
 * the file cannot be read or a line is not what it should be. */
void journal_days_read(struct journal_lines *lines, const char *name, enum role role,
                       struct arena *arena);

/* Append the one line of JSON in text. */
void journal_days_read_line(struct journal_lines *lines, const char *text, enum role role,
                            struct arena *arena);

/* Build the days of these lines, fed in their order within each day, ascending and unique. */
struct day *journal_days_build(const struct journal_lines *lines, struct arena *arena,
                               size_t *out_count);

/* The figures of the parts at the end of until, without plans. */
struct figures_all *journal_days_figures(const struct journal_lines *lines, int32_t until,
                                         struct arena *arena);

/* The same, turned around and summed up at the end of until. */
struct trend_summary *journal_days_summarise(const struct journal_lines *lines, int32_t until,
                                             struct arena *arena);

#endif
