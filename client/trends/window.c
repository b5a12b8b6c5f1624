/* The daily values of one measure over the last days. */
#include "trends/window.h"

#include <assert.h>

#include "trends/statistics.h"

/* Of a scale from 0 to 10: Vogt 2021 JCM 10:4552; BMC Palliat Care 2021 s12904-021-00848-6. */
static const double MODERATE = 4.0;
static const double SEVERE = 7.0;

static void count_roles(uint8_t roles, uint32_t *days_by_role)
{
    for (size_t role = 0; role < ROLE_COUNT; role++) {
        days_by_role[role] += (uint32_t)roles >> role & 1u;
    }
}

struct trend_window window_of_series(struct series answered, struct series unanswered,
                                     double *scratch)
{
    struct trend_window window = {.n = (uint32_t)answered.count};
    window.days_by_state[DAY_ANSWERED] = window.n;
    for (size_t i = 0; i < unanswered.count; i++) {
        assert(unanswered.points[i].state < DAY_STATE_COUNT);
        window.days_by_state[unanswered.points[i].state]++;
    }
    for (size_t i = 0; i < answered.count; i++) {
        scratch[i] = answered.points[i].value;
        count_roles(answered.points[i].roles, window.days_by_role);
        window.days_from_4 += scratch[i] >= MODERATE ? 1 : 0;
        window.days_from_7 += scratch[i] >= SEVERE ? 1 : 0;
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
