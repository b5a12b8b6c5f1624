/* Invented lives, read again line by line as a journal would take them. For tests only. */
#ifndef TESTS_CLINICAL_LIVED_H
#define TESTS_CLINICAL_LIVED_H

#include <jansson.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "domain/entry.h"
#include "domain/role.h"
#include "sample/life.h"

struct lived_line {
    struct entry entry; /* normalised; its texts belong to the life's JSON */
    enum role role;
    int32_t day;
};

/* One life. Its lines are in the order of time; of one moment, the patient's come first. */
struct lived {
    json_t *json;
    struct lived_line *lines;
    size_t count;
};

/* A year up to 2026-08-29, told by everybody. */
struct life_request lived_year(enum decline decline, uint64_t seed);

/* Live it, as all its reporters. Fails the test when a line is not JSON of an entry. The life is
 * ended by lived_end(); the arena must outlive it. */
void lived_begin(struct lived *lived, const struct life_request *request, struct arena *arena);

void lived_end(struct lived *lived);

#endif
