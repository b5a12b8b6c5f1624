/* Invents some months in the life of a person with ALS, as two people log them. */
#ifndef SAMPLE_LIFE_H
#define SAMPLE_LIFE_H

#include <stdint.h>

#include "sample/diary.h"

struct buffer;

enum { LIFE_DAYS_MAX = 3660 };

struct life_request {
    uint64_t seed;
    int32_t days;    /* 1 to LIFE_DAYS_MAX */
    int32_t end_day; /* the last one */
    enum reporter reporters;
};

/* Append the lines of those reporters, in the order of time. The same request gives the same bytes,
 * and what the two reporters are given apart is together what both are given at once. */
void life_write(const struct life_request *request, struct buffer *out);

#endif
