/* The entries of one invented day, written as the lines `daybook log --stdin` takes. */
#ifndef SAMPLE_DIARY_H
#define SAMPLE_DIARY_H

#include <stddef.h>
#include <stdint.h>

struct buffer;

/* Bits, so that one value can ask for several. */
enum reporter {
    REPORTER_PATIENT = 1,
    REPORTER_CAREGIVER = 2,
    REPORTER_BOTH = REPORTER_PATIENT | REPORTER_CAREGIVER, /* of those at home */
    REPORTER_THERAPIST = 4,
    REPORTER_ALL = REPORTER_BOTH | REPORTER_THERAPIST,
};

enum { DIARY_ENTRIES_MAX = 80, DIARY_FIELDS_SIZE = 1024 };

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

/* Append to the fields of an entry, as printf does. */
__attribute__((format(printf, 2, 3))) void diary_say(struct diary_entry *entry, const char *format,
                                                     ...);

/* Append a number rounded to tenths, the same in every locale, between two texts. Not negative. */
void diary_say_tenths(struct diary_entry *entry, const char *before, double value,
                      const char *behind);

/* Append what these reporters logged, in the order of time, one line an entry. */
void diary_write(struct diary *diary, enum reporter reporters, struct buffer *out);

#endif
