/* The daily values of one measure over the last days. */
#include "trends/window.h"

#include <assert.h>

#include "trends/statistics.h"

static void count_roles(uint8_t roles, uint32_t *days_by_role)
{
    for (size_t role = 0; role < ROLE_COUNT; role++) {
        days_by_role[role] += (uint32_t)roles >> role & 1u;
    }
}

struct trend_window window_of_days(enum measure measure, const struct day *days, size_t count,
                                   double *scratch)
{
    assert((size_t)measure < MEASURE_COUNT);
    struct trend_window window = {0};
    for (size_t i = 0; i < count; i++) {
        const struct day_value *value = &days[i].measures[measure];
        if (value->has) {
            scratch[window.n++] = value->value;
            count_roles(value->roles, window.days_by_role);
        }
    }
    if (window.n == 0) {
        return window;
    }
    statistics_sort(scratch, window.n);
    window.median = statistics_median(scratch, window.n);
    window.min = scratch[0];
    window.max = scratch[window.n - 1];
    window.q1 = statistics_quantile(scratch, window.n, 0.25);
    window.q3 = statistics_quantile(scratch, window.n, 0.75);
    return window;
}
