/* The entries of one invented day, written as the lines `daybook log --stdin` takes. */
#ifndef SAMPLE_DIARY_H
#define SAMPLE_DIARY_H

#include <stddef.h>
#include <stdint.h>

struct buffer;

/* Bits, so that one value can ask for both. */
enum reporter {
    REPORTER_PATIENT = 1,
    REPORTER_CAREGIVER = 2,
    REPORTER_BOTH = REPORTER_PATIENT | REPORTER_CAREGIVER,
};

enum { DIARY_ENTRIES_MAX = 40, DIARY_FIELDS_SIZE = 256 };

struct diary_entry {
    int32_t second; /* of the day, UTC */
    enum reporter reporter;
    const char *kind;
    const char *note; /* NULL: none */
    char fields[DIARY_FIELDS_SIZE];
};

/* One day. Start with (struct diary){.day = day}. */
struct diary {
    int32_t day; /* since 1970-01-01 */
    size_t count;
    struct diary_entry entries[DIARY_ENTRIES_MAX];
};

/* Add an entry and return it, for its fields to be written: the inside of a JSON object, no text of
 * it in need of escaping. */
struct diary_entry *diary_add(struct diary *diary, const char *kind, int32_t second,
                              enum reporter reporter);

/* Append what these reporters logged, in the order of time, one line an entry. */
void diary_write(struct diary *diary, enum reporter reporters, struct buffer *out);

#endif
