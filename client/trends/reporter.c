/* Comparing who answered in two halves of a window. */
#include "trends/reporter.h"

#include <math.h>

static void count_roles(struct series series, double shares[static ROLE_COUNT])
{
    for (size_t role = 0; role < ROLE_COUNT; role++) {
        uint32_t days = 0;
        for (size_t i = 0; i < series.count; i++) {
            days += (uint32_t)series.points[i].roles >> role & 1u;
        }
        shares[role] = (double)days / (double)series.count;
    }
}

static enum role most_of(const double shares[static ROLE_COUNT])
{
    size_t most = 0;
    for (size_t role = 1; role < ROLE_COUNT; role++) {
        most = shares[role] > shares[most] ? role : most;
    }
    return (enum role)most;
}

struct reporter_shift reporter_shift_of(struct series answered, int32_t until, int32_t length)
{
    double before[ROLE_COUNT];
    double after[ROLE_COUNT];
    struct reporter_shift shift = {.shifted = false};
    struct series first = series_last(answered, until - length / 2, length - length / 2);
    struct series second = series_last(answered, until, length / 2);
    if (first.count == 0 || second.count == 0) {
        return shift;
    }
    count_roles(first, before);
    count_roles(second, after);
    for (size_t role = 0; role < ROLE_COUNT; role++) {
        shift.shifted = shift.shifted || fabs(after[role] - before[role]) > 0.5;
    }
    shift.from = most_of(before);
    shift.to = most_of(after);
    return shift;
}
